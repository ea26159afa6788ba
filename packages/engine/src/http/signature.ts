import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { SignatureV4 } from "@smithy/signature-v4";
import type { ErrorCode } from "../errors.ts";
import { fault } from "../errors.ts";
import { credentialScope } from "./credential-scope.ts";
import type { Credentials } from "./options.ts";
import { Sha256 } from "./sha256.ts";

/** What of a request is signed. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
}

const SKEW_MS = 300_000;
const DIGEST = "x-amz-content-sha256";
/** Without these under the signature, a recorded request could be sent again later, or as another operation. */
const MUST_BE_SIGNED = ["host", "x-amz-date", "x-amz-target"];

/**
 * Checks a request against AWS Signature Version 4, in the header.
 *
 * @param credentials - Those that may sign.
 * @param nowMs - The present in epoch milliseconds; a signature may be five minutes off.
 * @throws {EngineError} `MissingAuthenticationTokenException`, `IncompleteSignatureException`,
 * `UnrecognizedClientException`, `InvalidSignatureException`, as rejections.
 */
export async function verifySignature(
  { method, url, headers, body }: SignedRequest,
  credentials: readonly Credentials[],
  nowMs: number,
): Promise<void> {
  const { authorization } = headers;
  if (authorization === undefined) {
    throw fault("MissingAuthenticationTokenException", "Request is missing Authentication Token");
  }
  const scope = credentialScope(authorization);
  const signedNames = /\bSignedHeaders=([^,\s]+)/.exec(authorization)?.[1]?.split(";");
  const signature = /\bSignature=([0-9a-f]+)/.exec(authorization)?.[1];
  const signedAt = dateOf(headers["x-amz-date"]);
  const incomplete = [
    ...(scope === undefined ? ["Authorization header requires 'Credential' parameter."] : []),
    ...(signature === undefined ? ["Authorization header requires 'Signature' parameter."] : []),
    ...(signedNames === undefined ? ["Authorization header requires 'SignedHeaders' parameter."] : []),
    ...(signedAt === undefined ? ["Authorization header requires existence of an 'X-Amz-Date' header."] : []),
  ];
  if (scope === undefined || signature === undefined || signedNames === undefined || signedAt === undefined) {
    throw fault("IncompleteSignatureException", incomplete.join(" "));
  }
  const signer = credentials.find(({ accessKeyId }) => accessKeyId === scope.accessKeyId);
  if (signer === undefined) {
    throw fault("UnrecognizedClientException", "The security token included in the request is invalid.");
  }
  if (scope.service !== "swf") throw invalid("Credential should be scoped to correct service: 'swf'.");
  for (const name of MUST_BE_SIGNED) {
    if (!signedNames.includes(name))
      throw invalid(`'${name}' must be a 'SignedHeader' in the AWS Authorization header.`);
  }
  const time = headers["x-amz-date"];
  if (scope.day !== signedAt.toISOString().slice(0, 10).replaceAll("-", "")) {
    throw invalid(`Date in Credential scope does not match the date of the request: ${time}`);
  }
  if (Math.abs(signedAt.getTime() - nowMs) > SKEW_MS) {
    const state = signedAt.getTime() < nowMs ? "expired" : "not yet current";
    throw invalid(`Signature ${state}: ${time} is more than 5 minutes from ${new Date(nowMs).toISOString()}`);
  }
  const { pathname, searchParams } = new URL(url, "http://localhost");
  const own = await new SignatureV4({
    service: "swf",
    region: scope.region,
    credentials: signer,
    sha256: Sha256,
    applyChecksum: false,
  }).sign(
    {
      method,
      protocol: "http:",
      hostname: "localhost",
      path: pathname,
      query: queryOf(searchParams),
      headers: picked(headers, signedNames, body),
      body,
    },
    { signingDate: signedAt, signableHeaders: new Set(signedNames) },
  );
  const expected = own.headers.authorization?.split("Signature=")[1] ?? "";
  if (!isEqual(signature, expected)) {
    throw invalid(
      "The request signature we calculated does not match the signature you provided. " +
        "Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
    );
  }
}

/** The headers under the signature, with the body's own digest where the client sends one: its word is not taken for it. */
function picked(headers: IncomingHttpHeaders, names: readonly string[], body: Uint8Array): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of names) {
    const value = headers[name];
    if (value !== undefined) found[name] = Array.isArray(value) ? value.join(",") : value;
  }
  if (DIGEST in found) found[DIGEST] = createHash("sha256").update(body).digest("hex");
  return found;
}

function queryOf(params: URLSearchParams): Record<string, string[]> {
  const query: Record<string, string[]> = {};
  for (const name of new Set(params.keys())) query[name] = params.getAll(name);
  return query;
}

/** `20231114T221320Z` as a date. */
function dateOf(header: string | readonly string[] | undefined): Date | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(String(header));
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** Equal, in a time that does not tell where they begin to differ. */
function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function invalid(message: string): Error {
  const code: ErrorCode = "InvalidSignatureException";
  return fault(code, message);
}
