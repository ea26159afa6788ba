/** A change of the interpreter's behaviour. */
export interface Flag {
  /** 1 or more; never used for another change, even when no run with it is left. */
  readonly number: number;
  /** The rule of runs without the flag, and of those with it. */
  readonly summary: string;
}

/**
 * Every change of the interpreter's behaviour since the first release. A run records those it began with in its run marker
 * and keeps to them for ever: where they matter, the interpreter asks `run.hasFlag(number)` and follows the old rule if the
 * answer is no. There are none yet.
 */
export const FLAGS: readonly Flag[] = [];
