import type { ErrorCode } from "./codes.ts";
import type {
  AskedCommand,
  Difference,
  Divergence,
  DivergenceKind,
  RecordedDecision,
  SourceLocation,
} from "./divergence.ts";
import { sentenceOf } from "./divergence.ts";

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
export class NondeterminismError extends SweftError implements Divergence {
  override readonly name = "NondeterminismError";
  readonly kind: DivergenceKind;
  readonly eventId: number | undefined;
  readonly id: string | undefined;
  readonly recorded: RecordedDecision | undefined;
  readonly asked: AskedCommand | undefined;
  readonly differences: readonly Difference[];
  readonly missing: readonly RecordedDecision[];
  readonly extra: readonly AskedCommand[];
  readonly location: SourceLocation | undefined;
  readonly fix: string | undefined;
  /** What was found, without the place and the advice that the message adds. */
  readonly what: string;

  constructor(what: string, details: Partial<Divergence> = {}) {
    super("NONDETERMINISM", sentenceOf(what, details));
    this.what = what;
    this.kind = details.kind ?? "changed";
    this.eventId = details.eventId;
    this.id = details.id;
    this.recorded = details.recorded;
    this.asked = details.asked;
    this.differences = details.differences ?? [];
    this.missing = details.missing ?? [];
    this.extra = details.extra ?? [];
    this.location = details.location;
    this.fix = details.fix;
  }
}

/**
 * Errors that the interpreter makes of events have no frames: theirs would be the interpreter's own, different at every
 * replay, and would end up in the history of a run that they fail.
 */
export function withoutFrames<E extends Error>(error: E): E {
  // Assigned, not defined: to define it, V8 would first format the frames, which costs more than all the rest.
  error.stack = `${error.name}: ${error.message}`;
  return error;
}
