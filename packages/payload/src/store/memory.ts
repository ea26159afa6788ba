import { PayloadError } from "../errors.ts";
import type { PayloadStore } from "./store.ts";

/** How {@link memoryStore} works; all optional. */
export interface MemoryStoreOptions {
  /** What references call the store; `memory` by default. */
  readonly name?: string;
  /** The time that objects are stamped with, in milliseconds since 1970; the machine's by default. */
  readonly now?: () => number;
}

/** A store that lives as long as the process: for tests and for trying things out. */
export function memoryStore({ name = "memory", now = Date.now }: MemoryStoreOptions = {}): PayloadStore {
  const objects = new Map<string, { readonly bytes: Uint8Array; readonly modifiedMs: number }>();
  return {
    name,
    async put(key, bytes, { signal } = {}) {
      signal?.throwIfAborted();
      objects.set(key, { bytes: Uint8Array.from(bytes), modifiedMs: now() });
    },
    async get(key, { signal } = {}) {
      signal?.throwIfAborted();
      const found = objects.get(key);
      if (!found) throw new PayloadError("PAYLOAD_MISSING", `The ${name} store holds nothing under the key ${key}.`);
      return Uint8Array.from(found.bytes);
    },
    async delete(key, { signal } = {}) {
      signal?.throwIfAborted();
      objects.delete(key);
    },
    async *list(prefix, { signal } = {}) {
      for (const [key, { bytes, modifiedMs }] of [...objects]) {
        signal?.throwIfAborted();
        if (key.startsWith(prefix)) yield { key, size: bytes.byteLength, modifiedMs };
      }
    },
  };
}
