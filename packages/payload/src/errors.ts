/** What each code means. Codes are stable: programs and retry policies may test them. */
export const ERRORS = {
  PAYLOAD_UNSERIALIZABLE: "The value holds something its serializer cannot carry exactly; `path` says where.",
  PAYLOAD_UNREADABLE: "The text is damaged, or needs a class or a serializer that this process does not have.",
  PAYLOAD_FORMAT_UNKNOWN: "The text starts with `sweft:` in a format this version does not know.",
  PAYLOAD_NOT_FETCHED: "A reference was read before `fetch` brought its bytes into the cache.",
  PAYLOAD_TOO_LARGE: "The text does not fit its field and cannot be replaced by a reference.",
  PAYLOAD_MISSING: "The store holds nothing under the key that a reference names.",
  PAYLOAD_CORRUPT: "The bytes in the store are not the ones that were written.",
  PAYLOAD_STORE_FAILED: "The store could not be reached or refused the request; `cause` says why. Worth a retry.",
  PAYLOAD_STORE_MISMATCH: "The reference names another store than the one that is open, or none is open.",
  PAYLOAD_KEY_INVALID: "The store cannot hold an object under such a key.",
  PAYLOAD_OPTION_INVALID: "An option has a value outside its range.",
} as const satisfies Readonly<Record<string, string>>;

/** The code of an error of this package: a key of {@link ERRORS}. */
export type PayloadErrorCode = keyof typeof ERRORS;

/** What an error carries besides its code and message. */
export interface PayloadErrorDetails {
  /** Where in the value, such as `args[0].onDone`. */
  readonly path?: string;
  /** The error that led to this one. */
  readonly cause?: unknown;
}

/** Every error this package throws. Test `code`, never `instanceof`. */
export class PayloadError extends Error {
  readonly code: PayloadErrorCode;
  /** Where in the value, for `PAYLOAD_UNSERIALIZABLE`. */
  declare readonly path?: string;

  /**
   * @param code - A key of {@link ERRORS}.
   * @param message - What was wrong, where, and what to do instead.
   * @param details - Path and cause, where there are any.
   */
  constructor(code: PayloadErrorCode, message: string, details: PayloadErrorDetails = {}) {
    super(message, "cause" in details ? { cause: details.cause } : undefined);
    this.name = "PayloadError";
    this.code = code;
    if (details.path !== undefined) this.path = details.path;
  }
}

/**
 * Reads the `code` of whatever was thrown.
 *
 * @param error - Anything.
 * @returns Its `code`, or undefined when it has none that is a string.
 */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
