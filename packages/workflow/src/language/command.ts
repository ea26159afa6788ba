/** Anything that `yield*` can wait for: a command, a handle, or a coroutine. */
export interface Operation<out T> {
  [Symbol.iterator](): Iterator<AnyCommand, T, unknown>;
}

/** A wish, as frozen plain data: `yield* command` asks for it and resumes with its result. */
export interface Command<out T> extends Operation<T> {
  readonly type: string;
}

/** A command of any result. */
export type AnyCommand = Command<unknown>;

/** What a `function*` of the language returns. `TNext` is unknown, never any, so that a forgotten `*` is a type error. */
export type Coroutine<T> = Generator<AnyCommand, T, unknown>;

/** What an operation resumes with. */
export type ResultOf<O> = O extends Operation<infer T> ? T : never;

/** Thrown into a body to learn where in the source it waits: the iterator of the command notes the stack. */
export class Probe {
  stack: string | undefined = undefined;
}

/**
 * Yields the plain twin of its command, once. Written by hand: a generator would cost five times as much, and without
 * a `throw` of its own a user's error would become a TypeError.
 */
class Once implements Iterator<AnyCommand, unknown, unknown> {
  #asked = false;
  readonly #command: Asked;

  constructor(command: Asked) {
    this.#command = command;
  }

  next(result?: unknown): IteratorResult<AnyCommand, unknown> {
    if (this.#asked) return { done: true, value: result };
    this.#asked = true;
    return { done: false, value: this.#command[PLAIN]() as AnyCommand };
  }

  throw(error: unknown): never {
    if (error instanceof Probe) error.stack = new Error().stack;
    throw error;
  }
}

/** Where twins and types carry what stands beside their data: functions, which no comparison should see. Not enumerable. */
const BESIDE = Symbol("sweft.beside");

/** The method of commands that makes their twin: not by a name that a comparison could see. */
export const PLAIN: unique symbol = Symbol("sweft.plain");

interface HasBeside {
  readonly [BESIDE]?: unknown;
}

const putBeside = <D extends object>(target: D, beside: unknown): D =>
  Object.defineProperty(target, BESIDE, { value: beside });

/**
 * The prototype of commands. It has an iterator and no constructor, so that to every comparison a command is a plain
 * object with the same fields as its twin or a literal.
 */
export class Asked {
  /** Private, because tools that compare iterables look at every other kind of member. */
  readonly #beside: unknown;

  constructor(beside?: unknown) {
    this.#beside = beside;
  }

  static besideOf(asked: object): unknown {
    // Types of activities carry it openly, and they are asked most often.
    const open = (asked as HasBeside)[BESIDE];
    return open === undefined && #beside in asked ? asked.#beside : open;
  }

  [Symbol.iterator](): Iterator<AnyCommand, unknown, unknown> {
    return new Once(this);
  }

  /** A kind of command that is made often makes its twin faster than by copying whatever is there. */
  [PLAIN](): object {
    return copied(this);
  }
}
Reflect.deleteProperty(Asked.prototype, "constructor");

/**
 * Makes a command of its data: frozen, keys in the order given, undefined left out.
 *
 * @param data - The fields that a comparison sees; `type` first.
 * @param beside - What the interpreter needs and no comparison may see, such as a function.
 */
export function command<T, D extends { readonly type: string }>(data: D, beside?: unknown): D & Command<T> {
  const made = new Asked(beside) as unknown as Record<string, unknown>;
  for (const key in data) {
    const value = data[key];
    if (value !== undefined) made[key] = value;
  }
  return Object.freeze(made) as unknown as D & Command<T>;
}

/** The same data without an iterator: what `gen.next().value` gives. Testing tools that walk iterables see plain data. */
export const twin = (asked: object): object => (asked instanceof Asked ? asked[PLAIN]() : copied(asked));

function copied(asked: object): object {
  const copy = { ...asked };
  const beside = Asked.besideOf(asked);
  if (beside !== undefined) putBeside(copy, beside);
  return Object.freeze(copy);
}

/** A frozen copy of some data with something beside it that no comparison sees. */
export const withBeside = <D extends object>(data: D, beside: unknown): D =>
  Object.freeze(putBeside({ ...data }, beside));

/** What {@link command} or {@link withBeside} was given beside the data. */
export const besideOf = (asked: object): unknown => Asked.besideOf(asked);

/** Is it a command made here, and not its twin or a literal? */
export const isCommand = (value: unknown): value is AnyCommand => value instanceof Asked;
