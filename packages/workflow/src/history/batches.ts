import { SweftError } from "../errors/sweft-error.ts";
import { attributesOf, completionOf, HOLD_TIMER } from "./decided.ts";
import type { HistoryEvent } from "./event.ts";
import { timeOf } from "./event.ts";

/** A half-open range of places in the list of events. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * What one decision sees that earlier ones did not: first what the previous completion's own decisions wrote, then what
 * was recorded while that decision was being made, then the rest, by event id in each part.
 */
export interface Batch {
  readonly own: Range;
  readonly during: Range;
  readonly rest: Range;
  /** Event id of the decision's DecisionTaskStarted. */
  readonly startedEventId: number;
  /** Time of that event, in ms: the time inside the batch. */
  readonly time: number;
  /** What this decision's completion wrote, if it is recorded; undefined for the decision being made now. */
  readonly decided: Range | undefined;
}

/** A completion that decided something: its place, and what it wrote. */
interface Decided {
  readonly kind: "decided";
  readonly completed: number;
  readonly decided: Range;
}

/** How a decision that began ended, as far as is known: it never happened if it timed out or only held the run. */
type End =
  | Decided
  | { readonly kind: "unknown" }
  | { readonly kind: "closed" }
  | { readonly kind: "never"; readonly next: number };

const NOTHING: Range = { from: 0, to: 0 };

/**
 * Cuts a history into batches. A decision task that timed out never happened, nor did one that only held the run: its
 * batch goes on into the next. Events arrive in ascending order, all at once or a few at a time.
 */
export class Batches {
  readonly events: HistoryEvent[] = [];
  #own = NOTHING;
  #during = NOTHING;
  #restFrom = 0;
  #scanned = 0;
  #openHold: string | undefined = undefined;
  #holds = 0;
  /** The decision handed out last waits for its completion: place of its DecisionTaskStarted. */
  #undecided: number | undefined = undefined;

  /** Event id of the last event known; 0 before the first. */
  get lastEventId(): number {
    return this.events.length;
  }

  /** How often the run was held since its last decision. */
  get holds(): number {
    return this.#holds;
  }

  /** Id of the hold timer that is running. */
  get openHold(): string | undefined {
    return this.#openHold;
  }

  /** The DecisionTaskStarted of the decision being made now, if there is one. */
  get undecidedEventId(): number | undefined {
    return this.#undecided === undefined ? undefined : this.#undecided + 1;
  }

  /**
   * Adds events; those known already are skipped, so that a whole history can be given again.
   * @throws {SweftError} `HISTORY_INVALID` if one is missing.
   */
  push(events: readonly HistoryEvent[]): void {
    for (const event of events) {
      const { eventId } = event;
      const expected = this.events.length + 1;
      if (eventId === expected) this.events.push(event);
      else if (eventId === undefined || eventId > expected) {
        throw new SweftError(
          "HISTORY_INVALID",
          `event ${expected} is missing: the next event given is ${eventId}; give every page of the history, in ascending order`,
        );
      }
    }
  }

  /**
   * The completion of the decision handed out last, now that more events are known: what it wrote, `"lost"` if that
   * decision never happened after all, undefined if nothing is known of it yet.
   */
  settleUndecided(): Range | "lost" | undefined {
    const started = this.#undecided;
    if (started === undefined || started + 1 >= this.events.length) return undefined;
    const end = this.#endOf(started);
    if (end.kind === "unknown") return undefined;
    this.#undecided = undefined;
    if (end.kind !== "decided") return "lost";
    this.#moveOn(started, end);
    return end.decided;
  }

