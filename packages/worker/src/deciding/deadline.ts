import type { WorkerClock } from "../clock/clock.ts";
import { WorkerError } from "../errors.ts";

/**
 * Waits for what a decision needs, but not behind its time: then there would be none left to answer, if only with a hold.
 *
 * @param what - What still goes on then, and what to do about it.
 * @throws {WorkerError} `DECISION_LATE`
 */
export async function beforeDeadline<T>(
  clock: WorkerClock,
  untilMs: number,
  work: Promise<T>,
  what: () => string,
): Promise<T> {
  let disarm = (): void => {};
  const late = new Promise<never>((_resolve, reject) => {
    disarm = clock.schedule(untilMs, () =>
      reject(new WorkerError("DECISION_LATE", `the time of this decision is over, and ${what()}`)),
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    disarm();
  }
}
