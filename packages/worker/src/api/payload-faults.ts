import type { PayloadErrorCode } from "@sweft/payload";
import { ERRORS, PayloadError } from "@sweft/payload";
import { WorkerError } from "../errors.ts";
import { messageOf, read } from "./faults.ts";

/** The code of an error of `@sweft/payload`; undefined for any other. */
export function payloadCodeOf(error: unknown): PayloadErrorCode | undefined {
  const code = read(error, "code");
  return typeof code === "string" && Object.hasOwn(ERRORS, code) ? (code as PayloadErrorCode) : undefined;
}

/**
 * The error for a payload that cannot be read here: under the code that its payloads gave it, so that retry policies and
 * operators can tell what is lost from what is forbidden; `INPUT_UNREADABLE` if they gave none.
 *
 * @param what - What cannot be read, as a clause.
 */
export function unreadable(what: string, cause: unknown): Error {
  const message = `${what}: ${messageOf(cause)}`;
  const code = payloadCodeOf(cause);
  return code === undefined
    ? new WorkerError("INPUT_UNREADABLE", message, { cause })
    : new PayloadError(code, message, { cause });
}
