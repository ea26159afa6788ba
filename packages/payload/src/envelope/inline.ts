import { Buffer } from "node:buffer";
import { isEncrypted } from "../coding/codec-name.ts";
import type { Coding } from "../coding/coder.ts";
import { sha256Of } from "../coding/coder.ts";
import { PayloadError } from "../errors.ts";
import { base64Of } from "../serialize/bytes.ts";
import { WORD } from "./word.ts";

/** How coded texts that stay in their field start, of all versions. */
const INLINE = "sweft:enc:";

const VERSION_1 = new RegExp(
  `^${INLINE}1 codec=(${WORD}) text=(\\d{1,15})(?: sha256=([0-9a-f]{32}))? ([A-Za-z0-9+/]*={0,2})$`,
);
/** What a long envelope begins with: to find out how large its text is, the rest need not be looked at. */
const HEAD = new RegExp(`^${INLINE}1 codec=${WORD} text=(\\d{1,15}) `);
const MAX_HEAD = 800;
/** Characters of the digest: half of a SHA-256 is plenty against damage; against tampering there is encryption. */
const DIGEST = 32;

/** A coded text, taken out of its envelope. */
export interface Inline {
  readonly coding: Coding;
  readonly bytes: Uint8Array;
}

/** Whether a text is such an envelope, of whatever version. */
export function isInline(text: string): boolean {
  return text.charCodeAt(0) === 0x73 && text.startsWith(INLINE);
}

/** The envelope of a coded text: `sweft:enc:1 codec=br text=20480 sha256=… <base64>`. */
export function formatInline({ codec, textBytes }: Coding, bytes: Uint8Array): string {
  const digest = digestOf(codec, bytes);
  return `${INLINE}1 codec=${codec} text=${textBytes}${digest === undefined ? "" : ` sha256=${digest}`} ${base64Of(bytes)}`;
}

/** Encrypted bytes verify themselves. */
const digestOf = (codec: string, bytes: Uint8Array): string | undefined =>
  isEncrypted(codec) ? undefined : sha256Of(bytes).slice(0, DIGEST);

/** Characters of such an envelope, at most, where the codec's name has so many. */
export const inlineCharacters = (codecCharacters: number, bytes: number): number =>
  `${INLINE}1 codec= text= sha256= `.length + codecCharacters + 15 + DIGEST + Math.ceil(bytes / 3) * 4;

/** Bytes of the text in an envelope; undefined if it cannot be read. */
export function textBytesOf(text: string): number | undefined {
  const bytes = HEAD.exec(text.slice(0, MAX_HEAD))?.[1];
  return bytes === undefined ? undefined : Number(bytes);
}

/**
 * Takes an envelope apart.
 *
 * @throws {PayloadError} `PAYLOAD_FORMAT_UNKNOWN`, or `PAYLOAD_CORRUPT` if its bytes are not the ones that were written.
 */
export function parseInline(text: string): Inline {
  const [, codec, textBytes, digest, base64] = VERSION_1.exec(text) ?? [];
  const start = text.slice(0, 100);
  if (codec === undefined || textBytes === undefined || base64 === undefined) {
    const message = `The payload "${start}…" is damaged, or was written by a newer version; update Sweft on this worker.`;
    throw new PayloadError("PAYLOAD_FORMAT_UNKNOWN", message);
  }
  const bytes = Buffer.from(base64, "base64");
  // Several texts in base64 may have the same bytes; only one of them was written.
  if (digestOf(codec, bytes) === digest && base64Of(bytes) === base64) {
    return { coding: { codec, textBytes: Number(textBytes) }, bytes };
  }
  const message = `The payload "${start}…" is not what was written; nothing of it was parsed.`;
  throw new PayloadError("PAYLOAD_CORRUPT", message);
}
