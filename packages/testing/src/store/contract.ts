import { randomUUID } from "node:crypto";
import type { PayloadStore } from "@sweft/payload";
import { BYTES } from "./bytes.ts";
import { CONDUCT } from "./conduct.ts";
import { KEYS } from "./keys.ts";
import { DELETING, LISTING } from "./listing.ts";
import type { StoreContractOptions } from "./options.ts";
import { settingsOf } from "./options.ts";
import type { Cases } from "./trial.ts";
import { runTrial } from "./trial.ts";

/** One thing that a store must do. */
export interface StoreCase {
  /** A sentence that begins with the store: "gives back the bytes it was given". */
  readonly name: string;
  /** Tries it out, and rejects with `STORE_CONTRACT_BROKEN` if the store does otherwise. Needs no `this`. */
  readonly run: () => Promise<void>;
}

/**
 * All that a store of payloads must do, as cases for any test runner:
 *
 * ```ts
 * describe("my store", () => {
 *   for (const { name, run } of storeContract({ open: () => myStore(url), close: (store) => store.end() })) it(name, run);
 * });
 * ```
 *
 * The cases may run in any order and at the same time. They put some 20 MB in all, under keys of their own, and remove
 * what they have put if the store can delete.
 *
 * @param options - How to open the store, and what it can do without.
 * @throws {TestingError} `OPTION_INVALID`.
 */
export function storeContract<Store extends PayloadStore>(options: StoreContractOptions<Store>): readonly StoreCase[] {
  const settings = settingsOf(options, () => `sweft-contract-${randomUUID()}/`);
  const lacks = (method: "delete" | "list"): boolean => settings.without.includes(method);
  const cases: Cases = {
    ...CONDUCT,
    ...BYTES,
    ...KEYS,
    ...(lacks("delete") ? {} : DELETING),
    ...(lacks("list") ? {} : LISTING),
  };
  return Object.entries(cases).map(([name, run], index) => ({
    name,
    run: () => runTrial({ ...settings, prefix: `${settings.prefix}${index}/` }, run),
  }));
}
