import { peek } from "./bug.ts";

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

const isPlainValue = (value: unknown) =>
  typeof value !== "function" && typeof value !== "symbol" && value !== undefined;

function ownFields(error: object): Record<string, unknown> | undefined {
  const fields: Record<string, unknown> = {};
  for (const key of Object.keys(error)) {
    const value = peek(error, key);
    if (!CARRIED.has(key) && isPlainValue(value)) fields[key] = looksLikeError(value) ? toFailure(value) : value;
  }
  return Object.keys(fields).length > 0 ? fields : undefined;
}

/**
 * Turns anything thrown into plain data: name, message, code, stack, the cause chain (at most 16 deep, cut where it
 * turns in a circle) and the error's own fields.
 */
export function toFailure(thrown: unknown, seen: readonly unknown[] = []): Failure {
  if (!looksLikeError(thrown)) return { name: "Error", message: `thrown: ${describe(thrown)}`, thrown };
  const { message } = thrown;
  const name = peek(thrown, "name");
  const code = peek(thrown, "code");
  const stack = peek(thrown, "stack");
  const cause = peek(thrown, "cause");
  const fields = ownFields(thrown);
  const chain = [...seen, thrown];
  const goesOn = cause !== undefined && !chain.includes(cause) && chain.length < MAX_CAUSES;
  return {
    name: typeof name === "string" ? name : "Error",
    message,
    ...(typeof code === "string" || typeof code === "number" ? { code } : {}),
    ...(typeof stack === "string" ? { stack } : {}),
    ...(goesOn ? { cause: toFailure(cause, chain) } : {}),
    ...(fields === undefined ? {} : { fields }),
  };
}

/** The same failure with every stack trace, of causes too, cut before the first frame that names a function. */
export function cutStacks(failure: Failure, frame: string): Failure {
  const { stack, cause } = failure;
  const lines = stack?.split("\n") ?? [];
  const end = lines.findIndex((line) => line.includes(frame));
  return {
    ...failure,
    ...(end < 0 ? {} : { stack: lines.slice(0, end).join("\n") }),
    ...(cause === undefined ? {} : { cause: cutStacks(cause, frame) }),
  };
}

const isFailure = (value: unknown): value is Failure =>
  typeof peek(value, "name") === "string" && typeof peek(value, "message") === "string";

/**
 * Makes an error of recorded data again, so that `error.code`, `error.message`, `error.cause` and own fields read as
 * they did where it was thrown. Data that is no {@link Failure}, such as another client's text, becomes the message.
 */
export function fromFailure(recorded: unknown, fallback: string): unknown {
  if (!isFailure(recorded)) {
    const error = new Error(fallback);
    return recorded === undefined ? error : Object.assign(error, { details: recorded });
  }
  if ("thrown" in recorded) return recorded.thrown;
  const { name, message, code, stack, cause, fields } = recorded;
  const error = new Error(message, cause === undefined ? undefined : { cause: fromFailure(cause, message) });
  Object.defineProperty(error, "name", { value: name, enumerable: false, configurable: true, writable: true });
  if (stack !== undefined) Object.defineProperty(error, "stack", { value: stack, configurable: true, writable: true });
  return Object.assign(error, fields, code === undefined ? {} : { code });
}

/** The reason SWF shows in its console for a failure: its code or name, then its message, cut to 256 characters. */
export function reasonOf({ name, code, message }: Failure): string {
  const reason = `${code ?? name}: ${message}`;
  return reason.length <= REASON_CHARACTERS ? reason : `${reason.slice(0, REASON_CHARACTERS - 1)}…`;
}

/** A value in a few words, for messages. Never throws. */
export function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value);
  if (typeof value === "function") return value.name === "" ? "a function" : `the function ${value.name}`;
  if (value === null || typeof value !== "object") return String(value);
  try {
    return (JSON.stringify(value) ?? "an object").slice(0, 120);
  } catch {
    return "an object";
  }
}
