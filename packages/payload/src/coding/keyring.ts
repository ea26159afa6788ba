import { createHash } from "node:crypto";
import { types } from "node:util";
import { codeOf, isPayloadCode, messageOf, PayloadError } from "../errors.ts";
import { inTime } from "../in-time.ts";
import type { Secrets } from "./encrypt.ts";
import { secretsOf } from "./encrypt.ts";
import type { EncryptionKey, EncryptionKeys } from "./keys.ts";
import { checkedKey } from "./keys.ts";

/** A key of digests of arguments: histories show `id`, and not the key. */
export interface DigestKey {
  readonly id: string;
  readonly key: Secrets["digest"];
}

/** The keys of a process, as far as they were asked for. */
export interface Keyring {
  /** The key that new payloads are encrypted with, and its id. */
  current(): Promise<{ readonly id: string; readonly secrets: Secrets }>;
  /** The longest id of a current key so far, in characters; as long as most are until one was asked for. */
  readonly idCharacters: number;
  /** Throws `PAYLOAD_KEY_ID_UNKNOWN`, `PAYLOAD_KEYS_FAILED`. */
  get(id: string): Promise<Secrets>;
  /** The current key's, then those of all others that are known. */
  digestKeys(): Promise<readonly DigestKey[]>;
}

/** Keys remembered. A provider may make a new one every day, and none of them is large. */
const KEYS_REMEMBERED = 1000;

const USUAL_ID_CHARACTERS = 128;

/**
 * Opens a keyring on a provider.
 *
 * @param timeoutMs - How long the provider may take.
 */
export function openKeyring(keys: EncryptionKeys, timeoutMs: number): Keyring {
  const known = new Map<string, Secrets>();
  const asked = new Map<string, Promise<Secrets>>();
  let idCharacters = USUAL_ID_CHARACTERS;

  function remember({ id, bytes }: EncryptionKey): Secrets {
    const secrets = secretsOf(bytes);
    known.set(id, secrets);
    for (const oldest of known.keys()) {
      if (known.size <= KEYS_REMEMBERED) break;
      known.delete(oldest);
    }
    return secrets;
  }

  async function ask(id: string): Promise<Secrets> {
    const bytes = await asking(`the key ${id}`, timeoutMs, () => keys.get(id));
    if (bytes === undefined) throw unknownKey(id);
    return remember(checkedKey("codecs.encryption", { id, bytes }));
  }

  async function current() {
    const { id, bytes } = checkedKey(
      "codecs.encryption",
      await asking("the current key", timeoutMs, () => keys.current()),
    );
    idCharacters = Math.max(idCharacters, id.length);
    return { id, secrets: known.get(id) ?? remember({ id, bytes }) };
  }

  async function get(id: string): Promise<Secrets> {
    const secrets = known.get(id);
    if (secrets) return secrets;
    const answer = asked.get(id) ?? ask(id).finally(() => asked.delete(id));
    asked.set(id, answer);
    return answer;
  }

  return {
    current,
    get idCharacters() {
      return idCharacters;
    },
    get,
    async digestKeys() {
      const { id } = await current();
      // One that cannot be had is one less to compare by.
      await Promise.allSettled([...(keys.ids?.() ?? [])].map(get));
      const others = [...known.keys()].filter((other) => other !== id);
      return [id, ...others].flatMap((each) => {
        const secrets = known.get(each);
        return secrets ? [{ id: fingerprint(each), key: secrets.digest }] : [];
      });
    },
  };
}

/** Short, since it stands in every `control` field, and of letters and digits alone. */
const fingerprint = (id: string): string => createHash("sha256").update(id).digest("hex").slice(0, 8);

/** Asks the provider. What it throws that is none of our errors becomes `PAYLOAD_KEYS_FAILED`. */
async function asking<T>(what: string, timeoutMs: number, request: () => T | Promise<T>): Promise<T> {
  try {
    const answer = request();
    // One who has it at hand needs no clock.
    if (!types.isPromise(answer)) return answer;
    return await inTime(
      timeoutMs,
      () => answer,
      () => failed(`The provider of encryption keys did not give ${what} within ${timeoutMs} ms.`),
    );
  } catch (cause) {
    if (isPayloadCode(codeOf(cause))) throw cause;
    throw failed(`The provider of encryption keys could not give ${what}: ${messageOf(cause)}`, cause);
  }
}

function failed(message: string, cause?: unknown): PayloadError {
  return new PayloadError("PAYLOAD_KEYS_FAILED", message, cause === undefined ? {} : { cause });
}

/** The error for a key that this process does not have. */
export function unknownKey(id: string): PayloadError {
  const message = `A payload is encrypted with the key ${id}, which is not here`;
  return new PayloadError("PAYLOAD_KEY_ID_UNKNOWN", `${message}; give it to codecs.encryption of openPayloads.`);
}
