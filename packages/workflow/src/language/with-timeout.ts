import type { Duration } from "../values/duration.ts";
import { toSeconds } from "../values/duration.ts";
import type { Section } from "./block.ts";
import { sectionOf } from "./block.ts";
import type { Command } from "./command.ts";
import { command } from "./command.ts";

/** The wish to have work done within a time, as data. */
export interface WithTimeout {
  readonly type: "WithTimeout";
  readonly seconds: number;
  readonly work: object;
}

/**
 * Runs work, and cancels it by its own policy if it is not done in time; that is not waited for. A handle is only no longer
 * waited for.
 *
 * @param duration - Seconds, or a string with a unit; at most one year. It is counted from when the work begins.
 * @param work - A command, a handle, or a function that gives an operation.
 * @throws {SweftError} `DURATION_INVALID`, `FOREIGN_YIELD`, at the call.
 * @throws {TimeoutError} `TIMEOUT`, where it is waited for; its `state` is `TIMED_OUT`.
 *
 * @example
 * const receipt = yield* withTimeout("5m", charge(order));
 */
export function withTimeout<T>(duration: Duration, work: Section<T>): WithTimeout & Command<T> {
  const seconds = toSeconds(duration, "withTimeout");
  return command<T, WithTimeout>({
    type: "WithTimeout",
    seconds,
    work: sectionOf(work, "the work given to withTimeout"),
  });
}
