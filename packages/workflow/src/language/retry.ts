import { describe } from "../errors/failure.ts";
import { SweftError } from "../errors/sweft-error.ts";
import type { Command, Operation } from "./command.ts";
import { command } from "./command.ts";
import type { RetryPolicy } from "./retry-policy.ts";
import { fullPolicy, policyAsData } from "./retry-policy.ts";

/** The wish to run a block until it ends well, as data. */
export interface Retry {
  readonly type: "Retry";
  /** As it was given, without its `when`. */
  readonly policy: RetryPolicy | number;
  readonly block: () => Operation<unknown>;
}

/**
 * Runs a block of the workflow again when it fails, as a policy says. Each attempt is a coroutine of its own, from the
 * beginning. Errors that have no `state` of their own count as `FAILED`, a cancellation as `CANCELED`; bugs of the code are
 * never tried again, nor is anything once the workflow itself is canceled.
 *
 * @param policy - Attempts, pauses, outcomes; a number means that many attempts with the other defaults.
 * @param block - A `function*`, or a function that makes a command: generators run only once.
 * @throws {SweftError} `OPTION_INVALID`, `DURATION_INVALID`, `FOREIGN_YIELD`, at the call; the last attempt's error.
 * @example
 * const trip = yield* retry({ attempts: 3, delay: "1m" }, function* () {
 *   const flight = yield* book(dates);
 *   return yield* confirm(flight);
 * });
 */
export function retry<T>(policy: RetryPolicy | number, block: () => Operation<T>): Retry & Command<T> {
  const full = fullPolicy(policy);
  if (typeof block !== "function") {
    throw new SweftError(
      "FOREIGN_YIELD",
      `retry was given ${describe(block)} as its block; give a function, which can run again: retry(3, () => charge(order)) or retry(3, function* () { … })`,
    );
  }
  return command<T, Retry>({ type: "Retry", policy: policyAsData(policy), block }, full);
}
