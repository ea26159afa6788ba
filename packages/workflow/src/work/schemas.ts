import { withoutFrames } from "../errors/sweft-error.ts";
import type { TypeName } from "../language/activity.ts";
import type { Issue, Schemas } from "../language/schema.ts";
import { invalidValue, validate, validateAll } from "../language/schema.ts";
import { writeFailure } from "./arguments.ts";
import { NoteAsk } from "./note.ts";
import { REJECTED_MARKER } from "./rejection.ts";
import type { RunContext } from "./run-context.ts";

/** The key of the note that keeps that a run's input was refused. No signal's id has a `#`. */
const INPUT = "#input";

/** A workflow with its schemas. */
interface Judged {
  readonly type: TypeName;
  readonly options: Schemas;
}

/** What the body begins with, or the error by which it ends instead. */
export type Admission = { readonly args: readonly unknown[]; readonly error?: undefined } | { readonly error: unknown };

/**
 * Judges the input of a run by the schemas of its workflow. A run whose input is refused fails: no fixed code would fix the
 * data. In a recorded batch the verdict is what the history shows; what was accepted once is taken as it was sent if it is
 * refused now.
 */
export function admit(run: RunContext, { type, options: { input } }: Judged, args: readonly unknown[]): Admission {
  if (input === undefined && !run.isReplaying) return { args };
  const isRefused = run.notes.find(REJECTED_MARKER, INPUT) !== undefined;
  if (input === undefined && !isRefused) return { args };
  const what = `the input of workflow ${type.name}`;
  const verdict = validateAll(input ?? [], args, what);
  if (verdict.ok && !isRefused) return { args: verdict.value as readonly unknown[] };
  if (run.isReplaying && !isRefused) return { args };
  const issues: readonly Issue[] = verdict.ok ? [{ message: "refused when the run began" }] : verdict.issues;
  const error = withoutFrames(invalidValue("INPUT_INVALID", what, issues));
  new NoteAsk(run, { markerName: REJECTED_MARKER, head: [INPUT], payload: writeFailure(run, error), what });
  return { error };
}

/** The same for a run that is known to have begun: what the schemas refuse now is taken as it was sent. */
export function accept({ type, options: { input } }: Judged, args: readonly unknown[]): Admission {
  if (input === undefined) return { args };
  const verdict = validateAll(input, args, `the input of workflow ${type.name}`);
  return { args: verdict.ok ? (verdict.value as readonly unknown[]) : args };
}

/**
 * What the schema of a workflow makes of its result.
 * @throws {SweftError} `RESULT_INVALID`, which holds the run: fixed code can go on.
 */
export function resultBySchema(run: RunContext, { type, options: { output } }: Judged, result: unknown): unknown {
  if (output === undefined) return result;
  const what = `the result of workflow ${type.name}`;
  const verdict = validate(output, result, what);
  if (verdict.ok) return verdict.value;
  if (run.isReplaying) return result;
  throw invalidValue("RESULT_INVALID", what, verdict.issues);
}
