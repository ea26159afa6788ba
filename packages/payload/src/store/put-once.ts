import { askStore } from "./ask.ts";
import type { PayloadStore } from "./store.ts";

/** Keys remembered as stored. */
const KEYS_REMEMBERED = 10_000;

/**
 * How long. It is short on purpose: a cleaner may have removed what was stored long ago, and takes care only of objects that
 * are younger than an hour.
 */
const REMEMBERED_MS = 600_000;

/** Puts bytes under a key that their content decides: once, however often and however many at a time ask for it. */
export function openPutOnce(timeoutMs: number): (store: PayloadStore, key: string, bytes: Uint8Array) => Promise<void> {
  const stored = new Map<string, number>();
  const underWay = new Map<string, Promise<void>>();
  return async (store, key, bytes) => {
    const place = `${store.name} ${key}`;
    if (Date.now() - (stored.get(place) ?? Number.NEGATIVE_INFINITY) < REMEMBERED_MS) return;
    await sharing(underWay, place, async () => {
      await askStore(store, "keep", key, timeoutMs, (signal) => store.put(key, bytes, { signal }));
      stored.delete(place);
      stored.set(place, Date.now());
      for (const oldest of stored.keys()) {
        if (stored.size <= KEYS_REMEMBERED) return;
        stored.delete(oldest);
      }
    });
  };
}

/** Lets all who ask for the same thing at the same time share one answer. */
export function sharing<T>(underWay: Map<string, Promise<T>>, key: string, work: () => Promise<T>): Promise<T> {
  const shared = underWay.get(key) ?? work().finally(() => underWay.delete(key));
  underWay.set(key, shared);
  return shared;
}
