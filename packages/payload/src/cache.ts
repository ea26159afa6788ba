/** A text in the cache, with the bytes it counts for. */
export interface CachedText {
  readonly text: string;
  readonly size: number;
}

/**
 * Opened texts by their envelopes; those not used for the longest time go first.
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

  has(envelope: string): boolean {
    return this.#texts.has(envelope);
  }

  /** The text, which is now the one used last. */
  get(envelope: string): CachedText | undefined {
    const cached = this.#texts.get(envelope);
    if (!cached) return undefined;
    this.#texts.delete(envelope);
    this.#texts.set(envelope, cached);
    return cached;
  }

  /** Adds a batch, by envelope, and makes room for it. */
  add(batch: ReadonlyMap<string, CachedText>): void {
    for (const [envelope, cached] of batch) {
      this.#remove(envelope);
      this.#texts.set(envelope, cached);
      this.#bytes += cached.size;
    }
    for (const envelope of this.#texts.keys()) {
      if (this.#bytes <= this.#maxBytes || this.#texts.size <= batch.size) return;
      this.#remove(envelope);
    }
  }

  #remove(envelope: string): void {
    this.#bytes -= this.#texts.get(envelope)?.size ?? 0;
    this.#texts.delete(envelope);
  }
}
