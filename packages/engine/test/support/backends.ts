import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine, Store, VirtualClock } from "../../src/index.ts";
import { sqliteStore } from "../../src/sqlite.ts";
import { memoryStore } from "../../src/store/memory.ts";
import type { OpenedTransport } from "./over-http.ts";
import { overHttp } from "./over-http.ts";

/** A store, and how to be rid of it. */
interface OpenedStore {
  readonly store: Store;
  remove(): void;
}

/** What an engine stands on and how its clients reach it. */
export interface Backend {
  openStore(): OpenedStore;
  openTransport(engine: Engine, clock: VirtualClock): Promise<OpenedTransport>;
}

/** Every store, by the name that tests show. */
export const STORES: Readonly<Record<string, () => OpenedStore>> = {
  memory: () => ({ store: memoryStore(), remove() {} }),
  "SQLite in memory": () => ({ store: sqliteStore(":memory:"), remove() {} }),
  "SQLite on file": () => {
    const folder = mkdtempSync(join(tmpdir(), "sweft-store-"));
    return { store: sqliteStore(join(folder, "engine.db")), remove: () => rmSync(folder, { recursive: true }) };
  },
};

const TRANSPORTS: Readonly<Record<string, Backend["openTransport"]>> = {
  "in process": async (engine) => ({ api: engine, async close() {} }),
  "AWS client over HTTP": overHttp,
};

/** Every store with every transport, by a name for both. */
export const BACKENDS: ReadonlyMap<string, Backend> = new Map(
  Object.entries(STORES).flatMap(([store, openStore]) =>
    Object.entries(TRANSPORTS).map(([transport, openTransport]): [string, Backend] => [
      `${store}, ${transport}`,
      { openStore, openTransport },
    ]),
  ),
);

/** What tests use that are not about stores or transports. */
export const PLAIN: Backend = {
  openStore: () => ({ store: memoryStore(), remove() {} }),
  openTransport: async (engine) => ({ api: engine, async close() {} }),
};
