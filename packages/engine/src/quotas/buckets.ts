import type { Rate } from "./numbers.ts";

/** What a bucket held at a moment, in thousandths of a token: then a millisecond brings back a whole number of them. */
interface Level {
  readonly rate: Rate;
  thousandths: number;
  atMs: number;
}

/** How many buckets there must be before full ones are looked for. */
const fewest = 1_000;

/**
 * Token buckets by name.
 *
 * B1. What a bucket holds is computed when it is asked for: there are no timers, and time stands still where the clock does.
 * B2. A bucket that nobody knows is full, so full ones are forgotten.
 */
export class Buckets {
  readonly #levels = new Map<string, Level>();
  #sweepAt = fewest;

  /** How many buckets are remembered. */
  get size(): number {
    return this.#levels.size;
  }

  /** Whether a token is there; takes none. */
  has(name: string, rate: Rate, nowMs: number): boolean {
    const level = this.#levels.get(name);
    return (level === undefined ? rate.bucket * 1_000 : heldBy(level, nowMs)) >= 1_000;
  }

  /** Takes a token, if one is there. */
  take(name: string, rate: Rate, nowMs: number): boolean {
    const level = this.#levels.get(name);
    const held = level === undefined ? rate.bucket * 1_000 : heldBy(level, nowMs);
    if (held < 1_000) return false;
    if (level !== undefined) {
      level.thousandths = held - 1_000;
      level.atMs = nowMs;
      return true;
    }
    if (this.#levels.size >= this.#sweepAt) this.#sweep(nowMs);
    this.#levels.set(name, { rate, thousandths: held - 1_000, atMs: nowMs });
    return true;
  }

  /** Forgets all. */
  clear(): void {
    this.#levels.clear();
  }

  #sweep(nowMs: number): void {
    for (const [name, level] of this.#levels) {
      if (heldBy(level, nowMs) >= level.rate.bucket * 1_000) this.#levels.delete(name);
    }
    this.#sweepAt = Math.max(fewest, this.#levels.size * 2);
  }
}

function heldBy({ rate, thousandths, atMs }: Level, nowMs: number): number {
  return Math.min(rate.bucket * 1_000, thousandths + (nowMs - atMs) * rate.perSecond);
}
