import type { PayloadStore, StoredObject } from "@sweft/payload";
import { memoryStore } from "@sweft/payload";

/** What mutants are made of: a sound store, and ways to spoil it. */
export interface Material {
  readonly sound: Required<PayloadStore>;
  /** Whatever was ever put, the very bytes. */
  readonly kept: ReadonlyMap<string, Uint8Array>;
  entries(prefix: string): Promise<StoredObject[]>;
  /** A store that gives something else than it was given. */
  giving(other: (bytes: Uint8Array) => unknown): Partial<PayloadStore>;
  /** A store that keeps its objects under other keys than it is told. */
  under(other: (key: string) => string): Partial<PayloadStore>;
  /** A store that lists something else than there is. */
  listing(other: (all: StoredObject[], prefix: string) => readonly unknown[]): Partial<PayloadStore>;
  /** A store that lists what fits a pattern. */
  listingBy(pattern: (prefix: string) => RegExp): Partial<PayloadStore>;
}

/** A store that does something wrong, the case that must find it, and what that must say. */
export type Mutant = readonly [
  does: string,
  wrong: (material: Material) => Partial<PayloadStore>,
  caught: string,
  complaint: RegExp | string,
  hangs?: "hangs",
];

export function material(): Material {
  const store = memoryStore() as Required<PayloadStore>;
  const kept = new Map<string, Uint8Array>();
  const sound: Required<PayloadStore> = {
    ...store,
    async put(key, bytes, request) {
      kept.set(key, bytes);
      await store.put(key, bytes, request);
    },
  };
  async function entries(prefix: string): Promise<StoredObject[]> {
    const all: StoredObject[] = [];
    for await (const entry of sound.list(prefix)) all.push(entry);
    return all;
  }
  return {
    sound,
    kept,
    entries,
    giving: (other) => ({ get: async (key) => other(await sound.get(key)) as Uint8Array }),
    under: (other) => ({
      put: (key, bytes) => sound.put(other(key), bytes),
      get: (key) => sound.get(other(key)),
      delete: (key) => sound.delete(other(key)),
    }),
    listing: (other) => ({
      list: async function* (prefix) {
        yield* other(await entries(prefix), prefix) as StoredObject[];
      },
    }),
    listingBy: (pattern) => ({
      list: async function* (prefix) {
        for (const entry of await entries("")) if (pattern(prefix).test(entry.key)) yield entry;
      },
    }),
  };
}
