import { PayloadError } from "../errors.ts";
import type { PayloadStore } from "./store.ts";

/** A store that lives as long as the process: for tests and for trying things out. References call it `memory`. */
export function memoryStore(): PayloadStore {
  const objects = new Map<string, Uint8Array>();
  return {
    name: "memory",
    async put(key, bytes) {
      objects.set(key, Uint8Array.from(bytes));
    },
    async get(key) {
      const bytes = objects.get(key);
      if (!bytes) throw new PayloadError("PAYLOAD_MISSING", `The memory store holds nothing under the key ${key}.`);
      return Uint8Array.from(bytes);
    },
    async delete(key) {
      objects.delete(key);
    },
    async *list(prefix) {
      for (const key of [...objects.keys()]) if (key.startsWith(prefix)) yield key;
    },
  };
}
