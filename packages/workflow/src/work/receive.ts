import { failed, ok, Work } from "../coroutines/work.ts";
import type { CanceledError } from "../errors/outcomes.ts";
import type { Receive } from "../language/signal.ts";

/** A signal that has arrived. */
export interface Letter {
  readonly name: string;
  /** Its WorkflowExecutionSignaled; 0 if an earlier run handed it on. */
  readonly eventId: number;
  /** Undefined if another program sent it. */
  readonly id: string | undefined;
  /** Further words of its head. */
  readonly words: readonly string[];
  /** The text of its value. */
  readonly text: string | undefined;
  /** Reads the text when somebody takes it: what nobody takes need not be readable. */
  read(): unknown;
}

/** Signals not yet taken, and those who wait for one, by name. Every signal is kept from the run's first moment on. */
export class Mailboxes {
  readonly #letters = new Map<string, Letter[]>();
  readonly #takers = new Map<string, ReceiveWork[]>();

  /** A signal arrived. */
  deliver(letter: Letter): void {
    const taker = this.#takers.get(letter.name)?.shift();
    if (taker !== undefined) taker.settle(ok(letter.read()));
    else push(this.#letters, letter.name, letter);
  }

  /** Takes the oldest letter, or waits in line. */
  take(taker: ReceiveWork): void {
    const letter = this.#letters.get(taker.command.signal)?.shift();
    if (letter === undefined) push(this.#takers, taker.command.signal, taker);
    else taker.settle(ok(letter.read()));
  }

  /** Everybody who waits in line. */
  waiting(): ReceiveWork[] {
    return [...this.#takers.values()].flat();
  }

  /** No longer waits in line. */
  leave(taker: ReceiveWork): void {
    const { signal } = taker.command;
    const takers = this.#takers.get(signal);
    if (takers !== undefined)
      this.#takers.set(
        signal,
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
