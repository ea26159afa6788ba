import type { PayloadStore } from "../../src/index.ts";
import { memoryStore } from "../../src/index.ts";

/** A memory store that counts its calls, and whose bytes tests may exchange. */
export interface WatchedStore extends PayloadStore {
  readonly puts: string[];
  readonly gets: string[];
  readonly most: { getsAtOnce: number };
}

export function watchedStore(): WatchedStore {
  const store = memoryStore();
  const puts: string[] = [];
  const gets: string[] = [];
  const most = { getsAtOnce: 0 };
  let running = 0;
  return {
    ...store,
    puts,
    gets,
    most,
    async put(key, bytes) {
      puts.push(key);
      await store.put(key, bytes);
    },
    async get(key) {
      gets.push(key);
      most.getsAtOnce = Math.max(most.getsAtOnce, ++running);
      // One turn of the event loop, so that calls made together are seen together.
      await new Promise(setImmediate);
      running--;
      return store.get(key);
    },
  };
}
