import type { Compression } from "./compress.ts";
import { COMPRESSIONS } from "./compress.ts";

/** What was done to a text on its way: compressed, encrypted, or both, in this order. */
export interface Codec {
  readonly compression: Compression | undefined;
  /** The id of the key it is encrypted with. */
  readonly keyId: string | undefined;
}

/** AES-256-GCM, with keys derived as `encrypt.ts` says. */
const ENCRYPTION = "aes256gcm:";

/** How envelopes name a codec: `br`, `aes256gcm:2026-01`, `br+aes256gcm:2026-01`. */
export function nameOfCodec({ compression, keyId }: Codec): string {
  const parts = [...(compression ? [compression] : []), ...(keyId === undefined ? [] : [`${ENCRYPTION}${keyId}`])];
  return parts.join("+");
}

const LONGEST_BESIDE_ID = Math.max(...COMPRESSIONS.map((name) => `${name}+${ENCRYPTION}`.length));

/** Characters of such a name, at most, with an id of so many. */
export const codecCharacters = (idCharacters: number): number => LONGEST_BESIDE_ID + idCharacters;

/** Takes such a name apart; undefined for one that this version does not know. */
export function parseCodec(name: string): Codec | undefined {
  const at = name.startsWith(ENCRYPTION) ? 0 : name.indexOf(`+${ENCRYPTION}`) + 1;
  const isEncrypted = name.startsWith(ENCRYPTION, at);
  const first = isEncrypted ? name.slice(0, Math.max(0, at - 1)) : name;
  const keyId = isEncrypted ? name.slice(at + ENCRYPTION.length) : undefined;
  const compression = COMPRESSIONS.find((known) => known === first);
  if ((first !== "" && compression === undefined) || keyId === "") return undefined;
  return compression === undefined && keyId === undefined ? undefined : { compression, keyId };
}

/** Whether a codec of such a name encrypts. */
export const isEncrypted = (name: string): boolean => parseCodec(name)?.keyId !== undefined;
