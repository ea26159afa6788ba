/** What a line of {@link ERRORS} says. `retry`: the same call may succeed a moment later. */
interface Description {
  readonly summary: string;
  readonly fix: string;
  readonly retry?: true;
}

/**
 * What each code means. Codes are stable: programs and retry policies may test them. Those with `retry` workers try again
 * by themselves, while their task has time.
 */
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
    summary: "The bytes in the store, or of a compressed text, are not the ones that were written.",
    fix: "Restore the object from a backup; nothing of it was parsed.",
  },
  PAYLOAD_TAMPERED: {
    summary:
      "An encrypted payload is not what was written with its key: its bytes, or what its envelope says, were changed.",
    fix: "Find out who can write to the store or to histories, and restore the object; nothing of it was parsed.",
  },
  PAYLOAD_FORBIDDEN: {
    summary: "The store does not let this process read or write there; `cause` says why. Time alone does not mend it.",
    fix: "Grant this process the right that `cause` names, or point the store at a place of its own.",
  },
  PAYLOAD_THROTTLED: {
    summary: "The store asks for fewer requests.",
    fix: "Raise the quota of the store, spread the keys over more prefixes, or let fewer workers run at a time.",
    retry: true,
  },
  PAYLOAD_TIMEOUT: {
    summary: "The store did not answer in time.",
    fix: "Look whether the store and the way to it are well, or allow it more time by `storeTimeoutMs`.",
    retry: true,
  },
  PAYLOAD_STORE_FAILED: {
    summary: "The store could not be reached or could not serve the request; `cause` says why.",
    fix: "Read `cause`, and mend the way to the store.",
    retry: true,
  },
  PAYLOAD_STORE_MISMATCH: {
    summary: "The reference names another store than the one that is open, or none is open.",
    fix: "Open the payloads with the store that the reference names.",
  },
  PAYLOAD_KEY_ID_UNKNOWN: {
    summary: "A payload is encrypted with a key that this process does not have; the message names its id.",
    fix: "Give `codecs.encryption` the key of that id: old keys are needed as long as histories live that were written by them.",
  },
  PAYLOAD_KEYS_FAILED: {
    summary: "The provider of encryption keys failed, or did not answer in time; `cause` says why.",
    fix: "Read `cause`, and mend the way to the provider.",
    retry: true,
  },
  PAYLOAD_CODEC_UNKNOWN: {
    summary: "A payload is compressed or encrypted in a way that this process cannot undo.",
    fix: "Run a Node that has the codec (zstd: 22.15 or later), or the version of Sweft that wrote the payload.",
  },
  PAYLOAD_KEY_INVALID: {
    summary: "The store cannot hold an object under such a key.",
    fix: "Use a prefix and keys whose parts are valid Unicode and short enough for the names of files.",
  },
  PAYLOAD_OPTION_INVALID: {
    summary: "An option has a value outside its range.",
    fix: "The message names the option and its range.",
  },
} as const satisfies Readonly<Record<string, Description>>;

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

/**
 * Whether what was thrown is an error of this package that may pass by itself: a store or a provider of keys that failed, or
 * had no time. What is missing, damaged or forbidden stays so.
 */
export function isWorthRetry(error: unknown): boolean {
  const code = codeOf(error);
  return isPayloadCode(code) && "retry" in ERRORS[code];
}

/** What whatever was thrown says of itself, for messages. Never throws. */
export function messageOf(error: unknown): string {
  try {
    return String((error as { readonly message?: unknown } | null | undefined)?.message ?? error);
  } catch {
    return "something that cannot be shown";
  }
}

/** Whether a code is one of {@link ERRORS}. */
export const isPayloadCode = (code: string | undefined): code is PayloadErrorCode =>
  code !== undefined && Object.hasOwn(ERRORS, code);
