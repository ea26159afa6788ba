import { failed, ok } from "../coroutines/work.ts";
import { SweftError, withoutFrames } from "../errors/sweft-error.ts";
import type { QueuePut, QueueTake } from "../language/queue.ts";
import type { LocalWait } from "./local-wait.ts";
import { Line } from "./local-wait.ts";

/** What is in a queue of one run, and who waits for it. */
export class QueueState {
  readonly #capacity: number;
  readonly #takers = new Line<LocalWait<QueueTake>>();
  readonly #putters = new Line<LocalWait<QueuePut>>();
  #items: unknown[] = [];
  #head = 0;
  #isClosed = false;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#items.length - this.#head;
  }

  put(wait: LocalWait<QueuePut>): void {
    if (this.#isClosed) {
      wait.settle(failed(closed("put")));
      return;
    }
    const taker = this.#takers.next();
    if (taker !== undefined) taker.settle(ok(wait.command.value));
    else if (this.size < this.#capacity) this.#items.push(wait.command.value);
    else {
      this.#putters.add(wait);
      return;
    }
    wait.settle(ok(undefined));
  }

  take(wait: LocalWait<QueueTake>): void {
    if (this.size > 0) wait.settle(ok(this.tryTake()));
    else if (this.#isClosed) wait.settle(failed(closed("take")));
    else this.#takers.add(wait);
  }

  /** The oldest thing; whoever waits to put one in has room now. */
  tryTake(): unknown {
    if (this.size === 0) return undefined;
    const value = this.#items[this.#head++];
    if (this.#head >= 64 && this.#head * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    const putter = this.#putters.next();
    if (putter !== undefined) {
      this.#items.push(putter.command.value);
      putter.settle(ok(undefined));
    }
    return value;
  }

  close(): void {
    this.#isClosed = true;
    for (let taker = this.#takers.next(); taker !== undefined; taker = this.#takers.next()) {
      taker.settle(failed(closed("take")));
    }
    for (let putter = this.#putters.next(); putter !== undefined; putter = this.#putters.next()) {
      putter.settle(failed(closed("put")));
    }
  }
}

const closed = (verb: string) =>
  withoutFrames(new SweftError("QUEUE_CLOSED", `the queue was closed, and ${verb} can wait for nothing more`));
