import type { CanceledError } from "../errors/outcomes.ts";
import type { Waiter } from "./work.ts";
import { failed, ok, Work } from "./work.ts";

/**
 * Tells of pieces as they end, one at a time, in the order of their ends. A {@link JoinWork} would wait anew for all of
 * them each time: with many pieces this is what keeps the time linear.
 */
export class Gathering implements Waiter {
  readonly #open = new Set<Work>();
  readonly #ended: Work[] = [];
  #told = 0;
  #next: NextEnd | undefined = undefined;

  /** Watches one piece more. */
  add(piece: Work): void {
    if (piece.outcome !== undefined) {
      this.#ended.push(piece);
      return;
    }
    this.#open.add(piece);
    piece.wait(this);
  }

  settled(piece: Work): void {
    this.#open.delete(piece);
    const next = this.#next;
    this.#next = undefined;
    if (next === undefined) this.#ended.push(piece);
    else next.settle(ok(piece));
  }

  /** Has a piece ended that nobody has been told of? */
  get hasNews(): boolean {
    return this.#told < this.#ended.length;
  }

  /** A wait for the next piece that ends; its value is that piece. */
  next(): Work {
    const next = new NextEnd(() => {
      this.#next = undefined;
    });
    const piece = this.#ended[this.#told];
    if (piece === undefined) this.#next = next;
    else {
      this.#told++;
      next.settle(ok(piece));
    }
    return next;
  }

  /** Waits for the pieces no longer: whoever looks must not take them for awaited. */
  letGo(): void {
    for (const piece of this.#open) piece.leave(this);
    this.#open.clear();
  }
}

class NextEnd extends Work {
  readonly #left: () => void;

  constructor(left: () => void) {
    super("");
    this.#left = left;
  }

  override cancel(error: CanceledError): void {
    this.#left();
    this.settle(failed(error));
  }
}
