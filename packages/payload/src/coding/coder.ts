import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { PayloadError } from "../errors.ts";
import { isWellFormed } from "../serialize/text.ts";
import { nameOfCodec, parseCodec } from "./codec-name.ts";
import type { Compression } from "./compress.ts";
import { compress, decompress } from "./compress.ts";
import { decrypt, ENCRYPTION_BYTES, encrypt, markIn } from "./encrypt.ts";
import type { Keyring } from "./keyring.ts";
import { unknownKey } from "./keyring.ts";

/** How an envelope says that bytes are coded. */
export interface Coding {
  /** As `codec-name.ts` writes it. */
  readonly codec: string;
  /** Bytes of the text that comes out, in UTF-8. */
  readonly textBytes: number;
}

/** A text as bytes, ready for a field or a store. */
export interface Encoded {
  readonly bytes: Uint8Array;
  /** Undefined if they are just the text in UTF-8. */
  readonly coding: Coding | undefined;
  readonly textBytes: number;
  /** What the key of a stored object is made of: a digest of the content; keyed, if the content is secret. */
  readonly contentId: string;
}

/** What is done to texts on their way out, and undone on their way in. */
export interface Coder {
  /** Is there anything to do to a text of so many characters? */
  applies(characters: number): boolean;
  encode(text: string): Promise<Encoded>;
  /** @throws {PayloadError} `PAYLOAD_TAMPERED`, `PAYLOAD_CORRUPT`, `PAYLOAD_CODEC_UNKNOWN`, and what the keyring throws. */
  decode(bytes: Uint8Array, coding: Coding | undefined): Promise<string>;
}

/** How a coder works. */
export interface Coders {
  /** What messages call the serializer. */
  readonly serializer: string;
  readonly compression: { readonly codec: Compression; readonly minBytes: number } | undefined;
  readonly keyring: Keyring | undefined;
}

/** Less than a tenth saved is not worth the time that reading costs. */
const WORTH = 0.9;

export function openCoder({ serializer, compression, keyring }: Coders): Coder {
  const minBytes = compression?.minBytes ?? Number.POSITIVE_INFINITY;

  async function squeezed(
    bytes: Uint8Array,
  ): Promise<{ readonly bytes: Uint8Array; readonly compression?: Compression }> {
    if (compression === undefined || bytes.byteLength < minBytes) return { bytes };
    const smaller = await compress(compression.codec, bytes);
    return smaller.byteLength <= bytes.byteLength * WORTH
      ? { bytes: smaller, compression: compression.codec }
      : { bytes };
  }

  return {
    // No character takes more than three bytes.
    applies: (characters) => keyring !== undefined || characters * 3 >= minBytes,
    async encode(text) {
      if (!isWellFormed(text)) throw illFormed(serializer);
      const plain = Buffer.from(text);
      const textBytes = plain.byteLength;
      const { bytes, compression: used } = await squeezed(plain);
      if (keyring === undefined) {
        const coding = used && { codec: nameOfCodec({ compression: used, keyId: undefined }), textBytes };
        return { bytes, coding, textBytes, contentId: sha256Of(bytes) };
      }
      const { id, secrets } = await keyring.current();
      const coding = { codec: nameOfCodec({ compression: used, keyId: id }), textBytes };
      const encrypted = encrypt(secrets, headOf(coding), bytes);
      return { bytes: encrypted, coding, textBytes, contentId: markIn(encrypted) };
    },
    async decode(bytes, coding) {
      if (coding === undefined) return textOf(bytes);
      const { compression: used, keyId } = codecOf(coding);
      let plain = bytes;
      if (keyId !== undefined) {
        if (keyring === undefined) throw unknownKey(keyId);
        plain = decrypt(await keyring.get(keyId), headOf(coding), bytes);
      }
      if (used !== undefined) plain = await decompress(used, plain, coding.textBytes);
      return textOf(plain);
    },
  };
}

/** The most bytes that a text of so many may become, encrypted or not; compression only ever makes less. */
export const encodedBytes = (textBytes: number): number => textBytes + ENCRYPTION_BYTES;

/** The digest by which bytes are verified, in hexadecimal digits. */
export const sha256Of = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** What is authenticated together with encrypted bytes. */
const headOf = ({ codec, textBytes }: Coding): string => `${codec} ${textBytes}`;

function codecOf({ codec }: Coding) {
  const known = parseCodec(codec);
  if (known) return known;
  const advice = "read it with the version of Sweft that wrote it.";
  throw new PayloadError(
    "PAYLOAD_CODEC_UNKNOWN",
    `A payload is in the codec ${codec.slice(0, 100)}, not known here; ${advice}`,
  );
}

const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");

function illFormed(serializer: string): PayloadError {
  const message = `The serializer ${serializer} wrote half of a surrogate pair, which has no bytes; it must escape it.`;
  return new PayloadError("PAYLOAD_UNSERIALIZABLE", message);
}
