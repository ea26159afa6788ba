import { userName } from "../values/names.ts";
import type { Section } from "./block.ts";
import { sectionOf } from "./block.ts";
import type { Command } from "./command.ts";
import { command } from "./command.ts";

/** The wish to know a context value, as data. It takes no number, so adding one moves no id. */
export interface GetContext {
  readonly type: "GetContext";
  readonly context: string;
}

/** The wish to run work with a context value, as data. */
export interface ProvideContext {
  readonly type: "ProvideContext";
  readonly context: string;
  readonly value: unknown;
  readonly work: object;
}

/** What stands beside both: which context value it is, whatever its name, and its default. */
export interface ContextKey {
  readonly defaults: readonly [] | readonly [unknown];
}

/** A value that code further in can ask for without being given it: see {@link contextValue}. */
export interface ContextValue<T> {
  readonly name: string;
  /**
   * The value here.
   * @throws {SweftError} `CONTEXT_MISSING`, where it is asked for, if nobody has provided one and there is no default.
   */
  get(): GetContext & Command<T>;
  /**
   * Runs work with a value, for everything that is begun inside: coroutines, composites, handlers.
   * @throws {SweftError} `FOREIGN_YIELD`, at the call.
   */
  provide<R>(value: T, work: Section<R>): ProvideContext & Command<R>;
}

/**
 * Declares a value that is handed down to everything that is begun inside of where it is provided: a tenant, a deadline,
 * a limit of attempts. It belongs to no run and may stand outside the workflow.
 *
 * @param name - For messages and tests; two values of one name are two values.
 * @param defaults - What `get` gives where nobody has provided any.
 * @throws {SweftError} `ID_INVALID`
 *
 * @example
 * const tenant = contextValue<string>("tenant");
 * yield* tenant.provide("acme", function* () { … yield* tenant.get() … });
 */
export function contextValue<T>(name: string, ...defaults: [] | [T]): ContextValue<T> {
  const context = userName(name, "context value name");
  const key: ContextKey = Object.freeze({ defaults: Object.freeze(defaults) });
  return Object.freeze({
    name,
    get: () => command<T, GetContext>({ type: "GetContext", context }, key),
    provide: <R>(value: T, work: Section<R>) =>
      command<R, ProvideContext>(
        { type: "ProvideContext", context, value, work: sectionOf(work, `the work given to ${name}.provide`) },
        key,
      ),
  });
}
