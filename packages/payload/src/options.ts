import { inspect } from "node:util";
import type { Compression } from "./coding/compress.ts";
import { isAvailable } from "./coding/compress.ts";
import type { EncryptionKeys } from "./coding/keys.ts";
import { checkMarker } from "./envelope/envelope.ts";
import { isWord } from "./envelope/word.ts";
import { PayloadError } from "./errors.ts";
import type { DeclaredSerializer } from "./serialize/declared.ts";
import { nameOf } from "./serialize/declared.ts";
import type { Serializer } from "./serialize/serializer.ts";
import { superjsonSerializer } from "./serialize/superjson.ts";
import type { PayloadStore } from "./store/store.ts";

/** The most characters a field of SWF takes: inputs, results, details, control, executionContext. */
export const FIELD_LIMIT = 32768;

/** How texts are compressed. */
export interface CompressionOptions {
  /** `zstd` needs Node 22.15, also where it is read. Brotli makes JSON smallest; gzip is what other programs read. */
  readonly codec: "brotli" | "gzip" | "zstd";
  /** Texts of fewer bytes are left alone, and stay legible; 1,024 by default, at least 1. */
  readonly minBytes?: number;
}

/** How texts are encrypted: AES-256-GCM. */
export interface EncryptionOptions {
  /** Where keys come from: `staticKeys(…)`, or a provider of your own. */
  readonly keys: EncryptionKeys;
  /**
   * What the reason of a failure says, which SWF shows in plain text: by default, `"code"`, only the code or name of the error.
   * `"full"` adds its message, which may hold what should be secret.
   */
  readonly reasons?: "code" | "full";
}

/** What is done to texts on their way: compressed first, then encrypted. */
export interface CodecsOptions {
  /** None by default. Only what gets smaller by it is compressed. */
  readonly compression?: CompressionOptions | CompressionOptions["codec"];
  /** None by default. Everything is encrypted, however short; what others wrote in plain text is still read. */
  readonly encryption?: EncryptionOptions;
}

/** How {@link openPayloads} works; all optional. */
export interface PayloadsOptions {
  /**
   * Values to text and back; {@link superjsonSerializer} by default. Any object with the two methods, which must carry all that
   * activities and workflows say and do not declare otherwise: lists of arguments, failures, signals.
   */
  readonly serializer?: DeclaredSerializer;
  /** Compression and encryption. */
  readonly codecs?: CodecsOptions;
  /** Where texts go that are too large for their field. None by default: then such a text is an error. */
  readonly store?: PayloadStore;
  /** Further stores: those that a declaration names, and those that histories still refer to. Each has another name. */
  readonly stores?: readonly PayloadStore[];
  /** Milliseconds that a call of a store may take; 30,000 by default, at least 1. `Infinity` waits for ever. */
  readonly storeTimeoutMs?: number;
  /** Stands before every key in the store, such as `orders/`; empty by default. Visible ASCII without spaces. */
  readonly prefix?: string;
  /** Characters up to which a text stays in its field if there is a store: 0 to 32,768, the default. */
  readonly inlineLimit?: number;
  /** Bytes of opened texts kept in memory; 64 MB by default. What was fetched last stays, even if it is more. */
  readonly cacheBytes?: number;
}

/** All options, checked. */
export interface Settings {
  readonly serializer: Serializer;
  readonly compression: { readonly codec: Compression; readonly minBytes: number } | undefined;
  readonly encryption: Required<EncryptionOptions> | undefined;
  readonly store: PayloadStore | undefined;
  /** All of them by name, the default one included. */
  readonly stores: ReadonlyMap<string, PayloadStore>;
  readonly storeTimeoutMs: number;
  readonly prefix: string;
  readonly inlineLimit: number;
  readonly cacheBytes: number;
}

/** What a timer can wait for. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * Checks the options and adds the defaults.
 *
 * @throws {PayloadError} `PAYLOAD_OPTION_INVALID`.
 */
