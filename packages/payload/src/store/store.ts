/** How a single request to a store is to be made. */
export interface StoreRequest {
  /**
   * Aborts once nobody waits for the answer any more. A store that can should then let go of its connection and reject
   * with the signal's reason; one that cannot may leave the signal alone.
   */
  readonly signal?: AbortSignal;
}

/** What `list` tells of an object. */
export interface StoredObject {
  readonly key: string;
  /** Its length in bytes. */
  readonly size: number;
  /** When it was last put, in milliseconds since 1970, by the store's clock. Whole seconds will do. */
  readonly modifiedMs: number;
}

/**
 * Where texts live that are too large for their field. Two methods make a store; the others let it be listed and
 * cleaned. `storeContract` of `@sweft/testing` tries out whether a store keeps to all of this.
 *
 * An object is written once, under a key that its content decides, and never changes. The same object may be put again
 * at any time, also by several processes at once: that is harmless, and makes it as young as a new one, so that garbage
 * collection leaves it to those who have just asked for it.
 *
 * A request that fails rejects with an error whose `code` says why, as far as the store knows. Any error will do; only
 * its `code` is asked for:
 *
 * - `PAYLOAD_MISSING`: there is no such object. Only `get` says so.
 * - `PAYLOAD_FORBIDDEN`: the store may not be used so by whom we are. Time alone does not mend it.
 * - `PAYLOAD_THROTTLED`: the store asks for fewer requests. Worth a retry after a pause.
 * - `PAYLOAD_TIMEOUT`: the answer did not come in time.
 *
 * Whatever else is thrown is handed on as the `cause` of a `PAYLOAD_STORE_FAILED`.
 */
export interface PayloadStore {
  /** What references call the store: visible characters without spaces. It must stay the same as long as histories live. */
  readonly name: string;
  /** Keeps the bytes. Once it resolves, they must survive a crash as well as the store ever lets them. */
  put(key: string, bytes: Uint8Array, request?: StoreRequest): Promise<void>;
  /**
   * The bytes kept under a key.
   *
   * Rejects with `PAYLOAD_MISSING` if there are none, so that a payload that is lost can be told from a store that is
   * down.
   */
  get(key: string, request?: StoreRequest): Promise<Uint8Array>;
  /** Forgets a key. No error if there is none. */
  delete?(key: string, request?: StoreRequest): Promise<void>;
  /** All objects whose keys start with `prefix`, each once, in any order. */
  list?(prefix: string, request?: StoreRequest): AsyncIterable<StoredObject>;
}
