import type { HashKey } from "./siphash.ts";
import { hashKey, hashTexts } from "./siphash.ts";

/** The key of a run's random streams. */
export const streamKey = (runId: string): HashKey => hashKey(["sweft.random", runId]);

/**
 * A number in [0, 1) with 53 random bits, fixed by (run, stream, nth call). Streams are keyed, not drawn from one
 * generator, so that a call more in one coroutine changes nothing in another.
 */
export function randomAt(key: HashKey, stream: string, nth: number): number {
  const [high, low] = hashTexts([stream, String(nth)], key);
  return ((high >>> 5) * 67_108_864 + (low >>> 6)) / 9_007_199_254_740_992;
}

const hex = (word: number) => (word >>> 0).toString(16).padStart(8, "0");

/** A version 4 UUID, fixed by (run, stream, nth call). */
export function uuidAt(key: HashKey, stream: string, nth: number): string {
  const [a, b] = hashTexts([stream, String(nth), "a"], key);
  const [c, d] = hashTexts([stream, String(nth), "b"], key);
  const bits = hex(a) + hex((b & 0xffff0fff) | 0x4000) + hex((c & 0x3fffffff) | 0x80000000) + hex(d);
  return `${bits.slice(0, 8)}-${bits.slice(8, 12)}-${bits.slice(12, 16)}-${bits.slice(16, 20)}-${bits.slice(20)}`;
}
