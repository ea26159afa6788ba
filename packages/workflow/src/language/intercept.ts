import { describe } from "../errors/failure.ts";
import { SweftError } from "../errors/sweft-error.ts";
import type { Section } from "./block.ts";
import { isBody, sectionOf } from "./block.ts";
import type { AnyCommand, Command, Coroutine } from "./command.ts";
import { command } from "./command.ts";

/** A command as an interceptor sees it: plain data. `next({ ...asked, args })` asks for it changed. */
export type AskedData = { readonly type: string } & Readonly<Record<string, unknown>>;

/** Goes on with a command: to the next interceptor further in, or to the work itself. Each call is work of its own. */
export type Next = (asked: AskedData | AnyCommand) => Command<unknown>;

/**
 * Stands between coroutines and the work they ask for: activities, timers, children, signals, effects; of composites it
 * sees the pieces. It may look, change the command, call `next` again, catch errors, or answer without `next`. One that
 * only does `return yield* next(asked)` changes nothing, and may be added under running executions.
 */
export type Interceptor = (asked: AskedData, next: Next) => Coroutine<unknown>;

/** The wish to run work with an interceptor, as data. */
export interface Intercept {
  readonly type: "Intercept";
  readonly interceptor: Interceptor;
  readonly work: object;
}

/** Checks interceptors. Throws `BODY_NOT_GENERATOR` if one is no generator function. */
export function checkInterceptor(interceptor: unknown, what: string): void {
  if (isBody(interceptor)) return;
  throw new SweftError(
    "BODY_NOT_GENERATOR",
    `${what} is ${describe(interceptor)}; write \`function* (asked, next) { return yield* next(asked); }\``,
  );
}

/**
 * Runs work with an interceptor around everything that is asked for inside. Those further out come first, and see what those
 * further in ask for themselves.
 *
 * @param interceptor - A generator function; see {@link Interceptor}.
 * @throws {SweftError} `BODY_NOT_GENERATOR`, `FOREIGN_YIELD`, at the call.
 *
 * @example
 * const traced: Interceptor = function* (asked, next) {
 *   yield* log.debug("asked", { asked });
 *   return yield* next(asked);
 * };
 * yield* intercept(traced, function* () { … });
 */
export function intercept<T>(interceptor: Interceptor, work: Section<T>): Intercept & Command<T> {
  checkInterceptor(interceptor, "the interceptor given to intercept");
  return command<T, Intercept>({
    type: "Intercept",
    interceptor,
    work: sectionOf(work, "the work given to intercept"),
  });
}
