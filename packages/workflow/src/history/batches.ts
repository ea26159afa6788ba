import { SweftError } from "../errors/sweft-error.ts";
import { attributesOf, HOLD_TIMER, isDecided, MORE_TIMER } from "./decided.ts";
import type { EventAttributes, HistoryEvent } from "./event.ts";

/**
 * What one decision sees that earlier ones did not: first what the previous completion's own decisions wrote, then what
 * was recorded while that decision was being made, then the rest, by event id in each part. The parts are places in the
 * list of all events, `from` included and `to` not. It is valid until the next one is asked for: every decision of a
 * history makes one, so there is one object for all.
 */
export interface Batch {
  readonly ownFrom: number;
  readonly ownTo: number;
  readonly duringFrom: number;
  readonly duringTo: number;
  readonly restFrom: number;
  readonly restTo: number;
  /** Event id of the decision's DecisionTaskStarted. */
  readonly startedEventId: number;
  /** Is this decision's completion recorded? If not, it is the decision being made now. */
  readonly isDecided: boolean;
  /** What the completion wrote. */
  readonly decidedFrom: number;
  readonly decidedTo: number;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** How a decision that began ended, as far as is known: it never happened if it timed out or only held the run. */
type End = "decided" | "unknown" | "closed" | "never";

/** An activity that had not started is canceled at once, by the very request before it. */
function isImmediate(event: HistoryEvent, before: HistoryEvent | undefined): boolean {
  if (event.eventType !== "ActivityTaskCanceled" || before?.eventType !== "ActivityTaskCancelRequested") return false;
  const attributes = attributesOf(event, "activityTaskCanceledEventAttributes");
  const { startedEventId = 0, latestCancelRequestedEventId: request = before.eventId } = attributes;
  return startedEventId === 0 && request === before.eventId;
}

/**
 * Does the end of a decision task speak of the one that began at this place? One that timed out on its list had never
 * begun, and may have waited behind this one.
 */
const isOf = ({ startedEventId }: EventAttributes, at: number): boolean =>
  startedEventId === undefined || startedEventId === at + 1;

const missing = (expected: number, given: number | undefined) =>
  new SweftError(
    "HISTORY_INVALID",
    `event ${expected} is missing: the next event given is ${given}; give every page of the history, in ascending order`,
  );

/** A function of its own: compiled within a method, the loop made V8 throw its code away at the end of every replay. */
function assertWhole(events: readonly HistoryEvent[]): void {
  for (let i = 0; i < events.length; i++) {
    const eventId = events[i]?.eventId;
    if (eventId !== i + 1) throw missing(i + 1, eventId);
  }
}

/**
 * Cuts a history into batches. A decision task that timed out never happened, nor did one that only held the run: its
 * batch goes on into the next. Events arrive in ascending order, all at once or a few at a time.
 */
export class Batches {
  #events: HistoryEvent[] = [];
  readonly #batch: Writable<Batch> = {
    ownFrom: 0,
    ownTo: 0,
    duringFrom: 0,
    duringTo: 0,
    restFrom: 0,
    restTo: 0,
    startedEventId: 0,
    isDecided: false,
    decidedFrom: 0,
    decidedTo: 0,
  };
  /** What the last completion wrote, and what stands between it and its DecisionTaskStarted. */
  #ownFrom = 0;
  #ownTo = 0;
  #duringFrom = 0;
  #duringTo = 0;
  #scanned = 0;
  #openHold: string | undefined = undefined;
  #refusedHold: string | undefined = undefined;
  #holds = 0;
  /** The decision handed out last waits for its completion: place of its DecisionTaskStarted. */
  #undecided: number | undefined = undefined;
  /** Of the end found last: the place of the event that says so, and the place behind what that wrote. */
  #endAt = 0;
  #endTo = 0;

  /** Event id of the last event known; 0 before the first. */
  get lastEventId(): number {
    return this.events.length;
  }

  /** How often the run was held since its last decision. */
  get holds(): number {
    return this.#holds;
  }

  /**
   * Id of the hold timer that runs, or that SWF has just refused. A run is held on by nothing then, which a decision of
   * fixed code must not look like: it cancels the timer.
   */
  get unreleasedHold(): string | undefined {
    return this.#openHold ?? this.#refusedHold;
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
    const known = this.#events.length;
    const first = events[0]?.eventId ?? known + 1;
    for (let i = Math.max(0, known + 1 - first); i < events.length; i++) {
      const event = events[i];
      const expected = this.#events.length + 1;
      if (event === undefined || event.eventId !== expected) throw missing(expected, event?.eventId);
      this.#events.push(event);
    }
  }

  /** Takes a whole history as it is, without a copy; the caller must not change it. Throws as {@link Batches.push} does. */
  adopt(events: HistoryEvent[]): void {
    this.#events = events;
    assertWhole(events);
  }

  /** All events known. */
  get events(): readonly HistoryEvent[] {
    return this.#events;
  }

  /**
   * The decision handed out last, now that more events are known: `decided` if its completion is recorded, which
   * {@link Batches.lastDecided} then delimits; `lost` if it never happened after all; undefined if nothing is known yet.
   */
  settleUndecided(): "decided" | "lost" | undefined {
    const started = this.#undecided;
    if (started === undefined) return undefined;
    const end = this.#endOf(started);
    if (end === "unknown") return undefined;
    this.#undecided = undefined;
    if (end !== "decided") return "lost";
    this.#moveOn(started);
    return "decided";
  }

