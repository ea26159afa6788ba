import { inspect } from "node:util";
import { checkMarker } from "./envelope/envelope.ts";
import { isWord } from "./envelope/reference.ts";
import { PayloadError } from "./errors.ts";
import type { Serializer } from "./serialize/serializer.ts";
import { superjsonSerializer } from "./serialize/superjson.ts";
import type { PayloadStore } from "./store/store.ts";

/** The most characters a field of SWF takes: inputs, results, details, control, executionContext. */
const FIELD_LIMIT = 32768;

/** How {@link openPayloads} works; all optional. */
export interface PayloadsOptions {
  /** Values to text and back; {@link superjsonSerializer} by default. */
  readonly serializer?: Serializer;
  /** Where texts go that are too large for their field. None by default: then such a text is an error. */
  readonly store?: PayloadStore;
  /** Stands before every key in the store, such as `orders/`; empty by default. Visible ASCII without spaces. */
  readonly prefix?: string;
  /** Characters up to which a text stays in its field: 0 to 32,768, the default. */
  readonly inlineLimit?: number;
  /** Bytes of stored texts kept in memory; 64 MB by default. What was fetched last stays, even if it is more. */
  readonly cacheBytes?: number;
}

/** All options, checked. */
export interface Settings {
  readonly serializer: Serializer;
  readonly store: PayloadStore | undefined;
  readonly prefix: string;
  readonly inlineLimit: number;
  readonly cacheBytes: number;
}

/**
 * Checks the options and adds the defaults.
 *
 * @throws {PayloadError} `PAYLOAD_OPTION_INVALID`.
 */
export function settingsOf(options: PayloadsOptions): Settings {
  const { serializer = superjsonSerializer(), store, prefix = "" } = options;
  const { inlineLimit = FIELD_LIMIT, cacheBytes = 64 * 1024 * 1024 } = options;
  checkMarker(serializer.name, serializer.marker);
  check("inlineLimit", inlineLimit, isCount(inlineLimit) && inlineLimit <= FIELD_LIMIT, "an integer from 0 to 32768");
  check("cacheBytes", cacheBytes, isCount(cacheBytes), "an integer of at least 0");
  check("prefix", prefix, prefix === "" || isWord(prefix), "visible ASCII characters without spaces");
  if (store) check("store.name", store.name, isWord(store.name), "visible ASCII characters without spaces");
  return { serializer, store, prefix, inlineLimit, cacheBytes };
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function check(name: string, value: unknown, holds: boolean, rule: string): void {
  if (holds) return;
  throw new PayloadError("PAYLOAD_OPTION_INVALID", `openPayloads: ${name} is ${inspect(value)}; write ${rule}.`);
}
