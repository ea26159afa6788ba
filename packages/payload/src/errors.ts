/** What each code means. Codes are stable: programs and retry policies may test them. */
export const ERRORS = {
  PAYLOAD_UNSERIALIZABLE: {
    summary: "The value holds something its serializer cannot carry exactly; `path` says where.",
    fix: "Pass plain data there, register the class, or leave the field out.",
  },
  PAYLOAD_UNREADABLE: {
    summary: "The text is damaged, or needs a class or a serializer that this process does not have.",
    fix: "Give this process the serializer and the classes that the writer had.",
  },
  PAYLOAD_FORMAT_UNKNOWN: {
    summary: "The text starts with `sweft:` in a format this version does not know.",
    fix: "Upgrade Sweft in this process to the version that wrote the text.",
  },
  PAYLOAD_NOT_FETCHED: {
    summary: "A reference was read before `fetch` brought its bytes into the cache.",
    fix: "Await `fetch([text])` before `read(text)`.",
  },
  PAYLOAD_TOO_LARGE: {
    summary: "The text does not fit its field and cannot be replaced by a reference.",
    fix: "Open the payloads with a `store`, or pass less.",
  },
  PAYLOAD_MISSING: {
    summary: "The store holds nothing under the key that a reference names.",
    fix: "Point the store at the place where the object was written; look whether a lifecycle rule removed it.",
  },
  PAYLOAD_CORRUPT: {
    summary: "The bytes in the store are not the ones that were written.",
    fix: "Restore the object from a backup; nothing of it was parsed.",
  },
  PAYLOAD_FORBIDDEN: {
    summary: "The store does not let this process read or write there; `cause` says why. Time alone does not mend it.",
    fix: "Grant this process the right that `cause` names, or point the store at a place of its own.",
  },
  PAYLOAD_THROTTLED: {
    summary: "The store asks for fewer requests. Worth a retry after a pause.",
    fix: "Raise the quota of the store, spread the keys over more prefixes, or let fewer workers run at a time.",
  },
  PAYLOAD_TIMEOUT: {
    summary: "The store did not answer in time. Worth a retry.",
    fix: "Look whether the store and the way to it are well, or allow it more time.",
  },
  PAYLOAD_STORE_FAILED: {
    summary: "The store could not be reached or could not serve the request; `cause` says why. Worth a retry.",
    fix: "Read `cause`, mend the way to the store, and try again.",
  },
  PAYLOAD_STORE_MISMATCH: {
    summary: "The reference names another store than the one that is open, or none is open.",
    fix: "Open the payloads with the store that the reference names.",
  },
  PAYLOAD_KEY_INVALID: {
    summary: "The store cannot hold an object under such a key.",
    fix: "Use a prefix and keys whose parts are valid Unicode and short enough for the names of files.",
  },
  PAYLOAD_OPTION_INVALID: {
    summary: "An option has a value outside its range.",
    fix: "The message names the option and its range.",
  },
} as const satisfies Readonly<Record<string, { readonly summary: string; readonly fix: string }>>;

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
