import type { PayloadErrorCode } from "@sweft/payload";
import { PayloadError } from "@sweft/payload";

/** What a request is about, for messages. */
export interface S3Request {
  readonly bucket: string;
  readonly key: string;
  /** What was asked, such as `give`. */
  readonly verb: string;
}

/** The parts of an error of the AWS client that tell what happened. Any may be missing: it may come from anywhere. */
interface AwsError {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $retryable?: { readonly throttling?: boolean };
}

/**
 * What the errors of S3, by their names, mean to a store. The names are those of
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html, and those the client gives its own.
 */
const BY_NAME: ReadonlyMap<string | undefined, PayloadErrorCode> = new Map<string, PayloadErrorCode>([
  ["NoSuchKey", "PAYLOAD_MISSING"],
  ["AccessDenied", "PAYLOAD_FORBIDDEN"],
  ["ExpiredToken", "PAYLOAD_FORBIDDEN"],
  ["InvalidToken", "PAYLOAD_FORBIDDEN"],
  ["SlowDown", "PAYLOAD_THROTTLED"],
  ["Throttling", "PAYLOAD_THROTTLED"],
  ["ThrottlingException", "PAYLOAD_THROTTLED"],
  ["RequestLimitExceeded", "PAYLOAD_THROTTLED"],
  ["TooManyRequestsException", "PAYLOAD_THROTTLED"],
  ["RequestTimeout", "PAYLOAD_TIMEOUT"],
  ["TimeoutError", "PAYLOAD_TIMEOUT"],
  ["KeyTooLongError", "PAYLOAD_KEY_INVALID"],
]);

/** What the rest means, by its status. A 404 of another name is not about the object: `NoSuchBucket` is a setting to mend. */
const BY_STATUS: ReadonlyMap<number | undefined, PayloadErrorCode> = new Map<number, PayloadErrorCode>([
  [401, "PAYLOAD_FORBIDDEN"],
  [403, "PAYLOAD_FORBIDDEN"],
  [408, "PAYLOAD_TIMEOUT"],
  [429, "PAYLOAD_THROTTLED"],
  [503, "PAYLOAD_THROTTLED"],
  [504, "PAYLOAD_TIMEOUT"],
]);

/** What to know about a code that S3 does not say itself. */
const HINTS: Partial<Readonly<Record<PayloadErrorCode, string>>> = {
  PAYLOAD_FORBIDDEN:
    " S3 says so of objects that do not exist, too, to those without the right s3:ListBucket on the bucket.",
};

/**
 * Gives an error the code that stores promise; those that have none such are handed on as they are.
 *
 * @param error - What the AWS client threw.
 * @param request - What was asked of it.
 */
export function translate(error: unknown, { bucket, key, verb }: S3Request): unknown {
  const { name, message, $metadata, $retryable } = (error ?? {}) as AwsError;
  const throttled = $retryable?.throttling === true ? ("PAYLOAD_THROTTLED" as const) : undefined;
  const code = BY_NAME.get(name) ?? throttled ?? BY_STATUS.get($metadata?.httpStatusCode) ?? corruption(message);
  if (code === undefined) return error;
  // Below its first line the client tells how to look into its own error.
  const why = [name, message?.split("\n")[0]].filter((part) => part !== undefined && part !== "").join(": ");
  const said = `The bucket ${bucket} did not ${verb} ${key}: ${why}.`.replace(/\.\.$/, ".");
  return new PayloadError(code, said + (HINTS[code] ?? ""), { cause: error });
}

/** The client compares what it gets with the checksum that S3 keeps; its error has no name of its own. */
function corruption(message: string | undefined): PayloadErrorCode | undefined {
  return message?.startsWith("Checksum mismatch") ? "PAYLOAD_CORRUPT" : undefined;
}