  /**
   * Has a decided batch said all that it had to say? A completion that could not hold everything ends with a timer that says
   * so; the rest is in the next completion, if that is recorded. What is not recorded yet is decided anew.
   */
  isSettled({ decidedTo }: Batch): boolean {
    if (!this.#isCut(decidedTo)) return true;
    for (let i = decidedTo; i < this.events.length; i++) {
      if (this.events[i]?.eventType !== "DecisionTaskCompleted") continue;
      const to = this.#behind(i + 1);
      if (!this.#isCut(to)) return true;
      i = to - 1;
    }
    return false;
  }

  /** Does the completion whose own events end before this place go on in another? */
  #isCut(decidedTo: number): boolean {
    const last = this.#events[decidedTo - 1];
    // The type first: looking for a member that an event does not have is what costs most in replay.
    if (last?.eventType !== "TimerStarted" && last?.eventType !== "StartTimerFailed") return false;
    const key = last.eventType === "TimerStarted" ? "timerStartedEventAttributes" : "startTimerFailedEventAttributes";
    return attributesOf(last, key).timerId?.startsWith(MORE_TIMER) === true;
  }

  /** What the last completion wrote. */
  get lastDecided(): { readonly from: number; readonly to: number } {
    return { from: this.#ownFrom, to: this.#ownTo };
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
      const batch = this.#begun(i);
      if (batch === "merged") {
        i = this.#scanned - 1;
        continue;
      }
      return batch;
    }
    this.#scanned = Math.max(this.#scanned, events.length);
    return undefined;
  }

  #begun(at: number): Batch | undefined | "merged" {
    const end = this.#endOf(at);
    if (end === "never") {
      this.#watchHolds(at + 1, this.#endTo);
      this.#scanned = this.#endTo;
      return "merged";
    }
    if (end === "closed") {
      this.#scanned = this.events.length;
      return undefined;
    }
    const hasEnded = end === "decided";
    const batch = this.#batch;
    batch.ownFrom = this.#ownFrom;
    batch.ownTo = this.#ownTo;
    batch.duringFrom = this.#duringFrom;
    batch.duringTo = this.#duringTo;
    batch.restFrom = this.#ownTo;
    batch.restTo = at;
    batch.startedEventId = at + 1;
    batch.isDecided = hasEnded;
    batch.decidedFrom = hasEnded ? this.#endAt + 1 : 0;
    batch.decidedTo = hasEnded ? this.#endTo : 0;
    if (hasEnded) this.#moveOn(at);
    else {
      this.#undecided = at;
      this.#scanned = at + 1;
    }
    return batch;
  }

  /** How the decision that began at a place ended; {@link Batches.#endAt} and #endTo then say where. */
  #endOf(at: number): End {
    const { events } = this;
    for (let i = at + 1; i < events.length; i++) {
      const event = events[i];
      switch (event?.eventType) {
        case "DecisionTaskCompleted":
          if (!isOf(attributesOf(event, "decisionTaskCompletedEventAttributes"), at)) continue;
          this.#endAt = i;
          this.#endTo = this.#behind(i + 1);
          return this.#isHold(i + 1, this.#endTo) ? "never" : "decided";
        case "DecisionTaskTimedOut":
          if (!isOf(attributesOf(event, "decisionTaskTimedOutEventAttributes"), at)) continue;
          this.#endTo = i + 1;
          return "never";
        case "DecisionTaskStarted":
          this.#endTo = i;
          return "never";
        case "WorkflowExecutionTimedOut":
        case "WorkflowExecutionTerminated":
          return "closed";
      }
    }
    return "unknown";
  }

  /** The next batch begins behind the completion found last. */
  #moveOn(started: number): void {
    this.#ownFrom = this.#endAt + 1;
    this.#ownTo = this.#endTo;
    this.#duringFrom = started + 1;
    this.#duringTo = this.#endAt;
    this.#scanned = this.#endTo;
    this.#holds = 0;
    this.#refusedHold = undefined;
    this.#watchHolds(started + 1, this.#endTo);
  }

  #watchHolds(from: number, to: number): void {
    for (let i = from; this.#openHold !== undefined && i < to; i++) {
      const event = this.events[i];
      if (event !== undefined) this.#watchHold(event);
    }
  }

  /** The place behind the events that a completion's own decisions wrote: all of them stand right behind it. */
  #behind(from: number): number {
    const { events } = this;
    for (let to = from; to < events.length; to++) {
      const event = events[to];
      if (event === undefined) return to;
      if (isDecided(event)) continue;
      if (to === from || !isImmediate(event, events[to - 1])) return to;
    }
    return events.length;
  }

  /**
   * Is this completion only a hold: its timer alone, started or refused, or nothing while one runs or right after one was
   * refused?
   */
  #isHold(from: number, to: number): boolean {
    if (to - from > 1) return false;
    const event = to === from ? undefined : this.events[from];
    if (event === undefined) {
      const isHeld = this.unreleasedHold !== undefined;
      this.#refusedHold = undefined;
      return isHeld;
    }
    const started = event.eventType === "TimerStarted" && attributesOf(event, "timerStartedEventAttributes");
    const refused = event.eventType === "StartTimerFailed" && attributesOf(event, "startTimerFailedEventAttributes");
    const { timerId } = started || refused || {};
    if (timerId?.startsWith(HOLD_TIMER) !== true) return false;
    if (started) this.#openHold = timerId;
    else this.#refusedHold = timerId;
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
