import { SweftError } from "../errors/sweft-error.ts";
import type { AnyCommand, Command, Operation } from "./command.ts";
import { command, twin } from "./command.ts";

/** How work ended: with a value, or with an error. */
export type Outcome = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown };

/** A started piece of work: `yield* handle` waits for it. */
export interface Handle<out T> extends Operation<T> {
  /** Structural id of the work, such as `3` or `2.1`. */
  readonly id: string;
  /** Has the work ended, well or badly? */
  isReady(): boolean;
  /**
   * The work's result.
   * @throws {SweftError} `NOT_READY` if it has not ended; the work's own error if it ended badly.
   */
  result(): T;
}

/** Waiting for a handle, as data. */
export interface Await {
  readonly type: "Await";
  /** Id of the work waited for. */
  readonly work: string;
}

/** What `start` gives. */
export class StartedHandle<T> implements Handle<T> {
  readonly id: string;
  readonly #outcome: () => Outcome | undefined;

  constructor(id: string, outcome: () => Outcome | undefined) {
    this.id = id;
    this.#outcome = outcome;
    if (new.target === StartedHandle) Object.freeze(this);
  }

  isReady(): boolean {
    return this.#outcome() !== undefined;
  }

  result(): T {
    const outcome = this.#outcome();
    if (outcome === undefined) {
      throw new SweftError(
        "NOT_READY",
        `work ${this.id} has not ended yet; ask isReady() first, or wait with \`yield* handle\``,
      );
    }
    if (!outcome.ok) throw outcome.error;
    return outcome.value as T;
  }

  [Symbol.iterator](): Iterator<AnyCommand, T, unknown> {
    return awaiting(this)[Symbol.iterator]() as Iterator<AnyCommand, T, unknown>;
  }
}

/** The command that waits for a handle. The handle stands beside it, so that a handle of another run can be told. */
function awaiting(handle: Handle<unknown>): Await & Command<unknown> {
  return command<unknown, Await>({ type: "Await", work: handle.id }, handle);
}

/** The data of waiting for a handle. */
export const awaitData = (handle: Handle<unknown>): object => twin(awaiting(handle));

/** Is it a handle of this package? */
export const isHandle = (value: unknown): value is Handle<unknown> => value instanceof StartedHandle;

/**
 * Makes a handle; for the interpreter, and for tests that feed one to a bare generator.
 *
 * @param id - Structural id of the work.
 * @param outcome - Asked at each call of the handle's methods; undefined while the work goes on.
 */
export function createHandle<T>(id: string, outcome: () => Outcome | undefined): Handle<T> {
  return new StartedHandle<T>(id, outcome);
}
