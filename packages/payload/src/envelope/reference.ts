import type { Coding } from "../coding/coder.ts";
import { PayloadError } from "../errors.ts";
import { WORD } from "./word.ts";

/** How references of all versions start. */
export const REFERENCE = "sweft:ref:";

const FIELDS = `store=(${WORD}) size=(\\d{1,15}) sha256=([0-9a-f]{64})`;
/** Version 1 knew no codecs. */
const VERSIONS = new RegExp(
  `^${REFERENCE}(?:1 ${FIELDS}|2 ${FIELDS}(?: codec=(${WORD}) text=(\\d{1,15}))?) key=(${WORD})$`,
);

/** What stands in a field for a text too large for it. */
export interface Reference {
  /** The name of the store that holds the bytes. */
  readonly store: string;
  /** Their number. */
  readonly size: number;
  /** Their SHA-256 digest, in hexadecimal digits. */
  readonly sha256: string;
  /** How they are coded; undefined if they are just the text in UTF-8. */
  readonly coding: Coding | undefined;
  readonly key: string;
}

/** Whether a text is a reference, of whatever version. Almost always the first character decides. */
export function isReference(text: string): boolean {
  return text.charCodeAt(0) === 0x73 && text.startsWith(REFERENCE);
}

/** The text of a reference: `sweft:ref:2 store=file size=2048 sha256=… codec=br text=204800 key=…`. Never JSON. */
export function formatReference({ store, size, sha256, coding, key }: Reference): string {
  const coded = coding ? ` codec=${coding.codec} text=${coding.textBytes}` : "";
  return `${REFERENCE}2 store=${store} size=${size} sha256=${sha256}${coded} key=${key}`;
}

/** The reference that a text is, or undefined if it is none, or of a version not known here. */
export function tryParseReference(text: string): Reference | undefined {
  const [, store1, size1, sha1, store2, size2, sha2, codec, textBytes, key] = VERSIONS.exec(text) ?? [];
  const [store, size, sha256] = [store1 ?? store2, size1 ?? size2, sha1 ?? sha2];
  if (store === undefined || size === undefined || sha256 === undefined || key === undefined) return undefined;
  const coding = codec === undefined ? undefined : { codec, textBytes: Number(textBytes) };
  return { store, size: Number(size), sha256, coding, key };
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
