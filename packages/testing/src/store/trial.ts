import { setTimeout as sleep } from "node:timers/promises";
import type { PayloadStore, StoredObject } from "@sweft/payload";
import { broken, isComplaint, judgeBytes, judgeEntry, judgeKeys, shown } from "./judge.ts";
import type { Settings } from "./options.ts";

const DELETES_AT_ONCE = 32;

/** What a case works with: a store, keys of its own, and requests that fail with a sentence. */
export interface Trial {
  readonly settings: Settings;
  readonly store: PayloadStore;
  /** Opens the store once more; it is closed at the end of the case. */
  open(): Promise<PayloadStore>;
  /** A key of this case's own. */
  key(name: string): string;
  put(key: string, bytes: Uint8Array, store?: PayloadStore): Promise<void>;
  /** Gets what must be there. */
  get(key: string, store?: PayloadStore): Promise<Uint8Array>;
  delete(key: string): Promise<void>;
  list(prefix: string): Promise<StoredObject[]>;
  /** Lists, and leaves at the first object. */
  leave(prefix: string): Promise<void>;
  /** Fails unless exactly these bytes are under the key. */
  expect(key: string, bytes: Uint8Array, store?: PayloadStore): Promise<void>;
  expectMissing(key: string): Promise<void>;
  /** Fails unless the store lists exactly these keys, if it can list. */
  expectListed(prefix: string, keys: readonly string[]): Promise<void>;
  /** Waits until a request settles, but not for ever; what it rejects with is the caller's. */
  settled<T>(what: string, request: () => Promise<T>): Promise<T>;
}

/** Cases by their names. */
export type Cases = Readonly<Record<string, (trial: Trial) => Promise<void>>>;

/** Runs one case: opens the store, and in the end removes what the case has put and closes what it has opened. */
export async function runTrial(settings: Settings, run: (trial: Trial) => Promise<void>): Promise<void> {
  const opened: PayloadStore[] = [];
  const touched = new Set<string>();
  const open = async (): Promise<PayloadStore> => {
    const store = await settings.open();
    opened.push(store);
    return store;
  };
  try {
    const trial = trialOf(settings, await open(), open, touched);
    try {
      await run(trial);
    } finally {
      // What cannot be removed has been complained of already, or is in a store that never removes anything.
      const keys = [...touched];
      while (keys.length > 0) await Promise.allSettled(keys.splice(-DELETES_AT_ONCE).map(trial.delete));
    }
  } finally {
    await Promise.allSettled(opened.map(async (store) => settings.close(store)));
  }
}

function trialOf(settings: Settings, store: PayloadStore, open: Trial["open"], touched: Set<string>): Trial {
  async function settled<T>(what: string, request: () => Promise<T>): Promise<T> {
    const over = new AbortController();
    const tooLong = sleep(settings.patienceMs, undefined, { signal: over.signal }).then(() => {
      throw broken(`${what} did not settle within ${settings.patienceMs / 1000} seconds`, "It must settle in the end");
    });
    tooLong.catch(() => {});
    try {
      return await Promise.race([(async () => request())(), tooLong]);
    } finally {
      over.abort();
    }
  }
  /** A request that must succeed. */
  const done = <T>(what: string, should: string, request: () => Promise<T>): Promise<T> =>
    settled(what, async () => {
      try {
        return await request();
      } catch (error) {
        if (isComplaint(error)) throw error;
        throw broken(`${what} rejected with ${shown(error)}`, should, error);
      }
    });
  const call = (method: string, key: string): string => `${method}(${JSON.stringify(key)})`;

  const trial: Trial = {
    settings,
    store,
    open,
    settled,
    key(name) {
      const key = settings.prefix + name;
      touched.add(key);
      return key;
    },
    put: (key, bytes, to = store) =>
      done(`${call("put", key)} of ${bytes.byteLength} bytes`, "It must keep them", () => to.put(key, bytes)),
    get: (key, from = store) =>
      done(call("get", key), "It must give the bytes that were put under this key", () => from.get(key)),
    delete: (key) =>
      done(call("delete", key), "It must forget the key, and not mind if there is none", async () =>
        store.delete?.(key),
      ),
    list: (prefix) =>
      done(call("list", prefix), "It must list the objects whose keys start so", async () => {
        const entries: StoredObject[] = [];
        for await (const entry of store.list?.(prefix) ?? []) entries.push(judgeEntry(prefix, entry, Date.now()));
        return entries;
      }),
    leave: (prefix) =>
      done(`${call("list", prefix)}, left at its first object,`, "It must end where it is left", async () => {
        for await (const _ of store.list?.(prefix) ?? []) break;
      }),
    async expect(key, bytes, from = store) {
      judgeBytes(key, await trial.get(key, from), bytes);
    },
    async expectMissing(key) {
      const should = 'Where there is nothing it must reject with an error whose code is "PAYLOAD_MISSING"';
      const error = await settled(call("get", key), async () => {
        const got = await store.get(key).then(
          (bytes) => ({ bytes }),
          (reason: unknown) => ({ reason }),
        );
        if ("reason" in got) return got.reason;
        throw broken(
          `${call("get", key)} gave ${String(got.bytes?.byteLength)} bytes, and none were to be there`,
          should,
        );
      });
      if ((error as { readonly code?: unknown } | null | undefined)?.code === "PAYLOAD_MISSING") return;
      throw broken(`${call("get", key)} rejected with ${shown(error)}`, should, error);
    },
    async expectListed(prefix, keys) {
      if (settings.without.includes("list")) return;
      const listed = await trial.list(prefix);
      judgeKeys(
        prefix,
        listed.map(({ key }) => key),
        keys,
      );
    },
  };
  return trial;
}
