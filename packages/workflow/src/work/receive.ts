import { failed, ok, Work } from "../coroutines/work.ts";
import type { CanceledError } from "../errors/outcomes.ts";
import { besideOf } from "../language/command.ts";
import type { Outcome } from "../language/handle.ts";
import type { StandardSchema } from "../language/schema.ts";
import type { Receive } from "../language/signal.ts";
import { Fifo } from "./fifo.ts";

/** A signal that has arrived. */
export interface Letter {
  readonly name: string;
  /** Its WorkflowExecutionSignaled; 0 if an earlier run handed it on. */
  readonly eventId: number;
  /** Place among all signals of the run, by arrival. */
  readonly order: number;
  /** Undefined if another program sent it. */
  readonly id: string | undefined;
  /** Further words of its head. */
  readonly words: readonly string[];
  /** The text of its value. */
  readonly text: string | undefined;
  /** Reads the text when somebody takes it: what nobody takes need not be readable. */
  read(): unknown;
}

/** Who takes every signal of a name that nobody waits for. */
export interface Takes extends Work {
  readonly signal: string;
  take(letter: Letter): void;
  cancel(): void;
}

type Schema = StandardSchema | undefined;

type Open = (letter: Letter, schema: Schema) => { readonly value: unknown } | undefined;

/** Signals not yet taken, and those who wait for one, by name. Every signal is kept from the run's first moment on. */
export class Mailboxes {
  readonly #open: Open;
  readonly #letters = new Map<string, Fifo<Letter>>();
  /** A set keeps the line in order, and lets thousands leave it together. */
  readonly #takers = new Map<string, Set<ReceiveWork>>();
  readonly #handlers = new Map<string, Takes>();

  /** @param open - Gives the value of a letter that is taken; undefined if it is rejected. */
  constructor(open: Open) {
    this.#open = open;
  }

  /** A signal arrived. Who waits in line for one goes before who serves all of them. */
  deliver(letter: Letter): void {
    const takers = this.#takers.get(letter.name);
    const [taker] = takers ?? [];
    const handler = this.#handlers.get(letter.name);
    if (taker !== undefined) {
      const opened = this.#open(letter, taker.schema);
      if (opened === undefined) return;
      takers?.delete(taker);
      taker.settle(ok(opened.value));
    } else if (handler !== undefined) handler.take(letter);
    else this.#lettersOf(letter.name).push(letter);
  }

  #lettersOf(name: string): Fifo<Letter> {
    let letters = this.#letters.get(name);
    if (letters === undefined) {
      letters = new Fifo();
      this.#letters.set(name, letters);
    }
    return letters;
  }

  /** Takes the oldest letter that its schema accepts, or waits in line. */
  take(taker: ReceiveWork): void {
    const { signal } = taker.command;
    const opened = this.tryTake(signal, taker.schema);
    if (opened === undefined) this.#line(signal).add(taker);
    else taker.settle(ok(opened.value));
  }

  #line(signal: string): Set<ReceiveWork> {
    let line = this.#takers.get(signal);
    if (line === undefined) {
      line = new Set();
      this.#takers.set(signal, line);
    }
    return line;
  }

  /** Takes the oldest letter that the schema accepts, if there is one. */
  tryTake(signal: string, schema: Schema): { readonly value: unknown } | undefined {
    const letters = this.#letters.get(signal);
    for (let letter = letters?.shift(); letter !== undefined; letter = letters?.shift()) {
      const opened = this.#open(letter, schema);
      if (opened !== undefined) return opened;
    }
    return undefined;
  }

  /** How many letters of a name wait to be taken. */
  pending(signal: string): number {
    return this.#letters.get(signal)?.length ?? 0;
  }

  /** Gives a handler all letters of its name, those that wait already and all to come, instead of the one before it. */
  handle(handler: Takes): void {
    const { signal } = handler;
    this.#handlers.get(signal)?.cancel();
    this.#handlers.set(signal, handler);
    for (const letter of this.#letters.get(signal)?.takeAll() ?? []) handler.take(letter);
  }

  /** The handler takes no further letters. */
  unhandle(handler: Takes): void {
    if (this.#handlers.get(handler.signal) === handler) this.#handlers.delete(handler.signal);
  }

  /** Everybody who waits in line. */
  waiting(): ReceiveWork[] {
    return [...this.#takers.values()].flatMap((line) => [...line]);
  }

  /** What nobody has taken, in the order of arrival over all names. */
  left(): Letter[] {
    return [...this.#letters.values()].flatMap((letters) => letters.all()).sort((a, b) => a.order - b.order);
  }

  /** Nobody waits any longer, and nobody serves: what arrives from now on is kept. */
  close(): void {
    this.#takers.clear();
    this.#handlers.clear();
  }

  /** No longer waits in line. */
  leave(taker: ReceiveWork): void {
    this.#takers.get(taker.command.signal)?.delete(taker);
  }
}

/** A wait for the next signal of a name. */
export class ReceiveWork extends Work {
  readonly command: Receive;
  readonly order: number;
  readonly schema: Schema;
  readonly #mailboxes: Mailboxes;

  constructor(id: string, command: Receive, order: number, mailboxes: Mailboxes) {
    super(id);
    this.command = command;
    this.schema = besideOf(command) as Schema;
    // Before whatever is asked next.
    this.order = order - 0.5;
    this.#mailboxes = mailboxes;
    mailboxes.take(this);
  }

  override cancel(error: CanceledError): void {
    this.force(failed(error));
  }

  /** Ends the wait from outside; signals that come are kept for others. */
  force(outcome: Outcome): void {
    if (this.outcome !== undefined) return;
    this.#mailboxes.leave(this);
    this.settle(outcome);
  }
}
