import type { PayloadStore } from "@sweft/payload";
import { TestingError } from "../errors.ts";

/** A method that a store may do without. */
export type OptionalMethod = "delete" | "list";

/** What `storeContract` tries out, and how; all but `open` optional. */
export interface StoreContractOptions<Store extends PayloadStore = PayloadStore> {
  /**
   * Opens the store. Each time on the same storage, which need not be empty: a memory store gives the same object. It is
   * opened at least once for every case.
   */
  readonly open: () => Store | Promise<Store>;
  /** Closes what `open` gave; nothing by default. */
  readonly close?: (store: Store) => unknown;
  /** What the keys of all objects begin with; `sweft-contract-` and a new UUID by default. */
  readonly prefix?: string;
  /** The optional methods that the store does without. None by default: one that is missing is a failure. */
  readonly without?: readonly OptionalMethod[];
  /** The length of the large object, in bytes; 3,000,000 by default. */
  readonly largeBytes?: number;
  /** How many objects are put to be listed; 1,100 by default, more than a page of S3 holds. */
  readonly manyObjects?: number;
  /** After how many seconds a request that has not settled is a failure; 30 by default. */
  readonly patienceSeconds?: number;
}

/** All options, checked, for one case. */
export interface Settings {
  readonly open: () => PayloadStore | Promise<PayloadStore>;
  readonly close: (store: PayloadStore) => unknown;
  readonly prefix: string;
  readonly without: readonly OptionalMethod[];
  readonly largeBytes: number;
  readonly manyObjects: number;
  readonly patienceMs: number;
}

/**
 * Checks the options and adds the defaults.
 *
 * @param newPrefix - The prefix if the options have none.
 * @throws {TestingError} `OPTION_INVALID`.
 */
export function settingsOf<Store extends PayloadStore>(
  options: StoreContractOptions<Store>,
  newPrefix: () => string,
): Settings {
  const { open, close, without = [], largeBytes = 3_000_000, manyObjects = 1100, patienceSeconds = 30 } = options;
  check("open", typeof open === "function", "a function that returns the store");
  check("largeBytes", Number.isSafeInteger(largeBytes) && largeBytes > 0, "a positive number of bytes");
  check("manyObjects", Number.isSafeInteger(manyObjects) && manyObjects > 0, "a positive number of objects");
  check("patienceSeconds", patienceSeconds > 0, "a positive number of seconds");
  const prefix = options.prefix ?? newPrefix();
  check("prefix", /^[\x21-\x7e]*$/.test(prefix), "visible ASCII characters without spaces");
  return {
    open,
    // It only ever gets what `open` gave.
    close: (store) => close?.(store as Store),
    prefix,
    without,
    largeBytes,
    manyObjects,
    patienceMs: patienceSeconds * 1000,
  };
}

function check(name: string, holds: boolean, rule: string): void {
  if (!holds) throw new TestingError("OPTION_INVALID", `storeContract: write ${rule} for ${name}.`);
}
