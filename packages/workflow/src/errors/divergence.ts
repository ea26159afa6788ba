/**
 * How code and history disagree. `changed`: the code asks for the recorded command with other arguments, of another type or
 * the like. `replaced`: it asks for another command in its place. `removed`: it does not ask for what is recorded.
 * `added`: it asks for what should be recorded, and is not.
 */
export type DivergenceKind = "changed" | "replaced" | "removed" | "added";

/** One field in which a recorded decision and the command asked now differ. */
export interface Difference {
  readonly field: string;
  readonly recorded: unknown;
  readonly asked: unknown;
}

/** A decision as the history holds it. */
export interface RecordedDecision {
  readonly eventId: number;
  readonly eventType: string;
  /** What tells it from others of its kind: structural id, timer id, or name of a marker. */
  readonly id: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A command that the code asks for. */
export interface AskedCommand {
  /** Structural id; undefined for the end of the workflow and for what the interpreter itself records. */
  readonly id: string | undefined;
  /** What it is, in words: `activity charge 1`. */
  readonly what: string;
  /** The command as plain data, or the decision it would become. */
  readonly command: object;
}

/** A place in the user's source. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Undefined at the top of a module, and for functions without a name. */
  readonly functionName: string | undefined;
}

/** Everything that is known of a disagreement between history and code. */
export interface Divergence {
  readonly kind: DivergenceKind;
  /** The recorded event, if there is one. */
  readonly eventId: number | undefined;
  /** The structural id of the command asked, or of the one recorded. */
  readonly id: string | undefined;
  readonly recorded: RecordedDecision | undefined;
  readonly asked: AskedCommand | undefined;
  /** What differs: the field, its recorded value and the value asked for. */
  readonly differences: readonly Difference[];
  /** Decisions of the same completion that the code does not ask for; at most ten. */
  readonly missing: readonly RecordedDecision[];
  /** What the code asks for beyond what that completion recorded; at most ten. */
  readonly extra: readonly AskedCommand[];
  /** The `yield*` that asks for the command, or, if nothing is asked, at which the code waits. */
  readonly location: SourceLocation | undefined;
  /** Code that lets old and new runs live side by side. */
  readonly fix: string | undefined;
}

const KEEP = "deploy the code that wrote this history";
const RENEW = "give the changed workflow a new version";

/** The sentence of an error: what was found, where, and what to do. */
export function sentenceOf(what: string, { location, fix }: Partial<Divergence>): string {
  const at = location === undefined ? "" : ` (at ${location.file}:${location.line}:${location.column})`;
  const ways = fix === undefined ? `${KEEP}, or ${RENEW}` : `${KEEP}, ${RENEW}, or write \`${fix}\``;
  return `${what}${at}. The workflow code has changed under a running execution; ${ways}`;
}