  /** The next batch, or undefined if no further decision is known to have begun. */
  next(): Batch | undefined {
    const { events } = this;
    for (let i = this.#scanned; i < events.length; i++) {
      const event = events[i];
      if (event?.eventType !== "DecisionTaskStarted") {
        if (this.#openHold !== undefined && event !== undefined) this.#watchHold(event);
        continue;
      }
      const batch = this.#begun(event, i);
      if (batch === "merged") {
        i = this.#scanned - 1;
        continue;
      }
      return batch;
    }
    this.#scanned = Math.max(this.#scanned, events.length);
    return undefined;
  }

  #begun(event: HistoryEvent, at: number): Batch | undefined | "merged" {
    const end = this.#endOf(at);
    if (end.kind === "never") {
      this.#watchHolds(at + 1, end.next);
      this.#scanned = end.next;
      return "merged";
    }
    if (end.kind === "closed") {
      this.#scanned = this.events.length;
      return undefined;
    }
    const batch = {
      own: this.#own,
      during: this.#during,
      rest: { from: this.#restFrom, to: at },
      startedEventId: event.eventId ?? 0,
      time: timeOf(event),
      decided: end.kind === "decided" ? end.decided : undefined,
    };
    if (end.kind === "decided") this.#moveOn(at, end);
    else {
      this.#undecided = at;
      this.#scanned = at + 1;
    }
    return batch;
  }

  /** How the decision that began at a place ended. */
  #endOf(at: number): End {
    const { events } = this;
    for (let i = at + 1; i < events.length; i++) {
      const event = events[i];
      switch (event?.eventType) {
        case "DecisionTaskTimedOut":
          return { kind: "never", next: i + 1 };
        case "DecisionTaskStarted":
          return { kind: "never", next: i };
        case "WorkflowExecutionTimedOut":
        case "WorkflowExecutionTerminated":
          return { kind: "closed" };
        case "DecisionTaskCompleted": {
          const decided = this.#writtenBy(event, i + 1);
          return this.#isHold(decided)
            ? { kind: "never", next: decided.to }
            : { kind: "decided", completed: i, decided };
        }
      }
    }
    return { kind: "unknown" };
  }

  /** The next batch begins behind a completion that decided something. */
  #moveOn(started: number, { completed, decided }: Decided): void {
    this.#own = decided;
    this.#during = { from: started + 1, to: completed };
    this.#restFrom = decided.to;
    this.#scanned = decided.to;
    this.#holds = 0;
    this.#watchHolds(started + 1, decided.to);
  }

  #watchHolds(from: number, to: number): void {
    for (let i = from; this.#openHold !== undefined && i < to; i++) {
      const event = this.events[i];
      if (event !== undefined) this.#watchHold(event);
    }
  }

  /** The events that a completion's own decisions wrote: all of them stand right behind it. */
  #writtenBy(completed: HistoryEvent, from: number): Range {
    const { events } = this;
    let to = from;
    for (; to < events.length; to++) {
      const event = events[to];
      if (event === undefined) break;
      const isOwn = completionOf(event) === completed.eventId;
      // An activity that had not started is canceled at once, behind the request.
      const isImmediate =
        event.eventType === "ActivityTaskCanceled" &&
        events[to - 1]?.eventType === "ActivityTaskCancelRequested" &&
        to > from;
      if (!isOwn && !isImmediate) break;
    }
    return { from, to };
  }

  /** Is this completion only a hold: its timer alone, or nothing while a hold timer runs? */
  #isHold({ from, to }: Range): boolean {
    if (to - from > 1) return false;
    const event = to === from ? undefined : this.events[from];
    if (event === undefined) return this.#openHold !== undefined;
    if (event.eventType !== "TimerStarted") return false;
    const { timerId } = attributesOf(event, "timerStartedEventAttributes");
    if (timerId?.startsWith(HOLD_TIMER) !== true) return false;
    this.#openHold = timerId;
    this.#holds++;
    return true;
  }

  #watchHold(event: HistoryEvent): void {
    const fired = event.eventType === "TimerFired" && attributesOf(event, "timerFiredEventAttributes");
    const canceled = event.eventType === "TimerCanceled" && attributesOf(event, "timerCanceledEventAttributes");
    const { timerId } = fired || canceled || {};
    if (timerId !== undefined && timerId === this.#openHold) this.#openHold = undefined;
  }
}
