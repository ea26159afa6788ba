import type { Decision, DecisionType } from "../decisions/decision.ts";
import type { AskedCommand } from "../errors/divergence.ts";
import type { EventAttributes } from "../history/event.ts";

/** A decision asked for and not yet found in the history. */
export interface Ask {
  readonly decisionType: DecisionType;
  /** How the recorded event names it: activity id, timer id, structural id in `control`, or marker. */
  readonly key: string;
  /** Place among all asks of the run. */
  order: number;
  /** Taken back before it was sent: neither it nor its cancel is ever written. */
  dropped: boolean;
  /** The decision as SWF wants it. */
  draft(): Decision;
  /** What to say of it in a report: its type and arguments. */
  describe(): string;
  /** The history has it. Throws a NondeterminismError if it is not what is asked for now. */
  recorded(eventId: number, attributes: EventAttributes): void;
  /** SWF answered with the failed event of this decision. */
  refused(eventId: number, attributes: EventAttributes): void;
}

/** What an ask may have beside what every ask has. */
interface Shown extends Ask {
  readonly id?: string;
  readonly command?: object;
  /** The name of an effect, whose marker has no details yet. */
  readonly name?: string;
}

/** What to show of an ask in a report: its command, or the decision it would become. */
export function askedOf(ask: Shown): AskedCommand {
  const { id, name, decisionType } = ask;
  const { decisionType: _type, ...attributes } = ask.draft();
  const drafted = { type: decisionType, ...Object.values(attributes)[0] };
  const command = ask.command ?? (name === undefined ? drafted : { type: "Cached", name });
  return { id, what: ask.describe(), command };
}

/** A first-in-first-out queue that costs nothing when it is used as one. */
class Queue {
  #items: Ask[] = [];
  #head = 0;

  push(ask: Ask): void {
    this.#items.push(ask);
  }

  /** The first ask that was not taken back. */
  first(): Ask | undefined {
    while (this.#head < this.#items.length) {
      const ask = this.#items[this.#head];
      if (ask !== undefined && !ask.dropped) return ask;
      this.shift();
    }
    return undefined;
  }

  shift(): void {
    this.#head++;
    if (this.#head < this.#items.length) return;
    // Emptied. One is the most common number by far, and taking it off costs a tenth of setting a length.
    if (this.#head === 1) this.#items.pop();
    else this.#items.length = 0;
    this.#head = 0;
  }

  /** Puts an ask back that was taken before: before everything that was asked after it. */
  putBack(ask: Ask): void {
    let at = this.#head;
    while (at < this.#items.length && (this.#items[at]?.order ?? 0) < ask.order) at++;
    this.#items.splice(at, 0, ask);
  }

  *[Symbol.iterator](): Generator<Ask, undefined> {
    for (let i = this.#head; i < this.#items.length; i++) {
      const ask = this.#items[i];
      if (ask !== undefined && !ask.dropped) yield ask;
    }
  }
}

/** The next ask of a kind, while all kinds are walked through. */
interface Walker {
  readonly type: DecisionType;
  readonly asks: Iterator<Ask, undefined>;
  next: Ask | undefined;
}

/**
 * What was asked for and is not recorded yet, in order, one queue for each kind of decision. What a recorded completion
 * sent is, per kind, a beginning of that kind's queue; the rest stays at its head for a later completion.
 */
export class Outbox {
  readonly #queues = new Map<DecisionType, Queue>();
  #asked = 0;
  /** The queue that was used last: a workflow asks for a kind several times in a row. */
  #last: Queue | undefined = undefined;
  #lastType: DecisionType | undefined = undefined;
  #markers: Queue | undefined = undefined;

  /** How many decisions were asked for so far. */
  get asked(): number {
    return this.#asked;
  }

  /** Asks for a decision. */
  ask(ask: Ask): void {
    ask.order = this.#asked++;
    this.#queue(ask.decisionType).push(ask);
  }

  #queue(type: DecisionType): Queue {
    const known = this.#known(type);
    if (known !== undefined) return known;
    const queue = new Queue();
    this.#queues.set(type, queue);
    if (type === "RecordMarker") this.#markers = queue;
    return queue;
  }

  #known(type: DecisionType): Queue | undefined {
    if (type !== this.#lastType || this.#last === undefined) {
      this.#last = this.#queues.get(type);
      this.#lastType = type;
    }
    return this.#last;
  }

  /** The next ask of a kind; it stays until {@link Outbox.taken}. */
  next(type: DecisionType): Ask | undefined {
    return this.#known(type)?.first();
  }

  /** The next marker, as {@link Outbox.next} gives it: asked for at every completion, and most runs have none. */
  nextMarker(): Ask | undefined {
    return this.#markers?.first();
  }

  /** Takes the ask away that {@link Outbox.next} gave. */
  taken(type: DecisionType): void {
    this.#known(type)?.shift();
  }

  /** Asks again for what SWF has refused and will take later. */
  putBack(ask: Ask): void {
    this.#queue(ask.decisionType).putBack(ask);
  }

  get isEmpty(): boolean {
    for (const queue of this.#queues.values()) if (queue.first() !== undefined) return false;
    return true;
  }

  /** How many of a kind wait to be sent. */
  waitingOf(type: DecisionType): number {
    let count = 0;
    for (const _ask of this.#queues.get(type) ?? []) count++;
    return count;
  }

  /**
   * Everything not recorded yet, in the order asked, without sorting what nobody comes to.
   *
   * @param skipped - Kinds of which no more is wanted; looked at before every step.
   */
  *inOrder(skipped: ReadonlySet<DecisionType>): Generator<Ask, undefined> {
    const walkers: Walker[] = [];
    for (const [type, queue] of this.#queues) {
      const asks = queue[Symbol.iterator]();
      walkers.push({ type, asks, next: asks.next().value });
    }
    for (;;) {
      let first: Walker | undefined;
      for (const walker of walkers) {
        if (walker.next === undefined || skipped.has(walker.type)) continue;
        if (first?.next === undefined || walker.next.order < first.next.order) first = walker;
      }
      if (first?.next === undefined) return undefined;
      const ask = first.next;
      first.next = first.asks.next().value;
      yield ask;
    }
  }

  /** Forgets everything that was asked and is not recorded. */
  forget(): void {
    this.#queues.clear();
    this.#markers = undefined;
    this.#last = undefined;
  }

  /** Everything not recorded yet, in the order asked. */
  waiting(): Ask[] {
    const asks: Ask[] = [];
    for (const queue of this.#queues.values()) for (const ask of queue) asks.push(ask);
    return asks.sort((a, b) => a.order - b.order);
  }
}
