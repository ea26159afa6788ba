import type { ErrorCode } from "./codes.ts";

/** An error of Sweft. Tell errors apart by `code`, never by `instanceof`: it does not survive serialization or a second copy of the package. */
export class SweftError extends Error {
  override readonly name: string = "SweftError";
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** Thrown at the call by everything that takes a {@link Duration}; code `DURATION_INVALID`. */
export class DurationError extends SweftError {
  override readonly name = "DurationError";

  constructor(message: string) {
    super("DURATION_INVALID", message);
  }
}

/** The history and the code disagree; code `NONDETERMINISM`. */
export class NondeterminismError extends SweftError {
  override readonly name = "NondeterminismError";
  /** The recorded event, if there is one. */
  readonly eventId: number | undefined;
  /** The structural id of the command asked, or of the one recorded. */
  readonly id: string | undefined;
  /** What differs: the field, its recorded value and the value asked for. */
  readonly differences: readonly Difference[];

  constructor(message: string, details: { eventId?: number; id?: string; differences?: readonly Difference[] } = {}) {
    super("NONDETERMINISM", message);
    this.eventId = details.eventId;
    this.id = details.id;
    this.differences = details.differences ?? [];
  }
}

/** One field in which a recorded decision and the command asked now differ. */
export interface Difference {
  readonly field: string;
  readonly recorded: unknown;
  readonly asked: unknown;
}

/**
 * Errors that the interpreter makes of events have no frames: theirs would be the interpreter's own, different at every
 * replay, and would end up in the history of a run that they fail.
 */
export function withoutFrames<E extends Error>(error: E): E {
  const { name, message } = error;
  return Object.defineProperty(error, "stack", { value: `${name}: ${message}`, configurable: true, writable: true });
}
