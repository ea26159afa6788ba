import type { Work } from "../coroutines/work.ts";
import type { DecisionType } from "../decisions/decision.ts";
import type { Outcome } from "../language/handle.ts";

/** Work that is in flight at SWF and may still be in flight when the run ends. */
export interface Opened extends Work {
  readonly decisionType: DecisionType;
  /** What was asked for. */
  readonly command: object;
  /** Place among all asks of the run. */
  readonly order: number;
  /**
   * The run ends: ask for what is to become of this.
   * @param again - Asks again for what was asked before.
   * @returns Whether the close must wait for the next event of this work.
   */
  runEnds(again: boolean): boolean;
  /** Ends it from outside, whatever SWF will say of it. */
  force(outcome: Outcome): void;
  /** Does anybody still want to know how it ends? What nobody reads is never fetched. */
  readonly isWanted: boolean;
}

/**
 * Work in flight, by the event that scheduled, started or initiated it. A sorted list: events come in ascending order,
 * SWF allows a thousand open of a kind, and most runs have one, for which nothing is allocated or hashed.
 */
export class InFlight {
  readonly #eventIds: number[] = [];
  readonly #works: (Opened | undefined)[] = [];
  /** Before this place nothing is left: work that ends in the order it began moves nothing. */
  #head = 0;

  /** Adds work under an event later than all before. */
  put(eventId: number, work: Opened): void {
    this.#eventIds.push(eventId);
    this.#works.push(work);
  }

  get(eventId: number): Opened | undefined {
    const at = this.#placeOf(eventId);
    return at < 0 ? undefined : this.#works[at];
  }

  remove(eventId: number): void {
    const at = this.#placeOf(eventId);
    if (at < 0) return;
    if (at === this.#works.length - 1) {
      this.#eventIds.pop();
      this.#works.pop();
    } else if (at === this.#head) {
      this.#works[at] = undefined;
      this.#head++;
      this.#compact();
    } else {
      this.#eventIds.splice(at, 1);
      this.#works.splice(at, 1);
    }
    if (this.#head > 0 && this.#head === this.#works.length) {
      this.#eventIds.length = 0;
      this.#works.length = 0;
      this.#head = 0;
    }
  }

  /** Gives the room of what has ended back, now and then. */
  #compact(): void {
    if (this.#head < 64 || this.#head * 2 < this.#works.length) return;
    this.#eventIds.splice(0, this.#head);
    this.#works.splice(0, this.#head);
    this.#head = 0;
  }

  /** How much of a kind is in flight. */
  count(type: DecisionType): number {
    let count = 0;
    for (let i = this.#head; i < this.#works.length; i++) if (this.#works[i]?.decisionType === type) count++;
    return count;
  }

  /** Everything in flight, in the order of the history. */
  all(): Opened[] {
    return this.#works.filter((work) => work !== undefined);
  }

  /** Binary search; -1 if it is not there. */
  #placeOf(eventId: number): number {
    const ids = this.#eventIds;
    let low = this.#head;
    let high = ids.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const id = ids[middle] ?? 0;
      if (id === eventId) return middle;
      if (id < eventId) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }
}
