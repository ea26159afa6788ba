import { Buffer } from "node:buffer";
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { PayloadError } from "../errors.ts";

// Encryption gives equal bytes for equal payloads, so that what a retry stores again has the same key in the store and costs
// nothing. A nonce at random would not; a fixed one would give the payloads away. So each payload has a key and a nonce of
// its own, derived from the secret and an HMAC of the payload. Whoever sees the bytes learns only which payloads are equal.
//
// E1. The mark is the HMAC of the head and the bytes, by a key that is used for nothing else.
// E2. Key and nonce of AES-256-GCM come from the secret and the mark: other bytes, or another head, have others.
// E3. The head (codec, key id, length) is authenticated with the bytes, and the mark is verified after deciphering.

const MARK_BYTES = 32;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;

/** How many bytes longer than what is encrypted the result is. */
export const ENCRYPTION_BYTES = MARK_BYTES + TAG_BYTES;

/** The keys that one secret gives, each for one purpose. */
export interface Secrets {
  readonly mark: Uint8Array;
  readonly content: Uint8Array;
  /** For digests of arguments in histories, as four 32-bit words. */
  readonly digest: readonly [number, number, number, number];
}

/** Derives the keys of a secret of 32 bytes. */
export function secretsOf(secret: Uint8Array): Secrets {
  const words = Buffer.from(derived(secret, "", "sweft digest 1", 16));
  return {
    mark: derived(secret, "", "sweft mark 1", KEY_BYTES),
    content: derived(secret, "", "sweft content 1", KEY_BYTES),
    digest: [words.readInt32BE(0), words.readInt32BE(4), words.readInt32BE(8), words.readInt32BE(12)],
  };
}

/** Encrypts: the mark, then what AES-256-GCM gives, then its tag. Equal input gives equal bytes. */
export function encrypt(secrets: Secrets, head: string, bytes: Uint8Array): Buffer {
  const mark = markOf(secrets, head, bytes);
  const cipher = createCipheriv("aes-256-gcm", ...keyAndNonce(secrets, mark));
  cipher.setAAD(Buffer.from(head));
  return Buffer.concat([mark, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

/** The mark of encrypted bytes, in hexadecimal digits: what the key of a stored object is made of. */
export const markIn = (encrypted: Uint8Array): string => Buffer.from(encrypted.subarray(0, MARK_BYTES)).toString("hex");

/**
 * Undoes {@link encrypt}.
 *
 * @throws {PayloadError} `PAYLOAD_TAMPERED` unless every bit of head and bytes is what was written.
 */
export function decrypt(secrets: Secrets, head: string, encrypted: Uint8Array): Uint8Array {
  if (encrypted.byteLength < ENCRYPTION_BYTES) throw tampered(head);
  const end = encrypted.byteLength - TAG_BYTES;
  const mark = encrypted.subarray(0, MARK_BYTES);
  const decipher = createDecipheriv("aes-256-gcm", ...keyAndNonce(secrets, mark));
  decipher.setAAD(Buffer.from(head));
  decipher.setAuthTag(encrypted.subarray(end));
  const bytes = decipher.update(encrypted.subarray(MARK_BYTES, end));
  try {
    decipher.final();
  } catch (cause) {
    throw tampered(head, cause);
  }
  if (!timingSafeEqual(markOf(secrets, head, bytes), mark)) throw tampered(head);
  return bytes;
}

function markOf({ mark }: Secrets, head: string, bytes: Uint8Array): Buffer {
  return createHmac("sha256", mark).update(`${head}\n`).update(bytes).digest();
}

function keyAndNonce({ content }: Secrets, mark: Uint8Array): readonly [Uint8Array, Uint8Array] {
  const bytes = derived(content, mark, "sweft payload 1", KEY_BYTES + NONCE_BYTES);
  return [bytes.subarray(0, KEY_BYTES), bytes.subarray(KEY_BYTES)];
}

function derived(secret: Uint8Array, salt: Uint8Array | string, purpose: string, length: number): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", secret, salt, purpose, length));
}

function tampered(head: string, cause?: unknown): PayloadError {
  const message = `An encrypted payload (${head}) was changed after it was written; nothing of it was parsed.`;
  return new PayloadError("PAYLOAD_TAMPERED", message, cause === undefined ? {} : { cause });
}
