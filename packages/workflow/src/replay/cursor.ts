import type { Batch, Batches } from "../history/batches.ts";
import type { HistoryEvent } from "../history/event.ts";

/** The parts of a batch in the order of delivery. */
const OWN = 0;
const DURING = 1;
const REST = 2;
const OVER = 3;

/** Walks through the parts of a batch in the order of delivery. */
export class Cursor {
  readonly #batches: Batches;
  #batch: Batch | undefined = undefined;
  #part = OVER;
  #to = 0;
  /** Place of the next event in the list of all. */
  at = 0;

  constructor(batches: Batches) {
    this.#batches = batches;
  }

  /** Goes to the beginning of a batch; its own part is left out if it tells nothing. */
  enter(batch: Batch, ownTells: boolean): void {
    this.#batch = batch;
    this.#go(ownTells ? OWN : DURING, batch);
  }

  /** The next event, without moving on; undefined at the end of the batch. */
  peek(): HistoryEvent | undefined {
    while (this.at >= this.#to) {
      if (this.#batch === undefined || this.#part >= REST) return undefined;
      this.#go(this.#part + 1, this.#batch);
    }
    return this.#batches.events[this.at];
  }

  #go(part: number, { ownFrom, ownTo, duringFrom, duringTo, restFrom, restTo }: Batch): void {
    this.#part = part;
    this.at = part === OWN ? ownFrom : part === DURING ? duringFrom : restFrom;
    this.#to = part === OWN ? ownTo : part === DURING ? duringTo : restTo;
  }
}
