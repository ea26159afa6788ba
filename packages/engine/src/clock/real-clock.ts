import { clearTimeout, setTimeout } from "node:timers";
import type { Clock } from "./clock.ts";
import { Schedule } from "./schedule.ts";

/** The longest wait that setTimeout accepts. */
const longestWaitMs = 2 ** 31 - 1;
const release = () => {};

/**
 * A clock that shows the machine's time. Work that is scheduled keeps the process alive until it has run or is
 * cancelled.
 *
 * All entries share one timer of the process, which is set anew only for an earlier moment: work that is scheduled and
 * soon cancelled, as most timeouts are, touches no timer.
 */
export function realClock(): Clock {
  const schedule = new Schedule();
  let timer: NodeJS.Timeout | undefined;
  let timerMs = Number.POSITIVE_INFINITY;

  function arm(): void {
    const first = schedule.first();
    if (first === undefined) {
      clearTimeout(timer);
      timerMs = Number.POSITIVE_INFINITY;
      return;
    }
    if (first.dueMs >= timerMs) return;
    clearTimeout(timer);
    timerMs = first.dueMs;
    timer = setTimeout(ring, Math.min(Math.max(first.dueMs - Date.now(), 0), longestWaitMs));
  }

  function ring(): void {
    timerMs = Number.POSITIVE_INFINITY;
    const due = schedule.takeDue(Date.now());
    arm();
    for (const entry of due) entry.run();
  }

  return {
    now: () => Date.now(),
    schedule(dueMs, run) {
      const entry = schedule.add(dueMs, run);
      arm();
      return () => {
        schedule.cancel(entry);
        if (schedule.first() === undefined) arm();
      };
    },
    hold: () => release,
  };
}
