import type { SourceLocation, TypeName } from "@sweft/workflow";
import type { RecordedEvent } from "../histories/history.ts";
import type { Summary } from "../histories/summary.ts";

/** One field in which the recorded event and what the code asks for differ. */
export interface FieldDifference {
  readonly field: string;
  readonly recorded: unknown;
  readonly asked: unknown;
}

/** What every replayed history tells. */
interface Replayed {
  readonly file: string;
  readonly workflow: TypeName;
  readonly summary: Summary;
}

/** The code and the history do not fit, or the code has a bug. */
export interface Misfit extends Replayed {
  readonly outcome: "divergence" | "bug";
  /** A code of the interpreter, such as `NONDETERMINISM`, or the error's name. */
  readonly code: string;
  readonly message: string;
  readonly error: unknown;
  /** The recorded event that does not fit. */
  readonly event: RecordedEvent | undefined;
  /** The structural id of the command. */
  readonly id: string | undefined;
  readonly differences: readonly FieldDifference[];
  /** The `yield*` in the user's source. */
  readonly location: SourceLocation | undefined;
  /** Code that lets the recorded runs and new ones live side by side. */
  readonly fix: string | undefined;
}

/** Everything recorded fits the code. */
export interface Fit extends Replayed {
  readonly outcome: "ok";
  /** What is no misfit, but worth a look, one sentence each. */
  readonly notes: readonly string[];
}

/** The history could not be replayed at all. */
export interface Unplayable {
  readonly outcome: "error";
  readonly file: string;
  readonly code: string;
  readonly message: string;
  readonly error: unknown;
}

/** What the replay of one file came to. */
export type Verdict = Fit | Misfit | Unplayable;
