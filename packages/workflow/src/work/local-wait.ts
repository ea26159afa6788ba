import { failed, Work } from "../coroutines/work.ts";
import type { CanceledError } from "../errors/outcomes.ts";
import type { Outcome } from "../language/handle.ts";

/** A wait that another coroutine of the run ends. `open` lists those that go on. */
export class LocalWait<C extends object = object> extends Work {
  readonly command: C;
  readonly order: number;
  readonly #open: Set<LocalWait>;

  constructor(id: string, command: C, order: number, open: Set<LocalWait>) {
    super(id);
    this.command = command;
    // Before whatever is asked next.
    this.order = order - 0.5;
    this.#open = open;
    open.add(this);
  }

  override settle(outcome: Outcome): void {
    this.#open.delete(this);
    super.settle(outcome);
  }

  override cancel(error: CanceledError): void {
    this.settle(failed(error));
  }
}

/** Those who wait in line, first come, first served. Whoever was canceled is passed over when the turn comes. */
export class Line<W extends Work> {
  #waits: W[] = [];
  #head = 0;
  /** At this length those who wait no longer are taken out, so that they do not pile up. */
  #full = 64;

  add(wait: W): void {
    if (this.#waits.length >= this.#full) {
      this.#waits = this.#waits.slice(this.#head).filter(({ outcome }) => outcome === undefined);
      this.#head = 0;
      this.#full = Math.max(64, this.#waits.length * 2);
    }
    this.#waits.push(wait);
  }

  /** The next who still waits, taken out of the line. */
  next(): W | undefined {
    while (this.#head < this.#waits.length) {
      const wait = this.#waits[this.#head++];
      if (wait?.outcome === undefined) return wait;
    }
    this.#waits = [];
    this.#head = 0;
    return undefined;
  }
}
