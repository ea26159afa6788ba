import type { Payloads, Scope } from "@sweft/payload";
import { isWorthRetry } from "@sweft/payload";
import type { PayloadFormat } from "@sweft/workflow";
import { reasonOf, toFailure } from "@sweft/workflow";
import { declaredOf } from "../api/payload-formats.ts";
import type { Persistence } from "../api/persist.ts";
import { persist } from "../api/persist.ts";

/** How an activity ended. */
export type Ending =
  | { readonly status: "completed"; readonly result: unknown }
  | { readonly status: "failed"; readonly error: unknown }
  | { readonly status: "canceled"; readonly details: unknown };

/** How an activity ended, as the service takes it: values are texts that fit their fields. */
export type WrittenEnding =
  | { readonly status: "completed"; readonly result?: string }
  | { readonly status: "failed"; readonly reason: string; readonly details?: string }
  | { readonly status: "canceled"; readonly details?: string };

/** What the payload of a result is. */
interface ResultField {
  readonly scope: Scope;
  /** What the activity declares of its result. How it failed is told as all activities tell it. */
  readonly format: PayloadFormat | undefined;
}

/**
 * Writes how an activity ended. What cannot be written, or is too large to be kept anywhere, makes a failure that says
 * so. Never rejects.
 */
export async function writeEnding(
  payloads: Payloads,
  ending: Ending,
  { scope, format }: ResultField,
  patience: Persistence,
): Promise<WrittenEnding> {
  const text = async (value: unknown, name: string, by?: PayloadFormat): Promise<string> => {
    const written = payloads.write(value, name, by);
    const options = { scope, ...declaredOf(by) };
    return persist(() => payloads.seal(written, options), { ...patience, retries: isWorthRetry });
  };
  try {
    if (ending.status === "failed") return await writeFailure(payloads, ending.error, text);
    if (ending.status === "completed") {
      return ending.result === undefined
        ? { status: "completed" }
        : { status: "completed", result: await text(ending.result, "result", format) };
    }
    return ending.details === undefined
      ? { status: "canceled" }
      : { status: "canceled", details: await text(ending.details, "details") };
  } catch (error) {
    return writeFailure(payloads, error, text);
  }
}

/** A failure with as much of the error as can be written: all of it, its name and message, or the reason alone. */
async function writeFailure(
  { hidesReasons }: Payloads,
  error: unknown,
  text: (value: unknown, name: string) => Promise<string>,
): Promise<WrittenEnding> {
  const failure = toFailure(error);
  const reason = reasonOf(failure, hidesReasons);
  const { name, message, code } = failure;
  const short = { name, message: cut(message), ...(code === undefined ? {} : { code }) };
  for (const told of [failure, short]) {
    try {
      return { status: "failed", reason, details: await text(told, "error") };
    } catch {
      // Less of it may do.
    }
  }
  return { status: "failed", reason };
}

/** How much of a message stays when the whole error cannot be kept. */
const MESSAGE_CHARACTERS = 4096;

/** The beginning of a message. A character of two halves is kept whole or not at all: half of one is no legal text. */
const cut = (message: string): string =>
  message.slice(0, MESSAGE_CHARACTERS).replace(/[\uD800-\uDBFF]$/, message.length > MESSAGE_CHARACTERS ? "" : "$&");
