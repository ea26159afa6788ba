import { READ } from "../history/attributes.ts";
import type { Batch, Batches } from "../history/batches.ts";
import type { HistoryEvent } from "../history/event.ts";
import { Fifo } from "../work/fifo.ts";
import type { Pause } from "../work/pause.ts";
import { FOLDS } from "./folds.ts";
import { OPERATOR_SIGNAL } from "./operator.ts";

/** The parts of a batch in the order of delivery. */
const OWN = 0;
const DURING = 1;
const REST = 2;
const OVER = 3;

/** Walks through the parts of a batch in the order of delivery. While a run is paused, what happens to it is kept for later. */
export class Cursor {
  readonly #batches: Batches;
  readonly #pause: Pause;
  #batch: Batch | undefined = undefined;
  #part = OVER;
  #to = 0;
  #at = 0;
  /** Places of events that came during a pause. They come next when it ends. */
  readonly #kept = new Fifo<number>();
  #isAtKept = false;
  /** Has any event been kept so far? Most runs are never paused. */
  #hasKept = false;

  constructor(batches: Batches, pause: Pause) {
    this.#batches = batches;
    this.#pause = pause;
  }

  /** Goes to the beginning of a batch; its own part is left out if it tells nothing. */
  enter(batch: Batch, ownTells: boolean): void {
    this.#batch = batch;
    this.#go(ownTells ? OWN : DURING, batch);
  }

  /** Place of the next event that tells the run something, without moving on; -1 at the end of the batch. */
  peek(): number {
    return this.#pause.isOn || this.#hasKept ? this.#peekBehindPause() : this.#peek();
  }

  /** The event that {@link Cursor.peek} gave is delivered. */
  moveOn(): void {
    if (this.#isAtKept) this.#kept.shift();
    else this.#at++;
  }

  #peekBehindPause(): number {
    if (this.#pause.isOn) return this.#peekInPause();
    const kept = this.#kept.peek();
    this.#isAtKept = kept !== undefined;
    return kept ?? this.#peek();
  }

  #peekInPause(): number {
    this.#isAtKept = false;
    for (let at = this.#peek(); at >= 0; at = this.#peek()) {
      const event = this.#batches.events[at];
      if (event !== undefined && passes(event)) return at;
      this.#kept.push(at);
      this.#hasKept = true;
      this.#at++;
    }
    return -1;
  }

  #peek(): number {
    const { kinds } = this.#batches;
    for (;;) {
      const to = this.#to;
      for (let at = this.#at; at < to; at++) {
        if (FOLDS[kinds[at] ?? 0] === undefined) continue;
        this.#at = at;
        return at;
      }
      this.#at = to;
      if (this.#batch === undefined || this.#part >= REST) return -1;
      this.#go(this.#part + 1, this.#batch);
    }
  }

  #go(part: number, { ownFrom, ownTo, duringFrom, duringTo, restFrom, restTo }: Batch): void {
    this.#part = part;
    this.#at = part === OWN ? ownFrom : part === DURING ? duringFrom : restFrom;
    this.#to = part === OWN ? ownTo : part === DURING ? duringTo : restTo;
  }
}

/** What reaches a paused run: its operator, and whoever cancels it. */
function passes(event: HistoryEvent): boolean {
  if (event.eventType === "WorkflowExecutionCancelRequested") return true;
  if (event.eventType !== "WorkflowExecutionSignaled") return false;
  return READ.WorkflowExecutionSignaled(event).signalName === OPERATOR_SIGNAL;
}
