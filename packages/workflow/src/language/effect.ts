import { describe } from "../errors/failure.ts";
import { SweftError } from "../errors/sweft-error.ts";
import { userName } from "../values/names.ts";
import type { Command } from "./command.ts";
import { command } from "./command.ts";

/** The wish to run a function once and keep its result, as data. The function is not part of it. */
export interface Cached {
  readonly type: "Cached";
  readonly name: string;
}

/** The wish to record a marker, as data. */
export interface RecordMarker {
  readonly type: "RecordMarker";
  readonly name: string;
  readonly args: readonly unknown[];
}

/**
 * Runs a function that may give another answer each time (a clock, a random number, a small read over the network)
 * in the decider, and keeps its answer in the history, so that every replay sees the same.
 *
 * The function runs at least once; exactly one outcome is recorded, a thrown error too, which then arrives as
 * `EFFECT_FAILED` with its cause. It must end within the decision's timeout: what takes longer is an activity.
 *
 * @param name - A label for people who read the history; it may repeat. 1 to 256 characters, not beginning with `sweft.`.
 * @param fn - Plain or async.
 * @throws {SweftError} `ID_INVALID`, `FOREIGN_YIELD`, at the call.
 */
export function cached<T>(name: string, fn: () => T): Cached & Command<Awaited<T>> {
  userName(name, "name of cached");
  if (typeof fn !== "function") {
    throw new SweftError(
      "FOREIGN_YIELD",
      `cached(${describe(name)}, …) was given ${describe(fn)}; give a function: cached(${describe(name)}, () => …)`,
    );
  }
  return command<Awaited<T>, Cached>({ type: "Cached", name }, fn);
}

/**
 * The same as {@link cached}, for code in which the reason reads better than the result.
 * @alias
 */
export const nondeterministic = cached;

/**
 * Records a marker of the user's own in the history, for people and tools that read it. Resumes at once.
 *
 * @param name - 1 to 256 characters, not beginning with `sweft.`; names may repeat.
 * @param details - Anything that can be serialized.
 * @throws {SweftError} `ID_INVALID`, at the call.
 */
export function marker(name: string, details?: unknown): RecordMarker & Command<void> {
  userName(name, "marker name");
  return command<void, RecordMarker>({
    type: "RecordMarker",
    name,
    args: Object.freeze(details === undefined ? [] : [details]),
  });
}
