import type { Duration } from "../values/duration.ts";
import { toSeconds } from "../values/duration.ts";
import { userName } from "../values/names.ts";
import type { Command } from "./command.ts";
import { command } from "./command.ts";

/** The wish to wait for a time, as data. */
export interface StartTimer {
  readonly type: "StartTimer";
  readonly seconds: number;
  /** Under which name the rest of it is handed on to the next run. */
  readonly carry?: string;
}

/** What a timer may set. */
export interface TimerOptions {
  /**
   * Marks the timer by a name: when the run continues as new while it runs, the first timer of that name in the next run
   * waits only for what is left. Others are dropped. 1 to 256 characters.
   */
  readonly carry?: string;
}

/**
 * Pauses the workflow. The pause outlives worker restarts and costs no worker while it lasts.
 *
 * @param duration - Seconds, or a string with a unit; rounded up to whole seconds, at most one year.
 * @param options - Marks a timer that is to outlive the run: `sleep("1 day", { carry: "deadline" })`.
 * @returns Nothing. Resumes once `TimerFired` is in the history: perhaps later, never sooner.
 * @throws {DurationError} `DURATION_INVALID`, at the call, not at replay.
 * @throws {SweftError} `ID_INVALID`
 */
export function sleep(duration: Duration, options: TimerOptions = {}): StartTimer & Command<void> {
  const seconds = toSeconds(duration, "sleep");
  const { carry } = options;
  if (carry !== undefined) userName(carry, "name of a carried timer");
  return command<void, StartTimer>({ type: "StartTimer", seconds, ...(carry !== undefined && { carry }) });
}

/**
 * The same as {@link sleep}, for code in which the word timer reads better: `race({ reply, late: timer("1h") })`.
 * @alias
 */
export const timer = sleep;
