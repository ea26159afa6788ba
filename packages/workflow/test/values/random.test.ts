import { describe, expect, it } from "@jest/globals";
import { randomAt, streamKey, uuidAt } from "../../src/values/random.ts";

const KEY = streamKey("22aP0Q9xJ1/run+id==");
const DRAWS = 50_000;
const draws = (stream: string, key = KEY) => Array.from({ length: DRAWS }, (_, nth) => randomAt(key, stream, nth));
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** How far two equally long lists go together: 0 for independent ones, 1 or −1 for lists that follow each other. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  const covariance = mean(a.map((value, i) => (value - meanA) * ((b[i] ?? 0) - meanB)));
  const deviation = (values: readonly number[], middle: number) =>
    Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
  return covariance / (deviation(a, meanA) * deviation(b, meanB));
}

describe("randomAt", () => {
  const values = draws("3.1");

  it("is at least 0 and less than 1", () => {
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
  });

  it("has the mean and the variance of an even draw", () => {
    // Six standard errors; the draws are fixed, so the test cannot fail by chance.
    expect(Math.abs(mean(values) - 1 / 2)).toBeLessThan(6 * Math.sqrt(1 / 12 / DRAWS));
    const variance = mean(values.map((value) => (value - 1 / 2) ** 2));
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(6 * Math.sqrt(1 / 180 / DRAWS));
  });

  it("falls evenly into a hundred bins", () => {
    const bins = new Array<number>(100).fill(0);
    for (const value of values) bins[Math.floor(value * 100)] = (bins[Math.floor(value * 100)] ?? 0) + 1;
    const expected = DRAWS / 100;
    const chiSquare = bins.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 99 degrees of freedom: 99 expected, 160 once in ten thousand.
    expect(chiSquare).toBeLessThan(160);
    expect(chiSquare).toBeGreaterThan(50);
  });

  it("has 53 random bits: both ends are used, and no value comes twice", () => {
    const bits = values.map((value) => BigInt(Math.round(value * 2 ** 53)));
    for (const bit of [0n, 1n, 25n, 26n, 27n, 51n, 52n]) {
      const ones = bits.filter((value) => (value >> bit) & 1n).length;
      expect(Math.abs(ones / DRAWS - 0.5)).toBeLessThan(0.02);
    }
    expect(new Set(values).size).toBe(DRAWS);
  });

  it("is fixed by run, stream and number", () => {
    expect(randomAt(KEY, "3.1", 7)).toBe(randomAt(streamKey("22aP0Q9xJ1/run+id=="), "3.1", 7));
    const all = [randomAt(KEY, "3.1", 7), randomAt(KEY, "3.1", 8), randomAt(KEY, "3.2", 7)];
    expect(new Set([...all, randomAt(streamKey("other"), "3.1", 7)]).size).toBe(4);
    expect(randomAt(KEY, "3", 11)).not.toBe(randomAt(KEY, "31", 1));
  });

  it("has streams that know nothing of each other, nor of another run's, nor of their own past", () => {
    // Independent draws stay within six times 1/√n.
    const bound = 6 / Math.sqrt(DRAWS);
    expect(Math.abs(correlation(values, draws("3.2")))).toBeLessThan(bound);
    expect(Math.abs(correlation(values, draws("3.1", streamKey("other run"))))).toBeLessThan(bound);
    expect(Math.abs(correlation(values.slice(1), values.slice(0, -1)))).toBeLessThan(bound);
  });
});

describe("uuidAt", () => {
  const uuids = Array.from({ length: DRAWS }, (_, nth) => uuidAt(KEY, "1", nth));

  it("has the form of version 4", () => {
    for (const id of uuids) {
      if (!/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)) throw new Error(id);
    }
    expect(new Set(uuids.map((id) => id[19]))).toEqual(new Set(["8", "9", "a", "b"]));
  });

  it("is unique, in its halves too", () => {
    expect(new Set(uuids).size).toBe(DRAWS);
    expect(new Set(uuids.map((id) => id.slice(0, 18))).size).toBe(DRAWS);
    expect(new Set(uuids.map((id) => id.slice(19))).size).toBe(DRAWS);
  });

  it("is fixed by run, stream and number, and tells nothing of the random number there", () => {
    expect(uuidAt(KEY, "1", 5)).toBe(uuids[5]);
    expect(new Set([uuids[5], uuidAt(KEY, "2", 5), uuidAt(streamKey("other"), "1", 5)]).size).toBe(3);
    expect(uuids[5]?.startsWith(Math.floor(randomAt(KEY, "1", 5) * 2 ** 32).toString(16))).toBe(false);
  });
});
