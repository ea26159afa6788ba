import type { Batch, Range } from "../history/batches.ts";
import type { HistoryEvent } from "../history/event.ts";

/** Walks through the parts of a batch in the order of delivery. */
export class Cursor {
  readonly #events: readonly HistoryEvent[];
  #parts: readonly Range[] = [];
  #part = 0;
  /** Place of the next event in the list of all. */
  at = 0;

  constructor(events: readonly HistoryEvent[]) {
    this.#events = events;
  }

  /** Goes to the beginning of a batch; its own part is left out if it tells nothing. */
  enter({ own, during, rest }: Batch, ownTells: boolean): void {
    this.#parts = ownTells ? [own, during, rest] : [during, rest];
    this.#part = 0;
    this.at = this.#parts[0]?.from ?? 0;
  }

  /** The next event, without moving on; undefined at the end of the batch. */
  peek(): HistoryEvent | undefined {
    for (;;) {
      const part = this.#parts[this.#part];
      if (part === undefined) return undefined;
      if (this.at < part.to) return this.#events[this.at];
      this.#part++;
      this.at = this.#parts[this.#part]?.from ?? 0;
    }
  }
}
