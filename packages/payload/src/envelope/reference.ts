import { PayloadError } from "../errors.ts";

/** How references of all versions start. */
export const REFERENCE = "sweft:ref:";

/** A name of a store, or a key, as it stands in a reference: visible characters without spaces. */
const WORD = "[\\x21-\\x7e]+";
const VERSION_1 = new RegExp(`^sweft:ref:1 store=(${WORD}) size=(\\d{1,15}) sha256=([0-9a-f]{64}) key=(${WORD})$`);

/** What stands in a field for a text too large for it. */
export interface Reference {
  /** The name of the store that holds the bytes. */
  readonly store: string;
  /** Their number. */
  readonly size: number;
  /** Their SHA-256 digest, in hexadecimal digits. */
  readonly sha256: string;
  readonly key: string;
}

/** Whether a text can stand in a reference as the name of a store or as a key. */
export function isWord(text: string): boolean {
  return new RegExp(`^${WORD}$`).test(text);
}

/** Whether a text is a reference, of whatever version. Almost always the first character decides. */
export function isReference(text: string): boolean {
  return text.charCodeAt(0) === 0x73 && text.startsWith(REFERENCE);
}

/** The text of a reference: `sweft:ref:1 store=file size=204800 sha256=… key=…`. Never JSON. */
export function formatReference({ store, size, sha256, key }: Reference): string {
  return `${REFERENCE}1 store=${store} size=${size} sha256=${sha256} key=${key}`;
}

/** The reference that a text is, or undefined if it is none, or of a version not known here. */
export function tryParseReference(text: string): Reference | undefined {
  const [, store, size, sha256, key] = VERSION_1.exec(text) ?? [];
  if (store === undefined || size === undefined || sha256 === undefined || key === undefined) return undefined;
  return { store, size: Number(size), sha256, key };
}

/**
 * @throws {PayloadError} `PAYLOAD_FORMAT_UNKNOWN` for a reference that this version cannot follow.
 */
export function parseReference(text: string): Reference {
  const reference = tryParseReference(text);
  if (reference) return reference;
  throw new PayloadError(
    "PAYLOAD_FORMAT_UNKNOWN",
    `The reference "${text.slice(0, 200)}" is damaged, or was written by a newer version; update Sweft on this worker.`,
  );
}
