import { describe, expect, it } from "@jest/globals";
import { realClock } from "../../src/index.ts";

const ran = (clock: ReturnType<typeof realClock>, dueMs: number) =>
  new Promise<number>((resolve) => clock.schedule(dueMs, () => resolve(clock.now())));

describe("real clock", () => {
  it("runs work at or after its time, the earlier first, and never inside schedule", async () => {
    const clock = realClock();
    const now = clock.now();
    const seen: string[] = [];
    const both = Promise.all([
      ran(clock, now + 30).then((at) => seen.push(at >= now + 30 ? "late" : "too soon")),
      ran(clock, now + 5).then((at) => seen.push(at >= now + 5 ? "early" : "too soon")),
      ran(clock, now - 5).then(() => seen.push("overdue")),
    ]);
    expect(seen).toEqual([]);
    await both;
    expect(seen).toEqual(["overdue", "early", "late"]);
  });

  it("does not run what was cancelled", async () => {
    const clock = realClock();
    const seen: string[] = [];
    const cancel = clock.schedule(clock.now(), () => seen.push("cancelled"));
    cancel();
    await ran(clock, clock.now() + 2);
    expect(seen).toEqual([]);
  });

  it("waits for moments beyond the longest timeout of the process", async () => {
    const clock = realClock();
    const seen: string[] = [];
    const cancel = clock.schedule(clock.now() + 2 ** 33, () => seen.push("far"));
    await ran(clock, clock.now() + 2);
    cancel();
    expect(seen).toEqual([]);
  });

  it("is not stopped by a token", async () => {
    const clock = realClock();
    const release = clock.hold();
    expect(await ran(clock, 0)).toBeGreaterThan(0);
    release();
  });
});
