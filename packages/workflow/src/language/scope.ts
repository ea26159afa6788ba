import { describe } from "../errors/failure.ts";
import { SweftError } from "../errors/sweft-error.ts";
import type { Section } from "./block.ts";
import { sectionOf } from "./block.ts";
import type { Command } from "./command.ts";
import { command } from "./command.ts";
import { checkOptions } from "./definition.ts";

/** The wish to run work with an end for all that is started inside, as data. */
export interface Scope {
  readonly type: "Scope";
  readonly onLeave: "await" | "cancel";
  readonly work: object;
}

/** How a scope is left. */
export interface ScopeOptions {
  /** At the normal end of the body, what was started inside is waited for (`await`, the default), or canceled. */
  readonly onLeave?: "await" | "cancel";
}

/**
 * Runs work and, before it goes on, sees all to its end that was started inside, by coroutines inside too. If the work fails,
 * or the scope is canceled, that is canceled; so it is if a coroutine fails for which nobody waits, and the scope throws its
 * error. Handlers of signals stop with the scope. Handles from inside can be read after it.
 *
 * @param work - A function that gives an operation, or an operation.
 * @throws {SweftError} `FOREIGN_YIELD`, `OPTION_INVALID`, at the call.
 *
 * @example
 * const receipt = yield* scope(function* () {
 *   yield* start(remind, order); // ends with the scope, however it is left
 *   return yield* charge(order);
 * }, { onLeave: "cancel" });
 */
export function scope<T>(work: Section<T>, options: ScopeOptions = {}): Scope & Command<T> {
  checkOptions(options, ["onLeave"], "scope");
  const { onLeave = "await" } = options;
  if (onLeave !== "await" && onLeave !== "cancel") {
    throw new SweftError("OPTION_INVALID", `onLeave of scope is ${describe(onLeave)}; write "await" or "cancel"`);
  }
  return command<T, Scope>({ type: "Scope", onLeave, work: sectionOf(work, "the work given to scope") });
}