export function settingsOf(options: PayloadsOptions): Settings {
  const { codecs = {}, store, stores = [], prefix = "" } = options;
  const { inlineLimit = FIELD_LIMIT, cacheBytes = 64 * 1024 * 1024, storeTimeoutMs = 30_000 } = options;
  const serializer = serializerOf(options.serializer);
  check("inlineLimit", inlineLimit, isCount(inlineLimit) && inlineLimit <= FIELD_LIMIT, "an integer from 0 to 32768");
  check("cacheBytes", cacheBytes, isCount(cacheBytes), "an integer of at least 0");
  check("prefix", prefix, prefix === "" || isWord(prefix), "visible ASCII characters without spaces");
  const isTime =
    storeTimeoutMs === Number.POSITIVE_INFINITY || (storeTimeoutMs >= 1 && storeTimeoutMs <= MAX_TIMEOUT_MS);
  check("storeTimeoutMs", storeTimeoutMs, isTime, "milliseconds from 1 to 2147483647, or Infinity");
  return {
    serializer,
    compression: compressionOf(codecs.compression),
    encryption: encryptionOf(codecs.encryption),
    store,
    stores: byName(store === undefined ? stores : [store, ...stores]),
    storeTimeoutMs,
    prefix,
    inlineLimit,
    cacheBytes,
  };
}

function serializerOf(given: DeclaredSerializer = superjsonSerializer()): Serializer {
  const { serialize, deserialize } = Object(given) as Partial<Serializer>;
  const isOne = typeof serialize === "function" && typeof deserialize === "function";
  check("serializer", given, isOne, "an object with the methods serialize(value) and deserialize(text)");
  checkMarker(nameOf(given), given.marker);
  if (given.name !== undefined) return given as Serializer;
  return {
    name: nameOf(given),
    ...(given.marker !== undefined && { marker: given.marker }),
    serialize: (value, name) => given.serialize(value, name),
    deserialize: (text) => given.deserialize(text),
  };
}

const COMPRESSION_NAMES: Readonly<Record<CompressionOptions["codec"], Compression>> = {
  brotli: "br",
  gzip: "gz",
  zstd: "zst",
};

function compressionOf(given: CodecsOptions["compression"]): Settings["compression"] {
  if (given === undefined) return undefined;
  const { codec: name, minBytes = 1024 } = typeof given === "string" ? { codec: given } : given;
  check("codecs.compression", name, Object.hasOwn(COMPRESSION_NAMES, name), '"brotli", "gzip" or "zstd"');
  const codec = COMPRESSION_NAMES[name];
  check("codecs.compression", name, isAvailable(codec), '"brotli" or "gzip": this Node cannot do it, 22.15 can');
  check("codecs.compression.minBytes", minBytes, isCount(minBytes) && minBytes > 0, "an integer of at least 1");
  return { codec, minBytes };
}

function encryptionOf(given: CodecsOptions["encryption"]): Settings["encryption"] {
  if (given === undefined) return undefined;
  const { keys, reasons = "code" } = given;
  const isProvider = typeof keys?.current === "function" && typeof keys.get === "function";
  check(
    "codecs.encryption.keys",
    isProvider ? "" : typeof keys,
    isProvider,
    "staticKeys({ current, keys }), or an object with current and get",
  );
  check("codecs.encryption.reasons", reasons, reasons === "code" || reasons === "full", '"code" or "full"');
  return { keys, reasons };
}

function byName(stores: readonly PayloadStore[]): ReadonlyMap<string, PayloadStore> {
  const named = new Map<string, PayloadStore>();
  for (const store of stores) {
    check("store.name", store.name, isWord(store.name), "visible ASCII characters without spaces");
    const isNew = !named.has(store.name) || named.get(store.name) === store;
    check("stores", store.name, isNew, "stores of different names: fileStore(directory, { name })");
    named.set(store.name, store);
  }
  return named;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function check(name: string, value: unknown, holds: boolean, rule: string): void {
  if (holds) return;
  throw new PayloadError("PAYLOAD_OPTION_INVALID", `openPayloads: ${name} is ${inspect(value)}; write ${rule}.`);
}
