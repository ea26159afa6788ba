import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Buckets } from "../../src/quotas/buckets.ts";

const rate = { bucket: 3, perSecond: 2 };

/** How many tokens can be taken at a moment. */
function drain(buckets: Buckets, nowMs: number): number {
  let taken = 0;
  while (buckets.take("a", rate, nowMs)) taken++;
  return taken;
}

describe("a token bucket", () => {
  it("is full at first, gets a token back each half second, and never holds more than it can", () => {
    const buckets = new Buckets();
    expect(drain(buckets, 0)).toBe(3);
    expect([drain(buckets, 499), drain(buckets, 500), drain(buckets, 999), drain(buckets, 1_000)]).toEqual([
      0, 1, 0, 1,
    ]);
    expect(drain(buckets, 60_000)).toBe(3);
  });

  it("gives over any time what it held and what came back, neither more nor less", () => {
    const steps = fc.array(fc.nat(400), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(steps, (pauses) => {
        const buckets = new Buckets();
        let nowMs = 0;
        let taken = drain(buckets, nowMs);
        for (const pause of pauses) {
          nowMs += pause;
          taken += drain(buckets, nowMs);
        }
        expect(taken).toBe(3 + Math.floor((nowMs * 2) / 1_000));
      }),
    );
  });

  it("says without taking whether a token is there", () => {
    const buckets = new Buckets();
    expect([buckets.has("a", rate, 0), drain(buckets, 0), buckets.has("a", rate, 0)]).toEqual([true, 3, false]);
  });

  it("is forgotten once it is full again", () => {
    const buckets = new Buckets();
    for (let i = 0; i < 100_000; i++) buckets.take(`w${i}`, rate, i * 10);
    expect(buckets.size).toBeLessThanOrEqual(1_000);
  });
});
