import { READ } from "../history/attributes.ts";
import { isWakeTimer } from "../history/decided.ts";
import type { HistoryEvent } from "../history/event.ts";
import { timeOf } from "../history/event.ts";

/** The interpreter's wake-up timers that run, read from a history. */
export class Wakes {
  readonly #dueMs = new Map<string, number>();
  #scanned = 0;

  /** When the first of them fires, in ms; undefined if none runs. Reads on to the end of what is known. */
  nextMs(events: readonly HistoryEvent[]): number | undefined {
    for (; this.#scanned < events.length; this.#scanned++) {
      const event = events[this.#scanned];
      if (event?.eventType === "TimerStarted") this.#started(event);
      else if (event?.eventType === "TimerFired" && this.#dueMs.size > 0) {
        this.#dueMs.delete(READ.TimerFired(event).timerId ?? "");
      }
    }
    return this.#dueMs.size === 0 ? undefined : Math.min(...this.#dueMs.values());
  }

  #started(event: HistoryEvent): void {
    const { timerId, startToFireTimeout } = READ.TimerStarted(event);
    if (timerId !== undefined && isWakeTimer(timerId))
      this.#dueMs.set(timerId, timeOf(event) + Number(startToFireTimeout) * 1000);
  }
}
