import { describe } from "../errors/failure.ts";
import { SweftError } from "../errors/sweft-error.ts";
import { wordName } from "../values/names.ts";
import { isBody } from "./block.ts";
import type { Command, Coroutine } from "./command.ts";
import { command } from "./command.ts";
import type { Handle } from "./handle.ts";

/** The wish to handle updates of a name, as data. */
export interface HandleUpdate {
  readonly type: "HandleUpdate";
  readonly update: string;
}

/** What handles an update. */
export interface UpdateHandler<A extends readonly unknown[], R> {
  /**
   * Throws to reject the update; nothing else comes of it. Runs once, when the update is first seen, and never in a replay: it must
   * change nothing.
   */
  readonly validate?: ((...args: A) => void) | undefined;
  /** Does it, as a coroutine of its own; what it returns or throws is the answer. */
  readonly handle: (...args: A) => Coroutine<R>;
}

/** A request with an answer, into a running workflow: the workflow handles it, a client sends it. */
export interface Update<A extends readonly unknown[], R> {
  readonly name: string;
  /** Handles it from here on; see {@link update}. A generator function alone is one without `validate`. */
  answer(handler: UpdateHandler<A, R> | ((...args: A) => Coroutine<R>)): HandleUpdate & Command<Handle<void>>;
}

/**
 * Handles the updates of a name from here on, and those that have come before: each is a coroutine of its own, begun in the order
 * they arrived. What `validate` throws is the client's `UPDATE_REJECTED`; what `handle` throws is its `UPDATE_FAILED`, and does not
 * fail the workflow, except that a bug holds it. Goes on at once with a handle: `yield* cancel(handle)` takes no further
 * updates and leaves those begun to their end, for which `yield* handle` then waits. Handling a name again replaces the handler. Those that
 * still run at the workflow's end are ended, and their clients get `RUN_CLOSED`.
 *
 * With a name alone it declares the update for both sides: `const add = update<[item: string], number>("add")`, then
 * `yield* add.answer(function* (item) { … })` here, and `run.update(add, {}, "book")` at the client.
 *
 * @param name - 1 to 256 characters, not beginning with `sweft.`, without white space.
 * @throws {SweftError} `ID_INVALID`, `OPTION_INVALID`, `BODY_NOT_GENERATOR`, at the call; when one comes, `UPDATE_INVALID`, which
 * holds the run, if `validate` gives back something that only waiting would tell.
 */
export function update<A extends readonly unknown[] = readonly unknown[], R = unknown>(name: string): Update<A, R>;
export function update<A extends readonly unknown[], R>(
  name: string,
  handler: UpdateHandler<A, R> | ((...args: A) => Coroutine<R>),
): HandleUpdate & Command<Handle<void>>;
export function update(
  name: string,
  ...handlers: readonly Given[]
): Update<never, unknown> | (HandleUpdate & Command<Handle<void>>) {
  wordName(name, "update name");
  const answer = (given: Given) =>
    command<Handle<void>, HandleUpdate>({ type: "HandleUpdate", update: name }, handlerOf(name, given));
  return handlers.length === 0 ? Object.freeze({ name, answer }) : answer(handlers[0] as Given);
}

type Given = UpdateHandler<never, unknown> | ((...args: never) => Coroutine<unknown>);

function handlerOf(name: string, given: Given): UpdateHandler<never, unknown> {
  const { validate, handle } =
    typeof given === "object" && given !== null ? given : { validate: undefined, handle: given };
  if (validate !== undefined && typeof validate !== "function") {
    throw new SweftError(
      "OPTION_INVALID",
      `validate of update ${name} is ${describe(validate)}; give a function that throws to reject`,
    );
  }
  if (isBody(handle)) return Object.freeze({ validate, handle });
  throw new SweftError(
    "BODY_NOT_GENERATOR",
    `update ${name} was given ${describe(handle)} to handle it; write \`function* (…) { … }\`, or \`{ validate, *handle(…) { … } }\``,
  );
}
