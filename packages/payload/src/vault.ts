import type { CachedText } from "./cache.ts";
import { TextCache } from "./cache.ts";
import type { Coder, Encoded } from "./coding/coder.ts";
import { sha256Of } from "./coding/coder.ts";
import { isInline, parseInline } from "./envelope/inline.ts";
import type { Reference } from "./envelope/reference.ts";
import { formatReference, isReference, parseReference } from "./envelope/reference.ts";
import { PayloadError } from "./errors.ts";
import type { Settings } from "./options.ts";
import { parallel } from "./parallel.ts";
import { getFrom } from "./store/ask.ts";
import type { Scope } from "./store/object-key.ts";
import { objectKey } from "./store/object-key.ts";
import { openPutOnce, sharing } from "./store/put-once.ts";
import type { PayloadStore } from "./store/store.ts";

/** Requests to the stores at a time, per call of `fetch`. */
const FETCHES_AT_ONCE = 16;

/** Where a text is put, and what its reference must fit. */
interface Putting {
  /** Characters of its field. */
  readonly limit: number;
  /** The name of the store; undefined for the one that is the default. */
  readonly store: string | undefined;
  /** Whose payload it is. */
  readonly scope: Scope | undefined;
  /** Is the object of a reference known to be in the store? */
  readonly isRecorded: ((reference: string) => boolean) | undefined;
}

/** Texts that are in envelopes: coded ones in their field, and those in a store. Read ones are in the cache. */
export interface Vault {
  /** Puts a text into a store and returns its reference. */
  store(text: string, encoded: Encoded, putting: Putting): Promise<string>;
  /** Keeps the text of an envelope, so that it can be read without a fetch. */
  keep(envelope: string, text: string, textBytes: number): void;
  /** Brings the texts of envelopes into the cache. */
  fetch(envelopes: Iterable<string>): Promise<void>;
  /** The text of an envelope, if it is in the cache. */
  recall(envelope: string): string | undefined;
  holds(envelope: string): boolean;
  /** Is there a store of this name, or a default? */
  hasStore(name: string | undefined): boolean;
}

/** Whether a text is an envelope: a reference, or a coded text. Almost always the first character decides. */
export const isEnvelope = (text: string): boolean => isReference(text) || isInline(text);

export function openVault({ store: main, stores, prefix, cacheBytes, storeTimeoutMs }: Settings, coder: Coder): Vault {
  const cache = new TextCache(cacheBytes);
  const putOnce = openPutOnce(storeTimeoutMs);
  const underWay = new Map<string, Promise<CachedText>>();

  function storeFor(text: string, { limit, store: name }: Putting): PayloadStore {
    const found = name === undefined ? main : stores.get(name);
    if (found) return found;
    throw name === undefined ? tooLargeWithoutStore(text.length, limit) : unknownStore(name, stores);
  }

  async function bytesOf({ store: name, key, size, sha256 }: Reference): Promise<Uint8Array> {
    const store = stores.get(name);
    if (!store) throw mismatch(name, key, stores);
    const bytes = await getFrom(store, key, storeTimeoutMs);
    const found = sha256Of(bytes);
    if (bytes.byteLength === size && found === sha256) return bytes;
    const holds = `${bytes.byteLength} bytes with SHA-256 ${found}`;
    const message = `The store ${name} holds ${holds} under ${key}, where ${size} bytes were written.`;
    throw new PayloadError("PAYLOAD_CORRUPT", `${message} Restore the object; it never changes once written.`);
  }

  async function open(envelope: string): Promise<CachedText> {
    if (isInline(envelope)) {
      const { bytes, coding } = parseInline(envelope);
      return { text: await coder.decode(bytes, coding), size: coding.textBytes };
    }
    const reference = parseReference(envelope);
    const text = await coder.decode(await bytesOf(reference), reference.coding);
    return { text, size: reference.coding?.textBytes ?? reference.size };
  }

  return {
    hasStore: (name) => (name === undefined ? main !== undefined : stores.has(name)),
    holds: (envelope) => cache.has(envelope),
    recall: (envelope) => cache.get(envelope)?.text,
    keep: (envelope, text, size) => cache.add(new Map([[envelope, { text, size }]])),
    async store(text, { bytes, coding, textBytes, contentId }, putting) {
      const store = storeFor(text, putting);
      const { limit, scope, isRecorded } = putting;
      const key = scope === undefined ? prefix + contentId : objectKey(prefix, scope, contentId);
      const size = bytes.byteLength;
      const reference = formatReference({ store: store.name, size, sha256: sha256Of(bytes), coding, key });
      if (reference.length > limit) throw tooLarge(reference.length, limit);
      if (isRecorded?.(reference) !== true) await putOnce(store, key, bytes);
      cache.add(new Map([[reference, { text, size: textBytes }]]));
      return reference;
    },
    async fetch(envelopes) {
      const batch = new Map<string, CachedText>();
      const lacking = new Set<string>();
      for (const envelope of envelopes) {
        const cached = cache.get(envelope);
        if (cached) batch.set(envelope, cached);
        else lacking.add(envelope);
      }
      try {
        await parallel(lacking, FETCHES_AT_ONCE, async (envelope) => {
          batch.set(envelope, await sharing(underWay, envelope, () => open(envelope)));
        });
      } finally {
        cache.add(batch);
      }
    },
  };
}

/** The error for an envelope that does not fit its field. */
export function tooLarge(length: number, limit: number): PayloadError {
  const message = `A reference of ${length} characters does not fit the ${limit} of its field; use a shorter prefix.`;
  return new PayloadError("PAYLOAD_TOO_LARGE", message);
}

/** The error for a text that is for programs which follow no reference. */
export function tooLargePlain(length: number, limit: number): PayloadError {
  const what = `A payload of ${length} characters does not fit the limit of ${limit}`;
  const message = `${what}, and is declared to stay plain text in its field; pass less, or let Sweft's own programs read it.`;
  return new PayloadError("PAYLOAD_TOO_LARGE", message);
}

function tooLargeWithoutStore(length: number, limit: number): PayloadError {
  const advice = "pass a store, openPayloads({ store: fileStore(directory) }), or pass less.";
  const message = `A payload of ${length} characters does not fit the limit of ${limit}, and no store is set; ${advice}`;
  return new PayloadError("PAYLOAD_TOO_LARGE", message);
}

type Stores = ReadonlyMap<string, PayloadStore>;

const listed = (stores: Stores): string => [...stores.keys()].join(", ");

/** The error for the name of a store that is not open. */
export function unknownStore(name: string, stores: Stores): PayloadError {
  const open = stores.size === 0 ? "none is open" : `open are ${listed(stores)}`;
  const message = `A payload is to go into the store ${name}, and ${open}; name one of openPayloads({ store, stores }).`;
  return new PayloadError("PAYLOAD_STORE_MISMATCH", message);
}

function mismatch(name: string, key: string, stores: Stores): PayloadError {
  const plural = stores.size > 1 ? "stores" : "store";
  const found =
    stores.size === 0 ? "no store is open" : `the ${plural} ${listed(stores)} ${stores.size > 1 ? "are" : "is"} open`;
  const message = `The payload ${key} is in the store ${name}, and ${found}; pass that store to openPayloads.`;
  return new PayloadError("PAYLOAD_STORE_MISMATCH", message);
}
