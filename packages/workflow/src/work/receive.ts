import { failed, ok, Work } from "../coroutines/work.ts";
import type { CanceledError } from "../errors/outcomes.ts";
import type { Receive } from "../language/signal.ts";

/** Signals not yet taken, and those who wait for one, by name. Every signal is kept from the run's first moment on. */
export class Mailboxes {
  readonly #letters = new Map<string, unknown[]>();
  readonly #takers = new Map<string, ReceiveWork[]>();

  /** A signal arrived. */
  deliver(name: string, value: unknown): void {
    const taker = this.#takers.get(name)?.shift();
    if (taker !== undefined) taker.settle(ok(value));
    else push(this.#letters, name, value);
  }

  /** Takes the oldest letter, or waits in line. */
  take(taker: ReceiveWork): void {
    const letters = this.#letters.get(taker.command.signal);
    if (letters === undefined || letters.length === 0) push(this.#takers, taker.command.signal, taker);
    else taker.settle(ok(letters.shift()));
  }

  /** Everybody who waits in line. */
  waiting(): ReceiveWork[] {
    return [...this.#takers.values()].flat();
  }

  /** No longer waits in line. */
  leave(taker: ReceiveWork): void {
    const takers = this.#takers.get(taker.command.signal);
    if (takers !== undefined)
      this.#takers.set(
        taker.command.signal,
        takers.filter((other) => other !== taker),
      );
  }
}

function push<T>(lists: Map<string, T[]>, name: string, item: T): void {
  const list = lists.get(name);
  if (list === undefined) lists.set(name, [item]);
  else list.push(item);
}

/** A wait for the next signal of a name. */
export class ReceiveWork extends Work {
  readonly command: Receive;
  readonly order: number;
  readonly #mailboxes: Mailboxes;

  constructor(id: string, command: Receive, order: number, mailboxes: Mailboxes) {
    super(id);
    this.command = command;
    // Before whatever is asked next.
    this.order = order - 0.5;
    this.#mailboxes = mailboxes;
    mailboxes.take(this);
  }

  override cancel(error: CanceledError): void {
    if (this.outcome !== undefined) return;
    this.#mailboxes.leave(this);
    this.settle(failed(error));
  }
}
