import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Pace } from "../../src/planner/pace.ts";

/** A bucket of the service, which a run shares with nobody. */
class Service {
  #tokens: number;
  #atMs = 0;
  readonly #rate: { readonly burst: number; readonly perSecond: number };

  constructor(rate: { readonly burst: number; readonly perSecond: number }) {
    this.#rate = rate;
    this.#tokens = rate.burst;
  }

  take(wanted: number, ms: number): number {
    this.#tokens = Math.min(this.#rate.burst, this.#tokens + ((ms - this.#atMs) / 1000) * this.#rate.perSecond);
    this.#atMs = ms;
    const taken = Math.min(wanted, Math.floor(this.#tokens));
    this.#tokens -= taken;
    return taken;
  }
}

/** Sends so many at the pace, against a service, and counts. */
function sent(pace: Pace, service: Service, count: number) {
  let [left, refused, ms, completions] = [count, 0, 0, 0];
  while (left > 0 && completions < 100_000) {
    completions++;
    const wanted = Math.min(left, pace.available(ms));
    if (wanted > 0) {
      const taken = service.take(wanted, ms);
      pace.completed(taken, wanted - taken, ms);
      left -= taken;
      refused += wanted - taken;
    }
    if (left > 0) ms += pace.pauseSeconds(left, ms) * 1000;
  }
  return { left, refused, seconds: ms / 1000, completions };
}

const rates = fc.record({ burst: fc.integer({ min: 1, max: 500 }), perSecond: fc.integer({ min: 1, max: 200 }) });

describe("a pace", () => {
  it("that is the service's own is never refused", () => {
    fc.assert(
      fc.property(rates, fc.integer({ min: 1, max: 3_000 }), (rate, count) => {
        expect(sent(new Pace(rate), new Service(rate), count)).toMatchObject({ left: 0, refused: 0 });
      }),
    );
  });

  it("sends in bulk: 1,500 children against 12 a second want few completions", () => {
    const rate = { burst: 500, perSecond: 12 };
    const { seconds, completions } = sent(new Pace(rate), new Service(rate), 2_000);
    expect(seconds).toBeLessThan(140);
    expect(completions).toBeLessThan(40);
  });

  it("that is far too fast is refused less than once for each that is taken, after the first lesson", () => {
    fc.assert(
      fc.property(
        fc.record({ burst: fc.integer({ min: 1, max: 20 }), perSecond: fc.integer({ min: 1, max: 5 }) }),
        fc.integer({ min: 10, max: 400 }),
        (rate, count) => {
          const { left, refused } = sent(new Pace({ burst: 1_000, perSecond: 200 }), new Service(rate), count);
          expect(left).toBe(0);
          expect(refused).toBeLessThan(2 * count);
        },
      ),
    );
  });

  it("comes back to full speed when others have stopped", () => {
    const pace = new Pace({ burst: 100, perSecond: 100 });
    pace.completed(10, 90, 0);
    expect(pace.available(0)).toBe(0);
    expect(pace.available(1_000)).toBe(10);
    pace.completed(10, 0, 1_000);
    pace.completed(20, 0, 2_000);
    pace.completed(40, 0, 3_000);
    pace.completed(60, 0, 4_000);
    expect(pace.available(10_000)).toBe(100);
  });
});
