import type { ErrorDescription } from "./codes.ts";
import { ERRORS } from "./codes.ts";

const LANGUAGE_ERRORS = new Set(["TypeError", "ReferenceError", "RangeError", "SyntaxError"]);

/** Reads a property of anything, without throwing. */
export function peek(value: unknown, key: string): unknown {
  if (value === null || typeof value !== "object") return undefined;
  try {
    return (value as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}

const OUR_ERRORS: ReadonlySet<unknown> = new Set([
  "SweftError",
  "DurationError",
  "NondeterminismError",
  "CanceledError",
  "ActivityError",
  "ChildWorkflowError",
  "ExternalError",
  "AnyError",
  "TimeoutError",
  "MapError",
  "LambdaError",
  "SagaError",
]);

/** Is it an error of this package? Codes such as NOT_READY are common words: programs have errors with the same. */
export const isOurs = (error: unknown): boolean => OUR_ERRORS.has(peek(error, "name"));

/** Is it the cancellation of a workflow, a coroutine or a piece of work? */
export const isCancellation = (error: unknown): boolean =>
  peek(error, "name") === "CanceledError" && peek(error, "code") === "CANCELED";

/**
 * Tells a bug from a failure of the business: JavaScript's own error types, nondeterminism, and wrong use of Sweft.
 * A bug holds the run until fixed code arrives; any other error fails the workflow.
 */
export function isBug(error: unknown): boolean {
  const code = peek(error, "code");
  if (isOurs(error) && typeof code === "string" && Object.hasOwn(ERRORS, code)) {
    return (ERRORS as Record<string, ErrorDescription>)[code]?.bug === true;
  }
  const name = peek(error, "name");
  return typeof name === "string" && LANGUAGE_ERRORS.has(name);
}
