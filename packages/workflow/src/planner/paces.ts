import type { DecisionType } from "../decisions/decision.ts";
import { decidedBy } from "../history/decided.ts";
import type { HistoryEvent } from "../history/event.ts";
import { timeOf } from "../history/event.ts";
import type { Limits } from "./limits.ts";
import { Pace } from "./pace.ts";

/** SWF refused a decision for the number of its kind: open at a time, or in a second. It would be taken later. */
export const isExcess = (cause: string | undefined): boolean => /_(RATE|LIMIT)_EXCEEDED$/.test(cause ?? "");

interface Count {
  taken: number;
  refused: number;
}

/**
 * The pace of each kind of decision, read from a history. Each event is looked at once, and only when a decision is being
 * made that asks for more.
 */
export class Paces {
  readonly #rates: Limits["rates"];
  readonly #paces = new Map<DecisionType, Pace>();
  readonly #counts = new Map<DecisionType, Count>();
  #completedMs = 0;
  #scanned = 0;

  constructor({ rates }: Pick<Limits, "rates">) {
    this.#rates = rates;
  }

  /** Reads on to the end of what is known. */
  read(events: readonly HistoryEvent[]): void {
    for (; this.#scanned < events.length; this.#scanned++) {
      const event = events[this.#scanned];
      if (event === undefined) continue;
      if (event.eventType === "DecisionTaskCompleted") {
        this.#flush();
        this.#completedMs = timeOf(event);
      } else this.#count(event);
    }
    this.#flush();
  }

  #count(event: HistoryEvent): void {
    const decided = decidedBy(event);
    if (decided === undefined) return;
    const { decisionType, isRefusal, read } = decided;
    const isExcessive = isRefusal && isExcess(read(event).cause);
    if (isRefusal ? !isExcessive : this.#rates[decisionType] === undefined) return;
    let count = this.#counts.get(decisionType);
    if (count === undefined) {
      count = { taken: 0, refused: 0 };
      this.#counts.set(decisionType, count);
    }
    if (isExcessive) count.refused++;
    else count.taken++;
  }

  #flush(): void {
    if (this.#counts.size === 0) return;
    for (const [type, { taken, refused }] of this.#counts) this.#of(type)?.completed(taken, refused, this.#completedMs);
    this.#counts.clear();
  }

  /** A kind without a rate of its own has a pace from its first refusal on: one at a time, with pauses. */
  #of(type: DecisionType): Pace {
    let pace = this.#paces.get(type);
    if (pace === undefined) {
      pace = new Pace(this.#rates[type] ?? UNKNOWN_RATE);
      this.#paces.set(type, pace);
    }
    return pace;
  }

  /** The pace of a kind; undefined if nothing bounds it. */
  get(type: DecisionType): Pace | undefined {
    return this.#rates[type] === undefined ? this.#paces.get(type) : this.#of(type);
  }
}

/** What a kind that was refused is assumed to bear, if the limits do not say. */
const UNKNOWN_RATE = { burst: 100, perSecond: 10 } as const;
