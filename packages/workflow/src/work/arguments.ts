import { INTERPRETER_FRAME } from "../coroutines/scheduler.ts";
import type { Difference } from "../errors/divergence.ts";
import { cutStacks, toFailure } from "../errors/failure.ts";
import { NondeterminismError, SweftError } from "../errors/sweft-error.ts";
import { digest, hasDigest } from "../values/digest.ts";
import { readControl, writeControl } from "../values/header.ts";
import type { Ask } from "./outbox.ts";
import { askedOf } from "./outbox.ts";
import type { RunContext } from "./run-context.ts";

/**
 * The text of arguments or of a result; undefined for nothing at all.
 * @throws {SweftError} `ARGUMENTS_UNSERIALIZABLE`
 */
export function writeValue(run: RunContext, value: unknown, what: string): string | undefined {
  if (value === undefined) return undefined;
  try {
    return run.converter.write(value);
  } catch (cause) {
    const reason = cause instanceof Object && "message" in cause ? String(cause.message) : String(cause);
    throw new SweftError("ARGUMENTS_UNSERIALIZABLE", `${what} cannot be written into the history: ${reason}`, {
      cause,
    });
  }
}

/** The text of an error: all of it, or at least its name and message if some field cannot be written. */
export function writeFailure(run: RunContext, error: unknown): string | undefined {
  const failure = cutStacks(toFailure(error), INTERPRETER_FRAME);
  try {
    return writeValue(run, failure, "the error");
  } catch {
    return writeValue(run, { name: failure.name, message: failure.message }, "the error");
  }
}

/** The text of a list of arguments; undefined if there are none. Throws as {@link writeValue} does. */
export const writeArguments = (run: RunContext, args: readonly unknown[], what: string): string | undefined =>
  args.length === 0 ? undefined : writeValue(run, args, what);

/** What reading a text needs of a run. */
type Reads = Pick<RunContext, "converter">;

/** The arguments of a text: what is no list, as other clients write it, is the only argument. */
export function readArguments(run: Reads, text: string | undefined): readonly unknown[] {
  if (text === undefined || text === "") return [];
  const value = readValue(run, text);
  return Array.isArray(value) ? value : [value];
}

/**
 * The value of a text; nothing at all reads as undefined.
 * @throws {SweftError} `RECORD_UNREADABLE`, which holds the run: another decider may be able to read it.
 */
export function readValue(run: Reads, text: string | undefined): unknown {
  if (text === undefined || text === "") return undefined;
  try {
    return run.converter.read(text);
  } catch (cause) {
    const reason = cause instanceof Object && "message" in cause ? String(cause.message) : String(cause);
    throw new SweftError("RECORD_UNREADABLE", `a recorded text cannot be read: ${reason}`, { cause });
  }
}

/** The digest of a text's value, so that later mutation of the value changes nothing. */
export const digestOf = (run: RunContext, text: string | undefined): string =>
  text === undefined ? "" : digest(run.converter.read(text), run.digestKeys[0]);

/** The `control` field of a decision. */
export const controlOf = (run: RunContext, id: string, input: string | undefined, text: string | undefined): string =>
  writeControl({ id, digest: digestOf(run, input), text });

/** What was recorded of a command with arguments. */
interface Recorded {
  readonly eventId: number;
  readonly input: string | undefined;
  readonly control: string | undefined;
}

/**
 * Compares arguments asked now with those recorded: texts first, which costs nothing more, then digests.
 * @throws {NondeterminismError}
 */
export function checkArguments(run: RunContext, ask: Ask, asked: string | undefined, recorded: Recorded): void {
  if (asked === recorded.input || run.isForeign) return;
  const control = readControl(recorded.control);
  if (control === undefined || isSame(run, control.digest, asked)) return;
  const { input } = recorded;
  const known = input === undefined || run.converter.missing?.(input) !== true;
  throw mismatch(ask, recorded.eventId, [
    {
      field: "arguments",
      recorded: known ? readArguments(run, input) : input,
      asked: readArguments(run, asked),
    },
  ]);
}

/** Is the digest that of a text's value? No arguments at all have an empty one. */
const isSame = (run: RunContext, recorded: string, text: string | undefined): boolean =>
  text === undefined || recorded === ""
    ? text === undefined && recorded === ""
    : hasDigest(recorded, run.converter.read(text), run.digestKeys);

/** The error for a recorded decision that differs from the one asked. */
export function mismatch(ask: Ask, eventId: number, differences: readonly Difference[]): NondeterminismError {
  const fields = differences
    .map(({ field, recorded, asked }) => `${field}: recorded ${show(recorded)}, asked ${show(asked)}`)
    .join("; ");
  return new NondeterminismError(`event ${eventId} does not fit command ${ask.key}, ${ask.describe()}: ${fields}`, {
    kind: "changed",
    eventId,
    id: ask.key,
    asked: askedOf(ask),
    differences,
  });
}

function show(value: unknown): string {
  try {
    const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
    return text.length > 300 ? `${text.slice(0, 297)}…` : text;
  } catch {
    return String(value);
  }
}

/** Differences between a recorded type and the one asked. */
export function typeDifferences(
  recorded: { readonly name: string | undefined; readonly version: string | undefined } | undefined,
  asked: { readonly name: string; readonly version: string },
): readonly Difference[] {
  if (recorded?.name === asked.name && recorded.version === asked.version) return [];
  return [
    { field: "type", recorded: `${recorded?.name} ${recorded?.version}`, asked: `${asked.name} ${asked.version}` },
  ];
}
