import type { Failure } from "./failure.ts";
import type { FailureState } from "./outcomes.ts";
import { SweftError, withoutFrames } from "./sweft-error.ts";

/** The errors of pieces: a list, or a record under the names of the pieces. */
export type PieceErrors = readonly unknown[] | Readonly<Record<string, unknown>>;

/** Every piece of work given to `any` failed; code `ANY_FAILED`. */
export class AnyError extends SweftError {
  override readonly name = "AnyError";
  /** The error of each piece, in its place or under its name. */
  readonly errors: PieceErrors;

  constructor(errors: PieceErrors) {
    super("ANY_FAILED", `all ${Object.keys(errors).length} pieces of work given to any failed`);
    this.errors = errors;
    withoutFrames(this);
  }
}

/** Work was not done in time and was canceled; code `TIMEOUT`. */
export class TimeoutError extends SweftError {
  override readonly name = "TimeoutError";
  /** As the errors of work have it, so that retry policies can tell. */
  readonly state: FailureState = "TIMED_OUT";
  readonly seconds: number;

  constructor(seconds: number) {
    super("TIMEOUT", `the work was not done within ${seconds} s, and was canceled`);
    this.seconds = seconds;
    withoutFrames(this);
  }
}

/** An item of a `map` that failed: its place, and its error as plain data. */
export interface ItemFailure {
  readonly index: number;
  readonly failure: Failure;
}

/** Too many items of a `map` have failed; code `MAP_FAILED`. */
export class MapError extends SweftError {
  override readonly name = "MapError";
  readonly failures: readonly ItemFailure[];

  constructor(failures: readonly ItemFailure[], items: number, wanted: number | undefined, tolerated: number) {
    super(
      "MAP_FAILED",
      tolerated < 0
        ? `a map of ${items} items cannot succeed with ${wanted} of them`
        : `${failures.length} of the ${items} items of a map have failed; at most ${tolerated} may`,
    );
    this.failures = failures;
    withoutFrames(this);
  }
}

/** A saga failed or was left, and some of its compensations failed, too; code `SAGA_FAILED`. The cause is its own error. */
export class SagaError extends SweftError {
  override readonly name = "SagaError";
  /** The errors of the compensations, in the order in which these ran. */
  readonly failures: readonly unknown[];

  constructor(cause: unknown, failures: readonly unknown[]) {
    const what = failures.length === 1 ? "a compensation" : `${failures.length} compensations`;
    super(
      "SAGA_FAILED",
      `${what} of a saga failed, so that not all is undone`,
      cause === undefined ? undefined : { cause },
    );
    this.failures = failures;
    withoutFrames(this);
  }
}
