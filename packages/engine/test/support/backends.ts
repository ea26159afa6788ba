import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Store } from "../../src/index.ts";
import { sqliteStore } from "../../src/sqlite.ts";
import { memoryStore } from "../../src/store/memory.ts";

/** Every store, by the name that tests show. */
export const STORES: Readonly<Record<string, () => { readonly store: Store; readonly remove: () => void }>> = {
  memory: () => ({ store: memoryStore(), remove() {} }),
  "SQLite in memory": () => ({ store: sqliteStore(":memory:"), remove() {} }),
  "SQLite on file": () => {
    const folder = mkdtempSync(join(tmpdir(), "sweft-store-"));
    return { store: sqliteStore(join(folder, "engine.db")), remove: () => rmSync(folder, { recursive: true }) };
  },
};
