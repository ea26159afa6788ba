/** A text in the cache, with the bytes it counts for. */
export interface CachedText {
  readonly text: string;
  readonly size: number;
}

/**
 * Fetched texts by the digest of their bytes; those not used for the longest time go first.
 *
 * The batch added last always stays whole, even if it alone is above the bound: a replay that asked for it must be able
 * to read it, or it would ask for ever.
 */
export class TextCache {
  readonly #texts = new Map<string, CachedText>();
  readonly #maxBytes: number;
  #bytes = 0;

  /** @param maxBytes - What all texts together may count, the last batch excepted. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  has(digest: string): boolean {
    return this.#texts.has(digest);
  }

  /** The text, which is now the one used last. */
  get(digest: string): CachedText | undefined {
    const cached = this.#texts.get(digest);
    if (!cached) return undefined;
    this.#texts.delete(digest);
    this.#texts.set(digest, cached);
    return cached;
  }

  /** Adds a batch, by digest, and makes room for it. */
  add(batch: ReadonlyMap<string, CachedText>): void {
    for (const [digest, cached] of batch) {
      this.#remove(digest);
      this.#texts.set(digest, cached);
      this.#bytes += cached.size;
    }
    for (const digest of this.#texts.keys()) {
      if (this.#bytes <= this.#maxBytes || this.#texts.size <= batch.size) return;
      this.#remove(digest);
    }
  }

  #remove(digest: string): void {
    this.#bytes -= this.#texts.get(digest)?.size ?? 0;
    this.#texts.delete(digest);
  }
}
