import { unwrap, wrap } from "./envelope/envelope.ts";
import { isReference, parseReference, tryParseReference } from "./envelope/reference.ts";
import { PayloadError } from "./errors.ts";
import type { PayloadsOptions } from "./options.ts";
import { settingsOf } from "./options.ts";
import { openVault, tooLarge } from "./vault.ts";

/**
 * Everything between values and the texts that fields of SWF hold. A value is written to a text of any length; `seal`
 * makes that fit its field, with a reference to a store if need be; `fetch` brings the bytes of references in, so that
 * reading is synchronous, as replay is.
 */
export interface Payloads {
  /**
   * Writes a value as text, of whatever length.
   *
   * @param value - Anything the serializer carries. A field whose value is undefined is best left out altogether.
   * @param name - What messages call the value, such as `args`; `value` when absent.
   * @throws {PayloadError} `PAYLOAD_UNSERIALIZABLE`, with the path in the value.
   */
  write(value: unknown, name?: string): string;
  /**
   * Reads the value of a text whose bytes are here. A text that is no JSON, which only another client can have written,
   * is itself the value.
   *
   * @throws {PayloadError} `PAYLOAD_NOT_FETCHED` for a reference that is not in the cache; `PAYLOAD_UNREADABLE`,
   * `PAYLOAD_FORMAT_UNKNOWN`.
   */
  read(text: string): unknown;
  /** Whether a text is a reference whose bytes `fetch` must bring first. Costs next to nothing. */
  missing(text: string): boolean;
  /** Whether a text is a reference. Costs next to nothing. */
  isReference(text: string): boolean;
  /**
   * Makes a text fit: as it is if it does, else put into the store, with a reference in its place. Keys are digests, so
   * that what a replay asks for again gets the same reference, and bytes lately stored are not sent again.
   *
   * @param text - A text of `write`.
   * @param limit - Characters the field takes; `inlineLimit` when absent.
   * @throws {PayloadError} `PAYLOAD_TOO_LARGE` without a store, or if a reference does not fit either;
   * `PAYLOAD_STORE_FAILED`.
   */
  seal(text: string, limit?: number): Promise<string>;
  /**
   * Brings the bytes of references into the cache, a few at a time, and verifies them. Texts that are no references, or
   * whose bytes are here, cost nothing. If one fails the others are kept.
   *
   * @throws {PayloadError} `PAYLOAD_MISSING`, `PAYLOAD_CORRUPT`, `PAYLOAD_STORE_FAILED`, `PAYLOAD_STORE_MISMATCH`,
   * `PAYLOAD_FORMAT_UNKNOWN`.
   */
  fetch(texts: Iterable<string>): Promise<void>;
  /** The bytes a reference stands for; of any other text, its length. */
  sizeOf(text: string): number;
}

/**
 * Opens the way from values to fields and back. It holds nothing that need be closed.
 *
 * @param options - Serializer, store, limits; what they do and their defaults stand with each.
 * @throws {PayloadError} `PAYLOAD_OPTION_INVALID`.
 */
export function openPayloads(options: PayloadsOptions = {}): Payloads {
  const settings = settingsOf(options);
  const { serializer, inlineLimit } = settings;
  const vault = openVault(settings);

  /** The text a reference stands for, if it is here; any other text as it is. */
  function resolve(text: string): string {
    if (!isReference(text)) return text;
    const reference = parseReference(text);
    const stored = vault.recall(reference);
    if (stored !== undefined) return stored;
    const message = `The payload ${reference.key} of store ${reference.store} is not here yet; await fetch([text]) before.`;
    throw new PayloadError("PAYLOAD_NOT_FETCHED", message);
  }

  return {
    write: (value, name) => wrap(serializer.serialize(value, name), serializer.marker),
    read: (text) => serializer.deserialize(unwrap(resolve(text), serializer.marker)),
    isReference,
    missing(text) {
      if (!isReference(text)) return false;
      const reference = tryParseReference(text);
      return reference === undefined || !vault.holds(reference);
    },
    async seal(text, limit) {
      if (text.length <= (limit ?? inlineLimit)) return text;
      if (isReference(text)) throw tooLarge(text.length, limit ?? inlineLimit);
      return vault.store(text, limit);
    },
    async fetch(texts) {
      const references = [...texts].filter(isReference).map(parseReference);
      if (references.length > 0) await vault.fetch(references);
    },
    sizeOf: (text) => (isReference(text) ? tryParseReference(text)?.size : undefined) ?? text.length,
  };
}
