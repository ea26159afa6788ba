import { Buffer } from "node:buffer";
import type { EncryptionKey, EncryptionKeys } from "@sweft/payload";

// Data keys that AWS KMS wraps. A data key is made once, by `wrapNewKey`, and kept wrapped in the configuration of all workers, under an id of
// your own; each process unwraps it once. So all of them encrypt with the same key, and what they write twice is stored once. To
// rotate: add a new wrapped key to all workers, then make it the current one. Whoever loses the right to decrypt with the KMS key reads no payload.

/** What is asked of `new KMS({ region })` of `@aws-sdk/client-kms`, which is one as it is. */
export interface Kms {
  generateDataKeyWithoutPlaintext(input: {
    KeyId: string;
    NumberOfBytes: number;
    EncryptionContext: Record<string, string>;
  }): Promise<{ readonly CiphertextBlob?: Uint8Array | undefined }>;
  decrypt(input: {
    KeyId: string;
    CiphertextBlob: Uint8Array;
    EncryptionContext: Record<string, string>;
  }): Promise<{ readonly Plaintext?: Uint8Array | undefined }>;
}

/** What {@link kmsKeys} takes. */
export interface KmsKeysOptions {
  readonly kms: Kms;
  /** The key in KMS that wraps all data keys: its ARN, or an alias. */
  readonly keyId: string;
  /** The id of the data key that new payloads are encrypted with. */
  readonly current: string;
  /** Data keys by their ids, wrapped, in base64: what {@link wrapNewKey} gave. */
  readonly wrapped: Readonly<Record<string, string>>;
}

/** KMS refuses to unwrap a key under another id than it was made for. */
const contextOf = (id: string) => ({ purpose: "sweft payloads", id });

/**
 * Makes a data key, which nobody sees in plain text: for whoever sets the workers up.
 *
 * @param id - Of the data key, such as `2026-01`.
 * @returns What belongs into {@link KmsKeysOptions.wrapped}.
 */
export async function wrapNewKey(kms: Kms, keyId: string, id: string): Promise<string> {
  const { CiphertextBlob } = await kms.generateDataKeyWithoutPlaintext({
    KeyId: keyId,
    NumberOfBytes: 32,
    EncryptionContext: contextOf(id),
  });
  if (CiphertextBlob === undefined) throw new Error("KMS gave no data key");
  return Buffer.from(CiphertextBlob).toString("base64");
}

/** The keys of `openPayloads({ codecs: { encryption: { keys: kmsKeys(…) } } })`. */
export function kmsKeys({ kms, keyId, current, wrapped }: KmsKeysOptions): EncryptionKeys {
  const unwrapped = new Map<string, Promise<Uint8Array>>();

  async function unwrap(id: string, text: string): Promise<Uint8Array> {
    const CiphertextBlob = Buffer.from(text, "base64");
    const { Plaintext } = await kms.decrypt({ KeyId: keyId, CiphertextBlob, EncryptionContext: contextOf(id) });
    if (Plaintext === undefined) throw new Error(`KMS did not unwrap the data key ${id}`);
    return Plaintext;
  }

  async function bytesOf(id: string): Promise<Uint8Array | undefined> {
    const text = wrapped[id];
    if (text === undefined) return undefined;
    const known = unwrapped.get(id);
    if (known !== undefined) return known;
    const asked = unwrap(id, text);
    unwrapped.set(id, asked);
    // What failed is asked again the next time.
    asked.catch(() => unwrapped.delete(id));
    return asked;
  }

  return {
    async current(): Promise<EncryptionKey> {
      const bytes = await bytesOf(current);
      if (bytes === undefined) throw new Error(`there is no wrapped data key ${current}`);
      return { id: current, bytes };
    },
    get: bytesOf,
    ids: () => Object.keys(wrapped),
  };
}
