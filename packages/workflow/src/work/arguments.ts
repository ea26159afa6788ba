import { INTERPRETER_FRAME } from "../coroutines/scheduler.ts";
import type { Difference } from "../errors/divergence.ts";
import { cutStacks, toFailure } from "../errors/failure.ts";
import { NondeterminismError, SweftError } from "../errors/sweft-error.ts";
import { digest, hasDigest } from "../values/digest.ts";
import { readControl, writeControl } from "../values/header.ts";
import type { PayloadFormat } from "../values/payload-format.ts";
import { isOfOne, packArguments, unpackArguments } from "../values/payload-format.ts";
import type { Ask } from "./outbox.ts";
import { askedOf } from "./outbox.ts";
import type { RunContext } from "./run-context.ts";

/** How a value is written. */
interface Writing {
  /** Stands before what it is of, in messages. */
  readonly part?: string;
  /** What messages call the value: where paths in it begin. Default `value`. */
  readonly name?: string;
  readonly format?: PayloadFormat | undefined;
}

/**
 * The text of arguments or of a result; undefined for nothing at all.
 * @throws {SweftError} `ARGUMENTS_UNSERIALIZABLE`
 */
export function writeValue(
  run: RunContext,
  value: unknown,
  what: string,
  { part = "", name, format }: Writing = NOTHING_SPECIAL,
): string | undefined {
  if (value === undefined) return undefined;
  try {
    return run.converter.write(value, name, format);
  } catch (cause) {
    throw unserializable(`${part}${what}`, cause);
  }
}

/**
 * The same for a program that reads plain JSON and nothing else.
 * @throws {SweftError} `ARGUMENTS_UNSERIALIZABLE`, also for what plain JSON does not carry exactly.
 */
export function writeJson(run: RunContext, value: unknown, what: string): string | undefined {
  const text = writeValue(run, value, what);
  if (text === undefined || isJson(text)) return text;
  throw unserializable(what, new Error(NO_JSON));
}

const NO_JSON =
  "the program that reads it takes plain JSON, which does not carry it exactly; give plain data, such as date.toISOString() for a Date, and open the payloads with a serializer that writes it as JSON";

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const NOTHING_SPECIAL: Writing = Object.freeze({});
const ARGUMENTS: Writing = Object.freeze({ part: "an argument of ", name: "args" });

function unserializable(what: string, cause: unknown): SweftError {
  const message = `${what} cannot be written into the history: ${reasonOf(cause)}`;
  return new SweftError("ARGUMENTS_UNSERIALIZABLE", message, { cause });
}

const reasonOf = (cause: unknown): string =>
  cause instanceof Object && "message" in cause ? String(cause.message) : String(cause);

/** The text of an error: all of it, or at least its name and message if some field cannot be written. */
export function writeFailure(run: RunContext, error: unknown): string | undefined {
  const failure = cutStacks(toFailure(error), INTERPRETER_FRAME);
  try {
    return writeValue(run, failure, "the error");
  } catch {
    return writeValue(run, { name: failure.name, message: failure.message }, "the error");
  }
}

/**
 * The text of a list of arguments; undefined if there are none. Throws as {@link writeValue} does.
 *
 * @param of - Whose arguments, by kind and name: put together only for a message, since this is done at every command.
 */
export function writeArguments(
  run: RunContext,
  args: readonly unknown[],
  of: "activity" | "workflow",
  called: string,
  format: PayloadFormat | undefined,
): string | undefined {
  if (args.length === 0) return undefined;
  if (format !== undefined) {
    const { value, name } = packArguments(args, format, `${of} ${called}`);
    return writeValue(run, value, `${of} ${called}`, { ...ARGUMENTS, name, format });
  }
  try {
    return run.converter.write(args, "args");
  } catch (cause) {
    throw unserializable(`an argument of ${of} ${called}`, cause);
  }
}

/** What reading a text needs of a run. */
type Reads = Pick<RunContext, "converter">;

/** The arguments of a text: what is no list, as other clients write it, is the only argument. */
export const readArguments = (run: Reads, text: string | undefined, format: PayloadFormat | undefined) =>
  unpackArguments(readValue(run, text, format), format);

/**
 * The value of a text; nothing at all reads as undefined.
 * @throws {SweftError} `RECORD_UNREADABLE`, which holds the run: another decider may be able to read it.
 */
export function readValue(run: Reads, text: string | undefined, format?: PayloadFormat): unknown {
  if (text === undefined || text === "") return undefined;
  try {
    return run.converter.read(text, format);
  } catch (cause) {
    throw new SweftError("RECORD_UNREADABLE", `a recorded text cannot be read: ${reasonOf(cause)}`, { cause });
  }
}

/**
 * What is compared of a text: its value, so that neither the order of keys nor the serializer counts, and the only argument of
 * one that carries no lists as the list of arguments that it is. A text that a declared serializer cannot read back counts itself.
 */
function meaningOf(run: Reads, text: string, format: PayloadFormat | undefined): unknown {
  if (format?.serializer === undefined) return run.converter.read(text);
  try {
    const value = run.converter.read(text, format);
    return isOfOne(format) ? [value] : value;
  } catch {
    return text;
  }
}

/** The digest of a text's value, so that later mutation of the value changes nothing. */
export const digestOf = (run: RunContext, text: string | undefined, format?: PayloadFormat): string =>
  text === undefined ? "" : digest(meaningOf(run, text, format), run.digestKeys[0]);

/** What stands in a decision beside its type. */
interface Controlled {
  readonly id: string;
  readonly input: string | undefined;
  readonly format?: PayloadFormat | undefined;
  /** The user's own text. */
  readonly text: string | undefined;
}

/** The `control` field of a decision. */
export const controlOf = (run: RunContext, { id, input, format, text }: Controlled): string =>
  writeControl({ id, digest: digestOf(run, input, format), text });

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
export function checkArguments(
  run: RunContext,
  ask: Ask,
  asked: string | undefined,
  recorded: Recorded,
  format?: PayloadFormat,
): void {
  if (asked === recorded.input || run.isForeign) return;
  const control = readControl(recorded.control);
  if (control === undefined || isSame(run, control.digest, asked, format)) return;
  const { input } = recorded;
  const known = input === undefined || run.converter.missing?.(input) !== true;
  throw mismatch(ask, recorded.eventId, [
    {
      field: "arguments",
      recorded: known ? shownArguments(run, input, format) : input,
      asked: shownArguments(run, asked, format),
    },
  ]);
}

/** Arguments for a report; as text where they cannot be read. */
function shownArguments(run: Reads, text: string | undefined, format: PayloadFormat | undefined): unknown {
  try {
    return readArguments(run, text, format);
  } catch (error) {
    if (format?.serializer === undefined) throw error;
    return text;
  }
}

/** Is the digest that of a text's value? No arguments at all have an empty one. */
const isSame = (run: RunContext, recorded: string, text: string | undefined, format?: PayloadFormat): boolean =>
  text === undefined || recorded === ""
    ? text === undefined && recorded === ""
    : hasDigest(recorded, meaningOf(run, text, format), run.digestKeys);

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
