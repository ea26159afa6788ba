import { codecCharacters } from "./coding/codec-name.ts";
import { encodedBytes, openCoder } from "./coding/coder.ts";
import type { DigestKey } from "./coding/keyring.ts";
import { openKeyring } from "./coding/keyring.ts";
import { isOurs, wrap } from "./envelope/envelope.ts";
import { formatInline, inlineCharacters, isInline, parseInline, textBytesOf } from "./envelope/inline.ts";
import { isReference, parseReference, tryParseReference } from "./envelope/reference.ts";
import { PayloadError } from "./errors.ts";
import type { PayloadsOptions } from "./options.ts";
import { FIELD_LIMIT, settingsOf } from "./options.ts";
import type { Format } from "./serialize/declared.ts";
import { noText, openDeclared } from "./serialize/declared.ts";
import type { Scope } from "./store/object-key.ts";
import type { PayloadStore } from "./store/store.ts";
import { isEnvelope, openVault, tooLarge, tooLargePlain, unknownStore } from "./vault.ts";

/** How a single text is made to fit. */
export interface SealOptions {
  /** Characters the field takes; 32,768 when absent. */
  readonly limit?: number;
  /** The name of the store, if it does not stay in its field; the default one when absent. */
  readonly store?: string;
  /**
   * Leaves the text as it is: neither compressed nor encrypted, and never out of band, for programs that are not Sweft's. Default
   * false.
   */
  readonly plain?: boolean;
  /** Whose payload it is: keys in the store say so, for rules that expire them and for garbage collection. */
  readonly scope?: Scope;
  /**
   * Does a history of this execution hold the reference? Then its object is in the store since that was written, and is not put again,
   * not even by a process that knows nothing of the one that did. Without it, only what this process has put lately is known.
   */
  readonly isRecorded?: (reference: string) => boolean;
}

/**
 * Everything between values and the texts that fields of SWF hold. A value is written to a text of any length; `seal`
 * compresses and encrypts it, as the options say, and makes that fit its field, with a reference to a store if need be; `fetch`
 * undoes that ahead of time, so that reading is synchronous, as replay is.
 */
export interface Payloads {
  /**
   * Writes a value as text, of whatever length.
   *
   * @param value - Anything the serializer carries. A field whose value is undefined is best left out altogether.
   * @param name - What messages call the value, such as `args`; `value` when absent.
   * @param format - What is declared of the field: its serializer writes, or the default one if it names none.
   * @throws {PayloadError} `PAYLOAD_UNSERIALIZABLE`, with the path in the value.
   */
  write(value: unknown, name?: string, format?: Format): string;
  /**
   * Reads the value of a text that is here. A text that is no JSON, which only another client can have written, is itself
   * the value.
   *
   * @param format - What is declared of the field: its serializer reads, unless the text is marked as another's.
   * @throws {PayloadError} `PAYLOAD_NOT_FETCHED` for an envelope whose text is not in the cache; `PAYLOAD_UNREADABLE`,
   * `PAYLOAD_FORMAT_UNKNOWN`.
   */
  read(text: string, format?: Format): unknown;
  /**
   * Takes a text out of its envelope, for who reads it later: the cache may have forgotten it by then.
   *
   * @returns A text that is never missing; of one that is in no envelope, itself.
   * @throws {PayloadError} `PAYLOAD_NOT_FETCHED`.
   */
  open(text: string): string;
  /** Whether a text is an envelope that `fetch` must open first. Costs next to nothing. */
  missing(text: string): boolean;
  /** Whether a text is a reference to a store. Costs next to nothing. */
  isReference(text: string): boolean;
  /**
   * Compresses and encrypts a text, and makes it fit: in its field if it does, else in the store, with a reference in its place.
   * Equal texts give equal ones, under one key: what a replay or a retry asks for again is not stored again.
   *
   * @param text - A text of `write`. One that is sealed already stays as it is.
   * @throws {PayloadError} `PAYLOAD_TOO_LARGE` without a store, or if a reference does not fit either;
   * `PAYLOAD_STORE_FAILED`, `PAYLOAD_TIMEOUT`, `PAYLOAD_THROTTLED`, `PAYLOAD_FORBIDDEN`, `PAYLOAD_STORE_MISMATCH`;
   * `PAYLOAD_KEYS_FAILED`.
   */
  seal(text: string, options?: SealOptions): Promise<string>;
  /**
   * Opens envelopes, a few at a time: brings bytes from stores and verifies them, decrypts, decompresses, and keeps the
   * texts in the cache. Texts in no envelope, or that are here, cost nothing. If one fails the others are kept.
   *
   * @throws {PayloadError} `PAYLOAD_MISSING`, `PAYLOAD_CORRUPT`, `PAYLOAD_TAMPERED`, `PAYLOAD_FORBIDDEN`,
   * `PAYLOAD_STORE_FAILED`, `PAYLOAD_TIMEOUT`, `PAYLOAD_THROTTLED`, `PAYLOAD_STORE_MISMATCH`, `PAYLOAD_KEY_ID_UNKNOWN`,
   * `PAYLOAD_KEYS_FAILED`, `PAYLOAD_CODEC_UNKNOWN`, `PAYLOAD_FORMAT_UNKNOWN`.
   */
  fetch(texts: Iterable<string>): Promise<void>;
  /** The bytes of the text in an envelope; of any other text, its length. */
  sizeOf(text: string): number;
  /** The most bytes that a text of so many takes in its field once it is sealed; absent if as many. */
  readonly sealedBytes?: (textBytes: number) => number;
  /**
   * Whether reasons of failures, which are always plain text, say only the code: so it is under encryption, unless
   * `encryption.reasons` is `"full"`.
   */
  readonly hidesReasons: boolean;
  /** All stores that are open, the default one first. */
  readonly stores: readonly PayloadStore[];
  /** What every key in them begins with. */
  readonly prefix: string;
  /** The keys of the digests by which histories tell arguments apart, the one to use first; none without encryption. */
  digestKeys(): Promise<readonly DigestKey[]>;
}

