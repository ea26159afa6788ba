/** How a piece of scheduled work relates to time. */
export interface ScheduleOptions {
  /**
   * True: the work does not move virtual time by itself, it runs once time has come to it by other means.
   * Default false. A real clock makes no difference.
   */
  readonly passive?: boolean;
}

/** Where the engine gets its time from. {@link realClock} and {@link virtualClock} make one. */
export interface Clock {
  /** The present, in epoch milliseconds. */
  now(): number;
  /**
   * Calls `run` once, at or after `dueMs` (epoch milliseconds) and never inside this call.
   *
   * @returns A function that cancels; it does nothing once the work has run.
   */
  schedule(dueMs: number, run: () => void, options?: ScheduleOptions): () => void;
  /**
   * Takes a busy token: virtual time stands still until it is released. Real time does not.
   *
   * @returns The release; calling it again does nothing.
   */
  hold(): () => void;
  /**
   * Says that time has been at `ms` (epoch milliseconds) before, as an engine does that goes on from a store. A virtual clock that is
   * behind goes on from there; real time cannot be told.
   */
  readonly reach?: (ms: number) => void;
}
