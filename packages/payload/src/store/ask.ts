import { types } from "node:util";
import type { PayloadErrorCode } from "../errors.ts";
import { codeOf, isPayloadCode, messageOf, PayloadError } from "../errors.ts";
import { inTime } from "../in-time.ts";
import type { PayloadStore } from "./store.ts";

/**
 * What a store is asked, with a limit of time. What it throws that is none of our errors becomes `PAYLOAD_STORE_FAILED`.
 *
 * @param verb - What it could not do, in the words of the message: `keep`, `give`.
 * @throws {PayloadError} `PAYLOAD_TIMEOUT`, `PAYLOAD_STORE_FAILED`, and what the store says of itself.
 */
export async function askStore<T>(
  { name }: PayloadStore,
  verb: string,
  key: string,
  timeoutMs: number,
  request: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const could = `The store ${name} could not ${verb} ${key}`;
  try {
    return await inTime(
      timeoutMs,
      async (signal) => request(signal),
      () => {
        const message = `${could} within ${timeoutMs} ms, which is storeTimeoutMs of openPayloads.`;
        return new PayloadError("PAYLOAD_TIMEOUT", message);
      },
    );
  } catch (cause) {
    const code = codeOf(cause);
    // A store need not have our class of errors, and only its code is asked for.
    if (isPayloadCode(code))
      throw (cause as { name?: unknown }).name === "PayloadError" ? cause : said(code, could, cause);
    throw said("PAYLOAD_STORE_FAILED", could, cause);
  }
}

function said(code: PayloadErrorCode, could: string, cause: unknown): PayloadError {
  return new PayloadError(code, `${could}: ${messageOf(cause)}`, { cause });
}

/**
 * The bytes of an object.
 *
 * @throws {PayloadError} `PAYLOAD_STORE_FAILED` also for a store that gives something else.
 */
export async function getFrom(store: PayloadStore, key: string, timeoutMs: number): Promise<Uint8Array> {
  const bytes = await askStore(store, "give", key, timeoutMs, (signal) => store.get(key, { signal }));
  if (types.isUint8Array(bytes)) return bytes;
  const message = `The store ${store.name} gave something else than a Uint8Array for ${key}; mend its get().`;
  throw new PayloadError("PAYLOAD_STORE_FAILED", message);
}
