import type { Waiter } from "./work.ts";
import { failed, ok, Work } from "./work.ts";

/** Ends when it is told to; nobody's cancellation reaches it. */
class Latch extends Work {
  constructor() {
    super("");
  }

  override cancel(): void {}
}

/** What is begun inside a `scope`, and the first failure in it that nobody heard. */
export class Guard implements Waiter {
  /** Ends badly with that failure; else never. */
  readonly failure: Work = new Latch();
  readonly #members = new Set<Work>();
  readonly #started = new Set<Work>();
  readonly #services = new Set<Work>();
  #emptied: Latch | undefined = undefined;

  /** A coroutine was begun inside. */
  began(coroutine: Work): void {
    this.#members.add(coroutine);
  }

  ended(work: Work): void {
    this.#members.delete(work);
    this.#started.delete(work);
  }

  settled(work: Work): void {
    this.ended(work);
  }

  /**
   * Work was started inside, to which handles point.
   * @param isShielded - It is behind a shield further in: the end of the scope waits for it, and does not cancel it.
   */
  started(work: Work, isShielded: boolean): void {
    if (work.outcome !== undefined) return;
    if (!isShielded) this.#started.add(work);
    if (this.#members.has(work)) return;
    this.#members.add(work);
    work.wait(this);
  }

  /** Something serves signals inside, for as long as the scope lasts. */
  serves(handler: Work): void {
    this.started(handler, false);
    this.#services.add(handler);
  }

  /** What was started, and is to be canceled when the scope is left. */
  get toCancel(): readonly Work[] {
    return [...this.#started];
  }

  /** What serves until the scope is left, however that is. */
  get toStop(): readonly Work[] {
    return [...this.#services];
  }

  fail(error: unknown): void {
    this.failure.settle(failed(error));
  }

  /** Ends at the first rest at which nothing inside goes on any more. */
  emptied(): Work {
    this.#emptied = new Latch();
    return this.#emptied;
  }

  /** Everything is at rest, and every failure is told. @returns Whether that ends a wait. */
  restsEmpty(): boolean {
    const latch = this.#emptied;
    if (latch === undefined || this.#members.size > 0) return false;
    this.#emptied = undefined;
    latch.settle(ok(undefined));
    return true;
  }
}
