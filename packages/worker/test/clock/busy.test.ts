import { describe, expect, it } from "@jest/globals";
import { openBusy } from "../../src/clock/busy.ts";
import { systemClock } from "../../src/clock/system-clock.ts";

/** A clock moved by hand that counts its tokens. */
function handClock() {
  let nowMs = 0;
  let tokens = 0;
  const due = new Map<() => void, number>();
  return {
    now: () => nowMs,
    schedule(dueMs: number, run: () => void) {
      due.set(run, dueMs);
      return () => {
        due.delete(run);
      };
    },
    hold() {
      tokens++;
      return () => {
        tokens--;
      };
    },
    tokens: () => tokens,
    moveTo(ms: number) {
      nowMs = ms;
      for (const [run, dueMs] of due) if (dueMs <= ms) run();
    },
    pending: () => due.size,
  };
}

describe("a piece of work", () => {
  it("holds one token, except while it sleeps", async () => {
    const clock = handClock();
    const busy = openBusy(clock);
    expect(clock.tokens()).toBe(1);
    const slept = busy.sleep(10);
    expect(clock.tokens()).toBe(0);
    clock.moveTo(10);
    expect(clock.tokens()).toBe(1);
    await slept;
    busy.release();
    expect(clock.tokens()).toBe(0);
  });

  it("that sleeps twice at a time lets time come to the longer sleep's end", async () => {
    const clock = handClock();
    const busy = openBusy(clock);
    const both = Promise.all([busy.sleep(10), busy.sleep(20)]);
    clock.moveTo(10);
    expect(clock.tokens()).toBe(0);
    clock.moveTo(20);
    expect(clock.tokens()).toBe(1);
    await both;
  });

  it("is woken by an abort, and leaves nothing on the clock", async () => {
    const clock = handClock();
    const busy = openBusy(clock);
    const wake = new AbortController();
    const slept = busy.sleep(10, wake.signal);
    wake.abort();
    await slept;
    await busy.sleep(10, wake.signal);
    expect([clock.tokens(), clock.pending()]).toEqual([1, 0]);
  });

  it("holds none while it waits for a signal, either", async () => {
    const clock = handClock();
    const busy = openBusy(clock);
    const wake = new AbortController();
    const [waited, slept] = [busy.waitFor(wake.signal), busy.sleep(10)];
    clock.moveTo(10);
    await slept;
    expect(clock.tokens()).toBe(0);
    wake.abort();
    await waited;
    await busy.waitFor(wake.signal);
    expect(clock.tokens()).toBe(1);
  });

  it("takes no token back once it is done", async () => {
    const clock = handClock();
    const busy = openBusy(clock);
    const slept = busy.sleep(10);
    busy.release();
    clock.moveTo(10);
    await slept;
    expect(clock.tokens()).toBe(0);
  });
});

describe("the system clock", () => {
  it("runs what is due, and not what was cancelled", async () => {
    const clock = systemClock();
    const ran: string[] = [];
    const cancel = clock.schedule(clock.now(), () => ran.push("cancelled"));
    await new Promise<void>((resolve) => {
      clock.schedule(clock.now() + 1, () => {
        ran.push("due");
        resolve();
      });
      cancel();
    });
    clock.hold()();
    expect(ran).toEqual(["due"]);
  });

  it("can wait for longer than the platform's timers", () => {
    const clock = systemClock();
    const cancel = clock.schedule(clock.now() + 2 ** 40, () => {
      throw new Error("ran at once");
    });
    cancel();
    expect(clock.now()).toBeGreaterThan(0);
  });
});