/**
 * Opens the way from values to fields and back. It holds nothing that need be closed.
 *
 * @param options - Serializer, codecs, stores, limits; what they do and their defaults stand with each.
 * @throws {PayloadError} `PAYLOAD_OPTION_INVALID`.
 */
export function openPayloads(options: PayloadsOptions = {}): Payloads {
  const settings = settingsOf(options);
  const { serializer, inlineLimit, compression, encryption, storeTimeoutMs } = settings;
  const keyring = encryption && openKeyring(encryption.keys, storeTimeoutMs);
  const coder = openCoder({ serializer: serializer.name, compression, keyring });
  const vault = openVault(settings, coder);
  const declared = openDeclared(serializer);

  /** The text in an envelope, if it is here; any other text as it is. */
  function open(text: string): string {
    if (!isEnvelope(text)) return text;
    const known = vault.recall(text);
    if (known !== undefined) return known;
    // What no fetch could open is told as that.
    if (isReference(text)) parseReference(text);
    else parseInline(text);
    const message = `The payload "${text.slice(0, 200)}" is not here yet; await fetch([text]) before.`;
    throw new PayloadError("PAYLOAD_NOT_FETCHED", message);
  }

  async function seal(text: string, options: SealOptions = {}): Promise<string> {
    const { limit = FIELD_LIMIT, store, scope, isRecorded, plain = false } = options;
    // A name nobody knows is a mistake, which must not wait for a payload that is long.
    if (store !== undefined && !vault.hasStore(store)) throw unknownStore(store, settings.stores);
    if (plain) {
      if (text.length <= limit) return text;
      throw tooLargePlain(text.length, limit);
    }
    // Without a store, all that the field takes stays in it.
    const room = vault.hasStore(store) ? Math.min(limit, inlineLimit) : limit;
    if (isEnvelope(text)) {
      if (text.length <= limit) return text;
      throw tooLarge(text.length, limit);
    }
    if (text.length <= room && !coder.applies(text.length)) return text;
    const encoded = await coder.encode(text);
    const { coding, bytes, textBytes } = encoded;
    const inline = coding === undefined ? text : formatInline(coding, bytes);
    // In base64 a compressed text may be longer than it was.
    if (keyring === undefined && text.length <= Math.min(room, inline.length)) return text;
    if (inline.length > room) return vault.store(text, encoded, { limit, store, scope, isRecorded });
    if (coding !== undefined) vault.keep(inline, text, textBytes);
    return inline;
  }

  return {
    write(value, name, format) {
      if (format?.serializer !== undefined) return declared.write(format.serializer, value, name);
      const text = serializer.serialize(value, name);
      if (typeof text !== "string") throw noText(serializer, text, name);
      return wrap(text, serializer.marker);
    },
    read(text, format) {
      const whole = open(text);
      const own = format?.serializer;
      return own === undefined && !isOurs(whole) ? serializer.deserialize(whole) : declared.read(whole, own);
    },
    open,
    isReference,
    missing: (text) => isEnvelope(text) && !vault.holds(text),
    seal,
    async fetch(texts) {
      const envelopes = [...texts].filter(isEnvelope);
      if (envelopes.length > 0) await vault.fetch(envelopes);
    },
    sizeOf(text) {
      if (isInline(text)) return textBytesOf(text) ?? text.length;
      const reference = isReference(text) ? tryParseReference(text) : undefined;
      return reference?.coding?.textBytes ?? reference?.size ?? text.length;
    },
    ...(keyring && {
      sealedBytes: (textBytes) => inlineCharacters(codecCharacters(keyring.idCharacters), encodedBytes(textBytes)),
    }),
    hidesReasons: encryption?.reasons === "code",
    stores: [...settings.stores.values()],
    prefix: settings.prefix,
    digestKeys: async () => (keyring ? keyring.digestKeys() : []),
  };
}
