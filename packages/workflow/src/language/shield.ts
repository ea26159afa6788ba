import type { Section } from "./block.ts";
import { sectionOf } from "./block.ts";
import type { Command } from "./command.ts";
import { command } from "./command.ts";

/** The wish to run work that no cancellation from outside reaches, as data. */
export interface Shield {
  readonly type: "Shield";
  readonly work: object;
}

/**
 * Runs work to its end though the coroutine that waits for it is canceled meanwhile, or the workflow returns. The
 * cancellation is thrown once the work has ended, at the next wait that is not shielded. What is canceled inside, by a race
 * or by its handle, is canceled as ever.
 *
 * @param work - A command, a handle, or a function that gives an operation.
 * @throws {SweftError} `FOREIGN_YIELD`, at the call.
 *
 * @example
 * try {
 *   yield* ship(parcel);
 * } finally {
 *   yield* shield(refund(receipt));
 * }
 */
export function shield<T>(work: Section<T>): Shield & Command<T> {
  return command<T, Shield>({ type: "Shield", work: sectionOf(work, "the work given to shield") });
}
