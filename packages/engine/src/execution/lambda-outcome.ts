import type { LambdaContext, LambdaFunction } from "./lambda-function.ts";

/** How a call of a Lambda function ended. Its texts fit into events. */
export type LambdaOutcome =
  | { readonly kind: "completed"; readonly result: string }
  | { readonly kind: "failed"; readonly reason: string; readonly details: string };

/** The longest result, and the longest details, that an event takes. */
const maxData = 32_768;
const maxReason = 256;
/** A message of this length fits into details even if JSON needs six characters for each of its own. */
const maxMessage = 5_000;

/** Runs a function on the text of its input. Never rejects. */
export async function outcomeOf(
  lambda: LambdaFunction,
  text: string | undefined,
  context: LambdaContext,
): Promise<LambdaOutcome> {
  let input: unknown = {};
  try {
    if (text !== undefined && text !== "") input = JSON.parse(text);
  } catch {
    return failure("InvalidRequestContentException", "Could not parse request body into json");
  }
  try {
    return completion(await lambda(input, context));
  } catch (error) {
    return failure(nameOf(error), messageOf(error));
  }
}

/** A failure as Lambda tells it: the type of the error, and a text of JSON that says more. */
function failure(errorType: string, errorMessage: string): LambdaOutcome {
  const reason = cut(errorType, maxReason);
  const details = JSON.stringify({ errorType: reason, errorMessage });
  return {
    kind: "failed",
    reason,
    details:
      details.length <= maxData
        ? details
        : JSON.stringify({ errorType: reason, errorMessage: cut(errorMessage, maxMessage) }),
  };
}

function completion(value: unknown): LambdaOutcome {
  let result: string;
  try {
    result = JSON.stringify(value) ?? "null"; // undefined and functions have no text
  } catch {
    return failure("Error", "Unable to stringify response body");
  }
  if (result.length <= maxData) return { kind: "completed", result };
  const tooLarge = `Response payload size (${result.length} characters) exceeded maximum allowed payload size (${maxData} characters).`;
  return failure("Function.ResponseSizeTooLarge", tooLarge);
}

function nameOf(error: unknown): string {
  const name = memberOf(error, "name");
  return typeof name === "string" && name !== "" ? name : typeof error === "object" ? "Error" : typeof error;
}

function messageOf(error: unknown): string {
  const message = memberOf(error, "message");
  if (typeof message === "string") return message;
  try {
    return String(error);
  } catch {
    return ""; // an object without a prototype, or one that does not want to be text
  }
}

/** Reads a member of something foreign, whose getters may throw. */
function memberOf(error: unknown, name: "name" | "message"): unknown {
  try {
    return (error as Readonly<Record<string, unknown>> | null | undefined)?.[name];
  } catch {
    return undefined;
  }
}

/** The beginning of a text, with no half of a surrogate pair at its end. */
function cut(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length).replace(/[\uD800-\uDBFF]$/, "");
}
