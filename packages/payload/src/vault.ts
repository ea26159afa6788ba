import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { types } from "node:util";
import type { CachedText } from "./cache.ts";
import { TextCache } from "./cache.ts";
import type { Reference } from "./envelope/reference.ts";
import { formatReference } from "./envelope/reference.ts";
import { codeOf, ERRORS, PayloadError } from "./errors.ts";
import type { Settings } from "./options.ts";
import { parallel } from "./parallel.ts";
import { isWellFormed } from "./serialize/text.ts";
import type { PayloadStore } from "./store/store.ts";

/** Requests to the store at a time, per call of `fetch`. */
const FETCHES_AT_ONCE = 16;

/** Keys remembered as stored. The memory is short on purpose: a cleaner may have removed what was stored long ago. */
const KEYS_REMEMBERED = 10_000;

/** Texts too large for their field: in the store, and in the cache. */
export interface Vault {
  /** Puts a text into the store and returns its reference, which must fit `fieldLimit` if there is one. */
  store(text: string, fieldLimit: number | undefined): Promise<string>;
  /** Brings texts into the cache. */
  fetch(references: readonly Reference[]): Promise<void>;
  /** A text in the cache. */
  recall(reference: Reference): string | undefined;
  holds(reference: Reference): boolean;
}

export function openVault({ serializer, store, prefix, inlineLimit, cacheBytes }: Settings): Vault {
  const cache = new TextCache(cacheBytes);
  const putOnce = openPut();
  const fetchOnce = openFetch(store);

  return {
    holds: ({ sha256 }) => cache.has(sha256),
    recall: ({ sha256 }) => cache.get(sha256)?.text,
    async store(text, fieldLimit) {
      if (!store) throw tooLargeWithoutStore(text.length, fieldLimit ?? inlineLimit);
      if (!isWellFormed(text)) throw illFormed(serializer.name);
      const bytes = Buffer.from(text);
      const sha256 = digestOf(bytes);
      const key = prefix + sha256;
      const reference = formatReference({ store: store.name, size: bytes.byteLength, sha256, key });
      if (fieldLimit !== undefined && reference.length > fieldLimit) throw tooLarge(reference.length, fieldLimit);
      await putOnce(store, key, bytes);
      cache.add(new Map([[sha256, { text, size: bytes.byteLength }]]));
      return reference;
    },
    async fetch(references) {
      const batch = new Map<string, CachedText>();
      const lacking = new Map<string, Reference>();
      for (const reference of references) {
        const cached = cache.get(reference.sha256);
        if (cached) batch.set(reference.sha256, cached);
        else lacking.set(reference.sha256, reference);
      }
      try {
        await parallel(lacking.values(), FETCHES_AT_ONCE, async (reference) => {
          batch.set(reference.sha256, await fetchOnce(reference));
        });
      } finally {
        cache.add(batch);
      }
    },
  };
}

/** The error for a text that does not fit its field, and is itself a reference. */
export function tooLarge(length: number, limit: number): PayloadError {
  const message = `A reference of ${length} characters does not fit the ${limit} of its field; use a shorter prefix.`;
  return new PayloadError("PAYLOAD_TOO_LARGE", message);
}

/** Puts bytes under a key that their digest decides: once, however often and however many at a time ask for it. */
function openPut(): (store: PayloadStore, key: string, bytes: Uint8Array) => Promise<void> {
  const stored = new Set<string>();
  const underWay = new Map<string, Promise<void>>();
  return async (store, key, bytes) => {
    if (stored.has(key)) return;
    await sharing(underWay, key, async () => {
      await asking(store, "keep", key, () => store.put(key, bytes));
      stored.add(key);
      for (const oldest of stored) {
        if (stored.size <= KEYS_REMEMBERED) return;
        stored.delete(oldest);
      }
    });
  };
}

/** Fetches and verifies a text: once, however many at a time ask for it. */
function openFetch(store: PayloadStore | undefined): (reference: Reference) => Promise<CachedText> {
  const underWay = new Map<string, Promise<CachedText>>();
  return (reference) =>
    sharing(underWay, reference.sha256, async () => {
      const { key, size, sha256 } = reference;
      if (store?.name !== reference.store) throw mismatch(reference, store);
      const bytes = await asking(store, "give", key, () => store.get(key));
      if (!types.isUint8Array(bytes)) {
        const message = `The store ${store.name} gave something else than a Uint8Array for ${key}; mend its get().`;
        throw new PayloadError("PAYLOAD_STORE_FAILED", message);
      }
      if (bytes.byteLength !== size || digestOf(bytes) !== sha256) {
        const found = `${bytes.byteLength} bytes with SHA-256 ${digestOf(bytes)}`;
        const message = `The store ${store.name} holds ${found} under ${key}, where ${size} bytes were written.`;
        throw new PayloadError("PAYLOAD_CORRUPT", `${message} Restore the object; it never changes once written.`);
      }
      const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
      return { text, size };
    });
}

/** Lets all who ask for the same thing at the same time share one answer. */
function sharing<T>(underWay: Map<string, Promise<T>>, key: string, work: () => Promise<T>): Promise<T> {
  const shared = underWay.get(key) ?? work().finally(() => underWay.delete(key));
  underWay.set(key, shared);
  return shared;
}

/** Asks the store. What it throws that is none of our errors becomes `PAYLOAD_STORE_FAILED`. */
async function asking<T>(store: PayloadStore, verb: string, key: string, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (cause) {
    const code = codeOf(cause);
    if (code !== undefined && Object.hasOwn(ERRORS, code)) throw cause;
    const why = String((cause as { message?: unknown } | null | undefined)?.message ?? cause);
    const message = `The store ${store.name} could not ${verb} ${key}: ${why}`;
    throw new PayloadError("PAYLOAD_STORE_FAILED", message, { cause });
  }
}

function digestOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function tooLargeWithoutStore(length: number, limit: number): PayloadError {
  const advice = "pass a store, openPayloads({ store: fileStore(directory) }), or pass less.";
  const message = `A payload of ${length} characters does not fit the limit of ${limit}, and no store is set; ${advice}`;
  return new PayloadError("PAYLOAD_TOO_LARGE", message);
}

function illFormed(serializer: string): PayloadError {
  const message = `The serializer ${serializer} wrote half of a surrogate pair, which has no bytes; it must escape it.`;
  return new PayloadError("PAYLOAD_UNSERIALIZABLE", message);
}

function mismatch({ store, key }: Reference, open: PayloadStore | undefined): PayloadError {
  const found = open ? `the store ${open.name} is open` : "no store is open";
  const message = `The payload ${key} is in the store ${store}, and ${found}; pass that store to openPayloads.`;
  return new PayloadError("PAYLOAD_STORE_MISMATCH", message);
}
