import { Buffer } from "node:buffer";
import { types } from "node:util";
import { isWord } from "../envelope/word.ts";
import { PayloadError } from "../errors.ts";

/** A key and its id. */
export interface EncryptionKey {
  /** Stands in every envelope, open to all: 1 to 512 visible ASCII characters without spaces. */
  readonly id: string;
  /** Exactly 32, from a source of randomness: a passphrase is no key. */
  readonly bytes: Uint8Array;
}

/**
 * Where encryption keys come from. Both methods may answer at once or by a promise; what `get` gave is kept, so a provider that
 * asks a service need not keep it itself. What `current` gives should be the same in all workers: then what they write twice is stored once.
 */
export interface EncryptionKeys {
  /** The key that new payloads are encrypted with. Asked for every payload. */
  current(): EncryptionKey | Promise<EncryptionKey>;
  /** The bytes of the key of an id, a former one too; undefined if there is none. */
  get(id: string): Uint8Array | undefined | Promise<Uint8Array | undefined>;
  /**
   * The ids of all keys there are, if that is known. Histories tell of arguments by a digest under the key that was current: deciders
   * compare them only where they know it, and take them as equal where they do not.
   */
  ids?(): Iterable<string>;
}

/** What {@link staticKeys} takes. */
export interface StaticKeysOptions {
  /** The id of the key that new payloads are encrypted with. */
  readonly current: string;
  /** Keys by their ids: 32 bytes, or as many in base64. Former ones are needed as long as histories live that they have encrypted. */
  readonly keys: Readonly<Record<string, Uint8Array | string>>;
}

/** The most characters of the id of a key: with a reference around it, it must fit every field. */
const MAX_ID = 512;

/**
 * Keys that the program itself was given, as from its environment. To rotate them: add the new key to all processes, then make it
 * the current one.
 *
 * @example
 * staticKeys({ current: "2026-01", keys: { "2026-01": process.env.PAYLOAD_KEY } })
 * @throws {PayloadError} `PAYLOAD_OPTION_INVALID`.
 */
export function staticKeys({ current, keys }: StaticKeysOptions): EncryptionKeys {
  const all = new Map(
    Object.entries(keys).map(([id, key]) => [id, checkedKey("staticKeys", { id, bytes: bytesOf(key) })]),
  );
  const now = all.get(current);
  if (!now) {
    const ids = [...all.keys()].join(", ") || "none";
    throw invalid(`staticKeys: current is ${JSON.stringify(current)}, and keys has ${ids}; name one of them.`);
  }
  return { current: () => now, get: (id) => all.get(id)?.bytes, ids: () => all.keys() };
}

function bytesOf(key: Uint8Array | string): Uint8Array {
  if (typeof key !== "string") return key;
  const bytes = Buffer.from(key, "base64");
  // What is no base64 would silently become a shorter key.
  return bytes.toString("base64").replace(/=+$/, "") === key.replace(/=+$/, "") ? bytes : new Uint8Array();
}

/**
 * A key that can be used.
 *
 * @param where - Who gave it, for the message. It never holds bytes of the key.
 * @throws {PayloadError} `PAYLOAD_OPTION_INVALID`.
 */
export function checkedKey(where: string, { id, bytes }: EncryptionKey): EncryptionKey {
  if (typeof id !== "string" || id.length > MAX_ID || !isWord(id)) {
    const rule = `1 to ${MAX_ID} visible ASCII characters without spaces`;
    throw invalid(`${where}: the id ${JSON.stringify(id)} of a key is not ${rule}.`);
  }
  if (types.isUint8Array(bytes) && bytes.byteLength === 32) return { id, bytes };
  throw invalid(
    `${where}: the key ${id} is not 32 bytes, or not as many in base64; write what \`openssl rand -base64 32\` gives.`,
  );
}

const invalid = (message: string) => new PayloadError("PAYLOAD_OPTION_INVALID", message);
