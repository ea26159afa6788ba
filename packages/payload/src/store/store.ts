/**
 * Where texts live that are too large for their field. Two methods make a store; the others let it be listed and
 * cleaned.
 *
 * An object is written once, under a key that its content decides, and never changes: writing it again is harmless.
 */
export interface PayloadStore {
  /** What references call the store: visible characters without spaces. It must stay the same as long as histories live. */
  readonly name: string;
  /** Keeps the bytes. Once it resolves, they must survive a crash as well as the store ever lets them. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /**
   * The bytes kept under a key.
   *
   * Rejects with an error whose `code` is `PAYLOAD_MISSING` if there are none, so that a payload that is lost can be
   * told from a store that is down.
   */
  get(key: string): Promise<Uint8Array>;
  /** Forgets a key. No error if there is none. */
  delete?(key: string): Promise<void>;
  /** All keys that start with `prefix`, each once, in any order. */
  list?(prefix: string): AsyncIterable<string>;
}
