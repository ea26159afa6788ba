import { SweftError } from "../errors/sweft-error.ts";
import type { Reads } from "./attributes.ts";
import { READ } from "./attributes.ts";
import { HOLD_TIMER, isDecided, MORE_TIMER } from "./decided.ts";
import type { EventAttributes, HistoryEvent } from "./event.ts";
import { KIND, kindOf } from "./event-kind.ts";

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

/** Is the cancel of an activity the answer to the very request before it, since it had not started? */
function isImmediate(event: HistoryEvent, before: HistoryEvent | undefined): boolean {
  const attributes = READ.ActivityTaskCanceled(event);
  const { startedEventId = 0, latestCancelRequestedEventId: request = before?.eventId } = attributes;
  return startedEventId === 0 && request === before?.eventId;
}

/**
 * Does the timeout of a decision task speak of the one that began at this place? One that timed out on its list had never
 * begun, and may have waited behind this one. A completion always does: there is one decision at a time.
 */
const isOf = ({ startedEventId }: EventAttributes, at: number): boolean =>
  startedEventId === undefined || startedEventId === at + 1;

// Looked up once: these are asked for at every event.
const STARTED = KIND.DecisionTaskStarted;
const COMPLETED = KIND.DecisionTaskCompleted;
const TIMED_OUT = KIND.DecisionTaskTimedOut;
const RUN_TIMED_OUT = KIND.WorkflowExecutionTimedOut;
const TERMINATED = KIND.WorkflowExecutionTerminated;

const missing = (expected: number, given: number | undefined) =>
  new SweftError(
    "HISTORY_INVALID",
    `event ${expected} is missing: the next event given is ${given}; give every page of the history, in ascending order`,
  );

/**
 * Looks at every event once, and adds its kind. A function of its own: compiled within a method, the loop made V8 throw its
 * code away at the end of every replay.
 */
function readKinds(events: readonly HistoryEvent[], kinds: number[]): void {
  for (let i = kinds.length; i < events.length; i++) {
    const event = events[i];
    if (event?.eventId !== i + 1) throw missing(i + 1, event?.eventId);
    kinds.push(kindOf(event.eventType));
  }
}

/**
 * Cuts a history into batches. A decision task that timed out never happened, nor did one that only held the run: its
 * batch goes on into the next. Events arrive in ascending order, all at once or a few at a time.
 */
export class Batches {
  #events: HistoryEvent[] = [];
  readonly #kinds: number[] = [];
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
    readKinds(this.#events, this.#kinds);
  }

  /** Takes a whole history as it is, without a copy; the caller must not change it. Throws as {@link Batches.push} does. */
  adopt(events: HistoryEvent[]): void {
    this.#events = events;
    readKinds(events, this.#kinds);
  }

  /** All events known. */
  get events(): readonly HistoryEvent[] {
    return this.#events;
  }

  /** Their kinds, in the same places. See {@link kindOf}. */
  get kinds(): readonly number[] {
    return this.#kinds;
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
      if (this.#kinds[i] !== COMPLETED) continue;
      const to = this.#behind(i + 1);
      if (!this.#isCut(to)) return true;
      i = to - 1;
    }
    return false;
  }

  /** Does the completion whose own events end before this place go on in another? */
  #isCut(decidedTo: number): boolean {
    return this.#timerIdAt(decidedTo - 1)?.startsWith(MORE_TIMER) === true;
  }

  /** What the last completion wrote. */
  get lastDecided(): { readonly from: number; readonly to: number } {
    return { from: this.#ownFrom, to: this.#ownTo };
  }

  /** The next batch, or undefined if no further decision is known to have begun. */
  next(): Batch | undefined {
    const kinds = this.#kinds;
    for (let i = this.#scanned; i < kinds.length; i++) {
      if (kinds[i] !== STARTED) {
        if (this.#openHold !== undefined) this.#watchHold(i);
        continue;
      }
      const batch = this.#begun(i);
      if (batch === "merged") {
        i = this.#scanned - 1;
        continue;
      }
      return batch;
    }
    this.#scanned = Math.max(this.#scanned, kinds.length);
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
    const kinds = this.#kinds;
    for (let i = at + 1; i < kinds.length; i++) {
      const kind = kinds[i];
      if (kind === COMPLETED) {
        this.#endAt = i;
        this.#endTo = this.#behind(i + 1);
        return this.#isHold(i + 1, this.#endTo) ? "never" : "decided";
      }
      if (kind === TIMED_OUT) {
        if (!isOf(this.#readAt(i, READ.DecisionTaskTimedOut), at)) continue;
        this.#endTo = i + 1;
        return "never";
      }
      if (kind === STARTED) {
        this.#endTo = i;
        return "never";
      }
      if (kind === RUN_TIMED_OUT || kind === TERMINATED) return "closed";
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
    for (let i = from; this.#openHold !== undefined && i < to; i++) this.#watchHold(i);
  }

  /** The place behind the events that a completion's own decisions wrote: all of them stand right behind it. */
  #behind(from: number): number {
    const events = this.#events;
    const kinds = this.#kinds;
    for (let to = from; to < events.length; to++) {
      const event = events[to];
      const kind = kinds[to];
      if (event === undefined || kind === undefined) return to;
      if (isDecided(event, kind)) continue;
      const isCanceled = kind === KIND.ActivityTaskCanceled && kinds[to - 1] === KIND.ActivityTaskCancelRequested;
      if (to === from || !isCanceled || !isImmediate(event, events[to - 1])) return to;
    }
    return events.length;
  }

  /**
   * Is this completion only a hold: its timer alone, started or refused, or nothing while one runs or right after one was
   * refused?
   */
  #isHold(from: number, to: number): boolean {
    if (to - from > 1) return false;
    if (to === from) {
      const isHeld = this.unreleasedHold !== undefined;
      this.#refusedHold = undefined;
      return isHeld;
    }
    const timerId = this.#timerIdAt(from);
    if (timerId?.startsWith(HOLD_TIMER) !== true) return false;
    if (this.#kinds[from] === KIND.TimerStarted) this.#openHold = timerId;
    else this.#refusedHold = timerId;
    this.#holds++;
    return true;
  }

  /** Does the event at a place end the hold timer that runs? */
  #watchHold(at: number): void {
    const kind = this.#kinds[at];
    if (kind !== KIND.TimerFired && kind !== KIND.TimerCanceled) return;
    const reads = kind === KIND.TimerFired ? READ.TimerFired : READ.TimerCanceled;
    if (this.#readAt(at, reads).timerId === this.#openHold) this.#openHold = undefined;
  }

  /** The id of the timer that the event at a place starts, or fails to start; undefined for other events. */
  #timerIdAt(at: number): string | undefined {
    const kind = this.#kinds[at];
    if (kind === KIND.TimerStarted) return this.#readAt(at, READ.TimerStarted).timerId;
    return kind === KIND.StartTimerFailed ? this.#readAt(at, READ.StartTimerFailed).timerId : undefined;
  }

  #readAt(at: number, reads: Reads): EventAttributes {
    const event = this.#events[at];
    return event === undefined ? {} : reads(event);
  }
}
