import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "@jest/globals";
import { virtualClock } from "../../src/index.ts";

const turns = async (count: number) => {
  for (let passed = 0; passed < count; passed++) await turn();
};

describe("virtual clock", () => {
  it("jumps to each due moment when nothing is busy, and stands still when nothing is due", async () => {
    const clock = virtualClock({ startMs: 1_000 });
    const seen: number[] = [];
    clock.schedule(90_000, () => seen.push(clock.now()));
    clock.schedule(5_000, () => seen.push(clock.now()));
    await turns(10);
    expect(seen).toEqual([5_000, 90_000]);
    await turns(10);
    expect(clock.now()).toBe(90_000);
  });

  it("stands still while a token is held, and releasing twice counts once", async () => {
    const clock = virtualClock({ startMs: 0 });
    const [first, second] = [clock.hold(), clock.hold()];
    let fired = false;
    clock.schedule(1, () => {
      fired = true;
    });
    first();
    first();
    await turns(10);
    expect(fired).toBe(false);
    second();
    await turns(10);
    expect(fired).toBe(true);
  });

  it("lets whoever awaits something in this process take a token before it jumps", async () => {
    const clock = virtualClock({ startMs: 0 });
    let release = () => {};
    clock.schedule(10, () => {
      void Promise.resolve()
        .then(() => undefined)
        .then(() => {
          release = clock.hold();
        });
    });
    clock.schedule(20, () => {});
    await turns(20);
    expect(clock.now()).toBe(10);
    release();
    await turns(10);
    expect(clock.now()).toBe(20);
  });

  it("goes on from where time has been before, and never back", async () => {
    const clock = virtualClock({ startMs: 1_000, manual: true });
    const seen: number[] = [];
    clock.schedule(2_000, () => seen.push(clock.now()));
    const advanced = clock.advance(500);
    clock.reach?.(5_000);
    clock.reach?.(3_000);
    expect(clock.now()).toBe(5_000);
    await advanced;
    expect([seen, clock.now() >= 5_000]).toEqual([[5_000], true]);
  });

  it("runs what is due at one moment in the order of scheduling, and never inside schedule", async () => {
    const clock = virtualClock({ startMs: 0 });
    const seen: string[] = [];
    clock.schedule(5, () => {
      seen.push("a");
      clock.schedule(5, () => seen.push("later"));
    });
    clock.schedule(5, () => seen.push("b"));
    clock.schedule(-1, () => seen.push("overdue"));
    expect(seen).toEqual([]);
    await clock.advance(5);
    expect(seen).toEqual(["overdue", "a", "b", "later"]);
  });

  it("does not run what was cancelled, even by what ran just before at the same moment", async () => {
    const clock = virtualClock({ startMs: 0 });
    const seen: string[] = [];
    clock.schedule(5, () => {
      seen.push("first");
      cancelSecond();
    });
    const cancelSecond = clock.schedule(5, () => seen.push("second"));
    const cancelThird = clock.schedule(50, () => seen.push("third"));
    cancelThird();
    cancelThird();
    await turns(10);
    expect([seen, clock.now()]).toEqual([["first"], 5]);
  });

  it("is not moved by passive work, which runs once time has come to it", async () => {
    const clock = virtualClock({ startMs: 0 });
    const seen: number[] = [];
    clock.schedule(10, () => seen.push(clock.now()), { passive: true });
    await turns(10);
    expect([seen, clock.now()]).toEqual([[], 0]);
    clock.schedule(100, () => {});
    await turns(10);
    expect(seen).toEqual([100]);
  });

  it("advances through what is due and ends exactly where it was told", async () => {
    const clock = virtualClock({ startMs: 0 });
    const seen: number[] = [];
    let cancel = () => {};
    const every = (ms: number) => {
      cancel = clock.schedule(clock.now() + ms, () => {
        seen.push(clock.now());
        every(ms);
      });
    };
    every(300);
    await Promise.all([clock.advance(500), clock.advance(500)]);
    cancel();
    expect([seen, clock.now()]).toEqual([[300, 600, 900], 1_000]);
  });

  it("holds thousands of moments in order, whatever is cancelled", async () => {
    const clock = virtualClock({ startMs: 0 });
    const seen: number[] = [];
    const cancels = Array.from({ length: 3_000 }, (_, index) => {
      const dueMs = (index * 7_919) % 3_001;
      return clock.schedule(dueMs, () => seen.push(dueMs));
    });
    for (const [index, cancel] of cancels.entries()) if (index % 3 === 0) cancel();
    await clock.advance(4_000);
    expect(seen).toHaveLength(2_000);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  it("refuses times that are none", async () => {
    const code = "ENGINE_OPTION_INVALID";
    expect(() => virtualClock({ startMs: Number.NaN })).toThrow(expect.objectContaining({ code }));
    await expect(virtualClock().advance(-1)).rejects.toMatchObject({ code });
  });

  it("moves only when told to if it is manual, but runs what is due already", async () => {
    const clock = virtualClock({ startMs: 0, manual: true });
    const ran: string[] = [];
    clock.schedule(0, () => ran.push("now"));
    clock.schedule(5, () => ran.push("five"));
    clock.schedule(20, () => ran.push("twenty"));
    await turns(10);
    expect([clock.now(), ran]).toEqual([0, ["now"]]);
    await clock.advance(10);
    await turns(10);
    expect([clock.now(), ran]).toEqual([10, ["now", "five"]]);
  });
});
