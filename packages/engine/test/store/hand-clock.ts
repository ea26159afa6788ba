import { setImmediate } from "node:timers/promises";
import { Schedule } from "../../src/clock/schedule.ts";
import type { VirtualClock } from "../../src/index.ts";

/** A clock that moves only when told. */
export interface HandClock extends VirtualClock {
  /** Moves time by a millisecond and runs nothing: what fell due stays waiting. */
  tick(): void;
}

/**
 * A clock on which no two things happen at one moment: what is due runs one by one, a millisecond apart, each in a turn of
 * its own. It belongs to no engine, so that it can outlive several.
 */
export function handClock(startMs: number): HandClock {
  const schedule = new Schedule();
  let nowMs = startMs;
  return {
    now: () => nowMs,
    tick() {
      nowMs++;
    },
    schedule(dueMs, run) {
      const entry = schedule.add(dueMs, run);
      return () => schedule.cancel(entry);
    },
    hold: () => () => {},
    async advance(ms) {
      let untilMs = nowMs + ms;
      await quiet();
      for (let first = schedule.first(); first !== undefined; first = schedule.first()) {
        if (first.dueMs > untilMs) break;
        nowMs = Math.max(nowMs + 1, first.dueMs);
        untilMs = Math.max(untilMs, nowMs);
        const { run } = first;
        schedule.cancel(first);
        run();
        await quiet();
      }
      nowMs = Math.max(nowMs, untilMs);
    },
  };
}

/** Lets commits and those who wait for them have their turns. */
async function quiet(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await setImmediate();
}
