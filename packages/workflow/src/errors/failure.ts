import { peek } from "./bug.ts";
import { withoutFrames } from "./sweft-error.ts";

/** An error as plain data: what is recorded in a history, and what any serializer can carry. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly code?: string | number;
  readonly stack?: string;
  readonly cause?: Failure;
  /** The error's other own fields. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** What was thrown, if it was no error at all: a string, a number, undefined. */
  readonly thrown?: unknown;
}

const CARRIED = new Set(["name", "message", "code", "stack", "cause"]);
const MAX_CAUSES = 16;
/** SWF's bound of a failure's reason. */
const REASON_CHARACTERS = 256;

const looksLikeError = (value: unknown): value is Error =>
  typeof value === "object" && value !== null && typeof peek(value, "message") === "string";

/** How deep the fields of an error are followed, and how long a list of them is kept. */
const FIELD_DEPTH = 32;
const FIELD_ITEMS = 1000;

/** A field of an error as data that plain JSON carries; undefined if there is nothing to carry. */
function plainField(value: unknown, above: readonly unknown[]): unknown {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object") return undefined;
  if (above.includes(value)) return "[circular]";
  // Plain data may have a message too.
  if (looksLikeError(value) && typeof peek(value, "stack") === "string") return toFailure(value, above);
  if (above.length >= FIELD_DEPTH) return describe(value);
  const within = [...above, value];
  if (Array.isArray(value)) return value.slice(0, FIELD_ITEMS).map((item) => plainField(item, within) ?? null);
  if (!isPlainObject(value)) return describe(value);
  return Object.fromEntries(entriesOf(value, Object.keys(value), within));
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function entriesOf(value: object, keys: readonly string[], above: readonly unknown[]): [string, unknown][] {
  return keys
    .map((key): [string, unknown] => [key, plainField(peek(value, key), above)])
    .filter(([, field]) => field !== undefined);
}

/** An error's own fields, and the errors of an AggregateError, which are not enumerable. */
function ownFields(error: object, above: readonly unknown[]): Record<string, unknown> | undefined {
  const keys = Object.keys(error).filter((key) => !CARRIED.has(key));
  if (!keys.includes("errors") && Array.isArray(peek(error, "errors"))) keys.push("errors");
  const entries = entriesOf(error, keys, above);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/**
 * Turns anything thrown into plain data that any serializer carries: name, message, code, stack, the cause chain (at most
 * 16 deep, cut where it turns in a circle) and the error's own fields.
 */
export function toFailure(thrown: unknown, above: readonly unknown[] = []): Failure {
  if (!looksLikeError(thrown)) {
    const plain = plainField(thrown, above);
    return { name: "Error", message: `thrown: ${describe(thrown)}`, ...(plain === undefined ? {} : { thrown: plain }) };
  }
  const { message } = thrown;
  const name = peek(thrown, "name");
  const code = peek(thrown, "code");
  const stack = peek(thrown, "stack");
  const cause = peek(thrown, "cause");
  const within = [...above, thrown];
  const fields = ownFields(thrown, within);
  const goesOn = cause !== undefined && !within.includes(cause) && within.length < MAX_CAUSES;
  return {
    name: typeof name === "string" ? name : "Error",
    message,
    ...(typeof code === "string" || typeof code === "number" ? { code } : {}),
    ...(typeof stack === "string" ? { stack } : {}),
    ...(goesOn ? { cause: toFailure(cause, within) } : {}),
    ...(fields === undefined ? {} : { fields }),
  };
}

/** The same failure with every stack trace, of causes and of errors in fields too, cut before the first frame that names a function. */
export function cutStacks(failure: Failure, frame: string): Failure {
  const { stack, cause, fields } = failure;
  const lines = stack?.split("\n") ?? [];
  const end = lines.findIndex((line) => line.includes(frame));
  return {
    ...failure,
    ...(end < 0 ? {} : { stack: lines.slice(0, end).join("\n") }),
    ...(cause === undefined ? {} : { cause: cutStacks(cause, frame) }),
    ...(fields === undefined ? {} : { fields: cutFields(fields, frame) as Failure["fields"] & object }),
  };
}

/** The plain data of a field with the stack traces of the failures in it cut. */
function cutFields(field: unknown, frame: string): unknown {
  if (typeof field !== "object" || field === null) return field;
  if (Array.isArray(field)) return field.map((item) => cutFields(item, frame));
  if (isFailure(field) && typeof field.stack === "string") return cutStacks(field, frame);
  return Object.fromEntries(Object.entries(field).map(([name, value]) => [name, cutFields(value, frame)]));
}

const isFailure = (value: unknown): value is Failure =>
  typeof peek(value, "name") === "string" && typeof peek(value, "message") === "string";

/**
 * Makes an error of recorded data again, so that `error.code`, `error.message`, `error.cause` and own fields read as
 * they did where it was thrown. Data that is no {@link Failure}, such as another client's text, becomes the message.
 */
export function fromFailure(recorded: unknown, fallback: string): unknown {
  if (!isFailure(recorded)) {
    const error = withoutFrames(new Error(fallback));
    return recorded === undefined ? error : Object.assign(error, { details: recorded });
  }
  if ("thrown" in recorded) return recorded.thrown;
  const { name, message, code, stack, cause, fields } = recorded;
  const error = new Error(message, cause === undefined ? undefined : { cause: fromFailure(cause, message) });
  Object.defineProperty(error, "name", { value: name, enumerable: false, configurable: true, writable: true });
  // Frames of its own would be the interpreter's, different at every replay.
  error.stack = stack ?? `${name}: ${message}`;
  return Object.assign(error, fields, code === undefined ? {} : { code });
}

/**
 * The reason SWF shows in its console for a failure: its code or name, then its message, cut to 256 characters.
 *
 * @param hidesMessage - Leaves the message out, which may hold what payloads keep secret: a reason is always plain text.
 */
export function reasonOf({ name, code, message }: Failure, hidesMessage = false): string {
  const reason = hidesMessage ? String(code ?? name) : `${code ?? name}: ${message}`;
  if (reason.length <= REASON_CHARACTERS) return reason;
  // Not through a pair of surrogates: half of one is no text that a service takes.
  return `${reason.slice(0, REASON_CHARACTERS - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** Things whose text says more than their JSON, which is `{}`. */
const NAMED = /^\[object (?!Object\]|Array\])(.*)\]$/;

/** A value in a few words, for messages. Never throws. */
export function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value);
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return String(value);
  try {
    if (typeof value === "function") return value.name === "" ? "a function" : `the function ${value.name}`;
    if (looksLikeError(value)) return `the error ${JSON.stringify(`${value.name}: ${value.message}`.slice(0, 100))}`;
    const [, name] = NAMED.exec(Object.prototype.toString.call(value)) ?? [];
    if (name === "Date") return `the date ${String(value)}`;
    return name === undefined ? (JSON.stringify(value) ?? "an object").slice(0, 120) : `a ${name}`;
  } catch {
    return typeof value === "function" ? "a function" : "an object";
  }
}
