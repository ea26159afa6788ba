import type { Coroutine } from "../coroutines/coroutine.ts";
import { isBug, peek } from "../errors/bug.ts";
import { CanceledError } from "../errors/outcomes.ts";
import { ReceiveWork } from "../work/receive.ts";

/**
 * The coroutines of a run: which still run, whose failure nobody has heard of, and how they end with the workflow.
 */
export class Scope {
  readonly #living = new Set<Coroutine>();
  #unheard: Coroutine[] = [];

  /** Have all ended? */
  get isEmpty(): boolean {
    return this.#living.size === 0;
  }

  began(coroutine: Coroutine): void {
    if (!coroutine.isWork) this.#living.add(coroutine);
  }

  ended(coroutine: Coroutine): void {
    this.#living.delete(coroutine);
  }

  /**
   * A coroutine failed. Work that is tried again keeps its failure in its handle; a piece that was given up, and a
   * cancellation, concern nobody.
   *
   * @returns Whether it is a bug that nobody waited for.
   */
  failed(coroutine: Coroutine, error: unknown): boolean {
    if (coroutine.isWork || coroutine.isAwaited) return false;
    if (isBug(error)) return true;
    const isCancellation = coroutine.isCanceled && peek(error, "code") === "CANCELED";
    if (!coroutine.isGivenUp && !isCancellation) this.#unheard.push(coroutine);
    return false;
  }

  /** The failures that nobody waits for, now that everybody had the time to begin waiting. They fail the workflow. */
  takeFailures(): readonly { readonly error: unknown; readonly cancellation: CanceledError }[] {
    if (this.#unheard.length === 0) return [];
    const unheard = this.#unheard.filter((coroutine) => !coroutine.isAwaited);
    this.#unheard = [];
    return unheard.flatMap(({ outcome, id }) => {
      if (outcome === undefined || outcome.ok) return [];
      const cause = outcome.error;
      const cancellation = new CanceledError(`coroutine ${id} failed, and nobody waited for it`, { cause });
      return [{ error: cause, cancellation }];
    });
  }

  /**
   * At the workflow's return the coroutines end that still run and that nobody waits for; then those they waited for. One
   * that was canceled before is cleaning up, and is left to it, unless it waits for a signal: no cleanup does.
   *
   * @returns Whether any had to be ended.
   */
  endAll(): boolean {
    const ending = [...this.#living].filter(
      (coroutine) => !coroutine.isAwaited && (!coroutine.isCanceled || coroutine.waitsFor instanceof ReceiveWork),
    );
    for (const coroutine of ending) coroutine.end(new CanceledError("the workflow has ended"));
    return ending.length > 0;
  }
}
