/** What a code stands for, and the first thing to do about it. */
export interface ErrorDescription {
  readonly summary: string;
  readonly fix: string;
}

/** Every error code of this package. `docs/errors.md` is made from this table. */
export const ERRORS = {
  HISTORY_INCOMPLETE: {
    summary: "A file holds only some pages of a history.",
    fix: "Record it whole: `aws swf get-workflow-execution-history` without `--no-paginate` and `--max-items`.",
  },
  HISTORY_INVALID: {
    summary: "A file is no recorded history.",
    fix: "Give what `aws swf get-workflow-execution-history --output json` prints.",
  },
  HISTORY_UNREADABLE: {
    summary: "A history could not be read from its file or from stdin.",
    fix: "Give paths relative to the current folder, or `-` for stdin, once.",
  },
  MODULE_UNREADABLE: {
    summary: "The module with the workflows could not be loaded.",
    fix: "Give the path of a JavaScript module; compile TypeScript first. `SWEFT_DEBUG=1` shows where it failed.",
  },
  PAYLOADS_INVALID: {
    summary: "The module of `--payloads` exports no payloads, or several.",
    fix: "Export from it what `openPayloads(…)` returned, with the stores and keys of the workers.",
  },
  PAYLOAD_UNAVAILABLE: {
    summary: "The history refers to a payload that is out of band or encrypted, and it could not be read.",
    fix: "Name the folder of the store the workers use, `--store file:DIRECTORY`, or a module with their stores and keys: `--payloads`.",
  },
  SERVICE_FAILED: {
    summary: "Amazon SWF, or what stands in for it, could not be asked, or refused.",
    fix: "Read the message; check domain, region, endpoint and credentials.",
  },
  STORE_INVALID: {
    summary: "`--store` names no store that there is.",
    fix: "Write `--store file:DIRECTORY`, with a folder that exists; `sweft payloads gc` takes modules, too.",
  },
  USAGE_INVALID: {
    summary: "The command line was not understood.",
    fix: "Read `sweft --help`, or `--help` of the command.",
  },
  WORKFLOW_AMBIGUOUS: {
    summary: "The module exports several workflows of the name and version that a history was recorded with.",
    fix: "Export one, or give the others a name or version of their own.",
  },
  WORKFLOW_MISSING: {
    summary: "The module exports no workflow of the name and version that a history was recorded with.",
    fix: "Export it; the message lists the workflows that are exported.",
  },
} as const satisfies Readonly<Record<string, ErrorDescription>>;

/** A code of {@link ERRORS}. */
export type ErrorCode = keyof typeof ERRORS;

/** An error of the command line: its message says what to write instead. Tell errors apart by `code`. */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** A member of whatever was thrown, if it is a string. */
const textOf = (error: unknown, key: "code" | "message" | "name" | "stack"): string | undefined => {
  const value = (error as Readonly<Record<string, unknown>> | null | undefined)?.[key];
  return typeof value === "string" ? value : undefined;
};

/** The `code` of whatever was thrown; undefined without one. */
export const codeOf = (error: unknown): string | undefined => textOf(error, "code");

/** The name of whatever was thrown. */
export const nameOf = (error: unknown): string => textOf(error, "name") ?? "Error";

/** What whatever was thrown says, on one line. */
export const messageOf = (error: unknown): string => (textOf(error, "message") ?? String(error)).replace(/\s+/g, " ");

/** The same without a full stop, to go on after it. */
export const clauseOf = (error: unknown): string => messageOf(error).replace(/[.;\s]+$/, "");

/** Stack traces of an error and its causes, for `SWEFT_DEBUG`. */
export function stackOf(error: unknown): string {
  const { cause } = (error ?? {}) as { readonly cause?: unknown };
  const own = textOf(error, "stack") ?? String(error);
  return cause === undefined || cause === error ? own : `${own}\ncaused by ${stackOf(cause)}`;
}
