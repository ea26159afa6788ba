import { describe } from "../errors/failure.ts";
import { SweftError } from "../errors/sweft-error.ts";
import { userName } from "../values/names.ts";
import { isBody } from "./block.ts";
import type { Command, Coroutine } from "./command.ts";
import { command } from "./command.ts";
import type { Handle } from "./handle.ts";
import type { SchemaIn, SchemaOut, StandardSchema } from "./schema.ts";
import { schemaOf } from "./schema.ts";

/** The wish to take the next signal of a name, as data. */
export interface Receive {
  readonly type: "Receive";
  readonly signal: string;
}

/** The wish to take a signal that is there already, as data. */
export interface TryReceive {
  readonly type: "TryReceive";
  readonly signal: string;
}

/** The question how many signals of a name wait, as data. */
export interface Pending {
  readonly type: "Pending";
  readonly signal: string;
}

/** The wish to serve every signal of a name by a coroutine of its own, as data. */
export interface HandleSignal {
  readonly type: "HandleSignal";
  readonly signal: string;
}

/** What stands beside a {@link HandleSignal}. */
export interface HandleSignalBeside {
  readonly body: (value: never) => Coroutine<unknown>;
  readonly schema: StandardSchema | undefined;
}

/**
 * Signals of one name, kept in the order they arrived from the run's first moment on. `In` is what is sent; `Out` what
 * the workflow gets, which a schema may have made of it.
 */
export interface Signal<In, out Out = In> {
  readonly name: string;
  /** Judges each signal when it is taken; undefined if none was given. */
  readonly schema: StandardSchema<In, Out> | undefined;
  /** Takes the oldest signal not yet taken, or waits for the next. Losing a race takes none. */
  receive(): Receive & Command<Out>;
  /** Takes the oldest signal not yet taken, if there is one; never waits, and takes no number. */
  tryReceive(): TryReceive & Command<{ readonly value: Out } | undefined>;
  /** How many signals wait to be taken, valid or not. Never waits, and takes no number. */
  pending(): Pending & Command<number>;
  /**
   * Serves every signal of this name, those that wait already too, by a coroutine of its own, begun in the order they
   * arrived. Whoever waits in `receive()` goes first. Goes on at once with a handle: `yield* cancel(handle)` takes no
   * further signals and leaves the coroutines begun to their end, for which `yield* handle` then waits. A coroutine that
   * fails fails the workflow; those that still run at its end are ended. Handling a name again replaces the handler.
   *
   * @throws {SweftError} `BODY_NOT_GENERATOR`, at the call.
   */
  handle(body: (value: Out) => Coroutine<unknown>): HandleSignal & Command<Handle<void>>;
}

/**
 * Declares a signal that a workflow receives and a client or another workflow sends.
 *
 * @param name - 1 to 256 characters, not beginning with `sweft.`.
 * @param schema - Any synchronous Standard Schema. A signal that it refuses, or for which it throws, is recorded as rejected (marker
 * `sweft.rejected`), logged as a warning and skipped: whoever takes goes on to the next. What was decided once is never
 * decided again, whatever the schema says later.
 * @throws {SweftError} `ID_INVALID`, `SCHEMA_INVALID`; while it is taken, `SCHEMA_ASYNC`, which holds the run.
 */
export function signal<T = unknown>(name: string): Signal<T>;
export function signal<S extends StandardSchema>(name: string, schema: S): Signal<SchemaIn<S>, SchemaOut<S>>;
export function signal(name: string, schema?: StandardSchema): Signal<unknown, unknown> {
  userName(name, "signal name");
  if (schema !== undefined) schemaOf(schema, `the schema of signal ${name}`);
  const made: Signal<unknown, unknown> = {
    name,
    schema,
    receive: () => command<unknown, Receive>({ type: "Receive", signal: name }, schema),
    tryReceive: () =>
      command<{ readonly value: unknown } | undefined, TryReceive>({ type: "TryReceive", signal: name }, schema),
    pending: () => command<number, Pending>({ type: "Pending", signal: name }),
    handle(body) {
      if (!isBody(body)) {
        throw new SweftError(
          "BODY_NOT_GENERATOR",
          `the handler of signal ${name} is ${describe(body)}; write \`${name}.handle(function* (value) { … })\``,
        );
      }
      const beside: HandleSignalBeside = { body, schema };
      return command<Handle<void>, HandleSignal>({ type: "HandleSignal", signal: name }, beside);
    },
  };
  return Object.freeze(made);
}
