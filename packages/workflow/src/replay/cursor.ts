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

  /** The next event, without moving on; undefined at the end of the batch. */
  peek(): HistoryEvent | undefined {
    return this.#pause.isOn || this.#hasKept ? this.#peekBehindPause() : this.#peek();
  }

  #peekBehindPause(): HistoryEvent | undefined {
    if (this.#pause.isOn) return this.#peekInPause();
    this.#isAtKept = this.#kept.length > 0;
    return this.#isAtKept ? this.#batches.events[this.at] : this.#peek();
  }

  /** Place of the event that {@link Cursor.peek} gave in the list of all. */
  get at(): number {
    return this.#isAtKept ? (this.#kept.peek() ?? this.#at) : this.#at;
  }

  /** The event that {@link Cursor.peek} gave is delivered. */
  moveOn(): void {
    if (this.#isAtKept) this.#kept.shift();
    else this.#at++;
  }

  #peekInPause(): HistoryEvent | undefined {
    this.#isAtKept = false;
    for (let event = this.#peek(); event !== undefined; event = this.#peek()) {
      if (passes(event)) return event;
      if (FOLDS[this.#batches.kinds[this.#at] ?? 0] !== undefined) this.#keep(this.#at);
      this.#at++;
    }
    return undefined;
  }

  #keep(at: number): void {
    this.#kept.push(at);
    this.#hasKept = true;
  }

  #peek(): HistoryEvent | undefined {
    while (this.#at >= this.#to) {
      if (this.#batch === undefined || this.#part >= REST) return undefined;
      this.#go(this.#part + 1, this.#batch);
    }
    return this.#batches.events[this.#at];
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
