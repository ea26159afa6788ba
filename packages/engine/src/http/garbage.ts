import type { ErrorCode } from "../errors.ts";
import { ERRORS } from "../errors.ts";
import { errorAnswer } from "./error-types.ts";

/** What Node's parser complains of, where there is more to say than that it is no HTTP. */
const COMPLAINTS: Readonly<Record<string, ErrorCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: "REQUEST_TOO_SLOW",
  HPE_HEADER_OVERFLOW: "HEADERS_TOO_LARGE",
};

const REASONS: Readonly<Record<number, string>> = {
  400: "Bad Request",
  408: "Request Timeout",
  431: "Request Header Fields Too Large",
};

/**
 * A whole HTTP answer to what cannot be read as a request.
 *
 * @param complaint - The code of the parser's error.
 */
export function answerToGarbage(complaint: string | undefined): string {
  const code = COMPLAINTS[complaint ?? ""] ?? "REQUEST_MALFORMED";
  const { status, body } = errorAnswer(code, ERRORS[code].summary);
  return [
    `HTTP/1.1 ${status} ${REASONS[status]}`,
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
    "",
    body,
  ].join("\r\n");
}
