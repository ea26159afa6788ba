/** Where workers and clients get time from. The clocks of `@sweft/engine` are such clocks. */
export interface WorkerClock {
  /** The present, in epoch milliseconds. */
  now(): number;
  /** Calls `run` once, at or after `dueMs` (epoch milliseconds). Returns what cancels it. */
  schedule(dueMs: number, run: () => void): () => void;
  /** Takes a busy token: virtual time stands still until it is released. Returns the release. */
  hold(): () => void;
}
