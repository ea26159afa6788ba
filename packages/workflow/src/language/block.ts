import { describe } from "../errors/failure.ts";
import { SweftError } from "../errors/sweft-error.ts";
import type { Command, Coroutine, Operation } from "./command.ts";
import { isCommand, twin } from "./command.ts";
import { awaitData, isHandle } from "./handle.ts";

/** What may run twice is a function; what runs once may be a command. */
export type Block<T> = Command<T> | (() => Operation<T>);

/** What runs once: an operation, or a function that gives one. */
export type Section<T> = Operation<T> | (() => Operation<T>);

/** A generator function run as a coroutine of its own. */
export interface RunBody {
  readonly type: "RunBody";
  readonly body: (...args: never[]) => Coroutine<unknown>;
  readonly args: readonly unknown[];
}

/** A generator object run as a coroutine of its own. `open` hands it out; two generators never compare equal. */
export interface RunGenerator {
  readonly type: "RunGenerator";
  readonly open: () => Iterator<unknown, unknown, unknown>;
}

/** A plain function that gives an operation, called when it is to run, as a coroutine of its own. */
export interface RunBlock {
  readonly type: "RunBlock";
  readonly block: () => unknown;
}

type Body = (...args: never[]) => Coroutine<unknown>;

/** Is it a `function*`, not an async one? */
export const isBody = (value: unknown): value is Body =>
  Object.prototype.toString.call(value) === "[object GeneratorFunction]";

/** Is it a generator object, as a call of a `function*` gives? */
export function isGenerator(value: unknown): value is Coroutine<unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    Symbol.iterator in value &&
    typeof (value as { next?: unknown }).next === "function" &&
    typeof (value as { throw?: unknown }).throw === "function"
  );
}

/**
 * Data for one piece of a composite: the twin of a command, or a stand-in for a generator, which comparisons would run.
 *
 * @throws {SweftError} `FOREIGN_YIELD` if it is no operation of this language.
 */
export function workOf(piece: unknown, where: string): object {
  if (isCommand(piece)) return twin(piece);
  if (isHandle(piece)) return awaitData(piece);
  if (isGenerator(piece)) return Object.freeze({ type: "RunGenerator", open: () => piece });
  if (isBody(piece)) return Object.freeze({ type: "RunBody", body: piece, args: Object.freeze([]) });
  if (typeof piece === "object" && piece !== null && typeof (piece as { type?: unknown }).type === "string")
    return piece;
  throw new SweftError(
    "FOREIGN_YIELD",
    `${where} is ${describe(piece)}; give a command, a handle, or a generator function of this workflow. A promise belongs into an activity or into cached(name, fn)`,
  );
}

/**
 * Data for a {@link Section}: what {@link workOf} gives, and functions that give an operation.
 *
 * @throws {SweftError} `FOREIGN_YIELD`
 */
export function sectionOf(section: unknown, where: string): object {
  const isPlain = typeof section === "function" && !isBody(section);
  return isPlain ? Object.freeze({ type: "RunBlock", block: section }) : workOf(section, where);
}
