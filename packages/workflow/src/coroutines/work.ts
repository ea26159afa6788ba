import type { CanceledError } from "../errors/outcomes.ts";
import type { Outcome } from "../language/handle.ts";

/** Who waits for work to end. */
export interface Waiter {
  /** Called once, when the work ends; must only queue, never run a body. */
  settled(work: Work): void;
}

/** A piece of work that ends at most once: an activity, a timer, a child, a wait for a signal, a coroutine. */
export abstract class Work {
  readonly id: string;
  outcome: Outcome | undefined = undefined;
  // One waiter is by far the most common case and costs no array.
  #waiter: Waiter | undefined = undefined;
  #others: Waiter[] | undefined = undefined;

  constructor(id: string) {
    this.id = id;
  }

  /** What canceling means for this kind of work; those who wait for it get the error. Does nothing once the work has ended. */
  abstract cancel(error: CanceledError): void;

  /** The wait that asked for it ends with the run: what is to become of it then. Default: it is canceled. */
  release(error: CanceledError): void {
    this.cancel(error);
  }

  /** Was anybody told, or will anybody be, how it ends? The first of them always stands in #waiter. */
  get isAwaited(): boolean {
    return this.#waiter !== undefined;
  }

  wait(waiter: Waiter): void {
    if (this.#waiter === undefined) this.#waiter = waiter;
    else if (this.#others === undefined) this.#others = [waiter];
    else this.#others.push(waiter);
  }

  /** The waiter waits no longer. */
  leave(waiter: Waiter): void {
    if (this.#waiter === waiter) this.#waiter = this.#others?.shift();
    else this.#others = this.#others?.filter((other) => other !== waiter);
  }

  /** Ends the work and tells everybody, in the order they came. Later ends are ignored. */
  settle(outcome: Outcome): void {
    if (this.outcome !== undefined) return;
    this.outcome = outcome;
    this.#waiter?.settled(this);
    if (this.#others !== undefined) for (const other of this.#others) other.settled(this);
  }
}

/** The outcome of work that ended well. */
export const ok = (value: unknown): Outcome => ({ ok: true, value });

/** The outcome of work that ended badly. */
export const failed = (error: unknown): Outcome => ({ ok: false, error });
