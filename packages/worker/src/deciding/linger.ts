import type { HistoryEvent } from "@sweft/workflow";
import { isWakeTimer } from "@sweft/workflow";
import type { Busy } from "../clock/busy.ts";
import type { HistoryWatch } from "./history-use.ts";
import { isTight } from "./history-use.ts";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Waits a moment before the answer to a task whose history is tight: all that happens until then makes one further decision,
 * and not one each. Waits longer where SWF has refused the timer that was to wake the run: the refusal itself makes a decision
 * at once, which asks for that timer again, and so on until the history is full.
 *
 * @param events - What is known at the task.
 * @param untilMs - The answer must be on its way by then.
 */
export async function linger(
  watch: HistoryWatch,
  events: readonly HistoryEvent[],
  busy: Busy,
  untilMs: number,
): Promise<void> {
  const tightMs = isTight(events.length, watch) ? watch.lingerMs : 0;
  const ms = Math.min(Math.max(tightMs, pauseMs(refusedWakes(events))), untilMs - busy.clock.now());
  if (ms > 0) await busy.sleep(ms);
}

const pauseMs = (refusals: number): number =>
  refusals === 0 ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (refusals - 1));

/** How often in a row the timer that was to wake the run has been refused, with nothing happening in between. */
function refusedWakes(events: readonly HistoryEvent[]): number {
  let refusals = 0;
  for (let i = events.length - 1; i >= 0; i--) {
    const { eventType = "", startTimerFailedEventAttributes: refused } = events[i] ?? {};
    if (isWakeTimer(String((refused as { readonly timerId?: unknown } | undefined)?.timerId))) refusals++;
    else if (!eventType.startsWith("DecisionTask")) break;
  }
  return refusals;
}
