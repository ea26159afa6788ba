import type { Coroutine } from "../coroutines/coroutine.ts";
import { isBug, isCancellation } from "../errors/bug.ts";
import { CanceledError } from "../errors/outcomes.ts";
import type { Opened } from "../work/in-flight.ts";
import { ReceiveWork } from "../work/receive.ts";
import type { RunContext } from "../work/run-context.ts";
import type { Closing } from "./closing.ts";

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

  /** The coroutine at a path, if it still runs. */
  find(path: string): Coroutine | undefined {
    for (const coroutine of this.#living) if (coroutine.id === path) return coroutine;
    return undefined;
  }

  /** Those that run, the workflow's own body among them. */
  living(): readonly Coroutine[] {
    return [...this.#living];
  }

  began(coroutine: Coroutine): void {
    if (coroutine.isWork) return;
    this.#living.add(coroutine);
    coroutine.environment.guard?.began(coroutine);
  }

  ended(coroutine: Coroutine): void {
    this.#living.delete(coroutine);
    coroutine.environment.guard?.ended(coroutine);
  }

  /**
   * A coroutine failed. Work that is tried again keeps its failure in its handle; that of a piece concerns its composite
   * alone, and a cancellation nobody.
   *
   * @returns Whether it is a bug that nobody waited for.
   */
  failed(coroutine: Coroutine, error: unknown): boolean {
    if (coroutine.isWork || coroutine.isAwaited) return false;
    if (isBug(error)) return true;
    const isCanceled = coroutine.isCanceled && isCancellation(error);
    if (!coroutine.isPiece && !isCanceled) this.#unheard.push(coroutine);
    return false;
  }

  /**
   * The failures that nobody waits for, now that everybody had the time to begin waiting, fail the scope they are in, or the
   * workflow: its body is canceled, its own outcome does not count. Then the scopes hear that are waiting to be empty.
   *
   * @returns Whether anybody was told anything.
   */
  failAll(run: RunContext & { readonly closing: Closing; readonly root: Coroutine | undefined }): boolean {
    if (this.#unheard.length === 0 && run.guards.size === 0) return false;
    const unheard = this.#unheard.filter((coroutine) => !coroutine.isAwaited);
    this.#unheard = [];
    for (const { outcome, id, environment } of unheard) {
      if (outcome === undefined || outcome.ok) continue;
      const { error: cause } = outcome;
      if (environment.guard !== undefined && run.guards.has(environment.guard)) environment.guard.fail(cause);
      else {
        run.closing.failScope(run, cause);
        run.root?.cancel(new CanceledError(`coroutine ${id} failed, and nobody waited for it`, { cause }), true);
      }
    }
    let areAny = unheard.length > 0;
    for (const guard of run.guards) areAny = guard.restsEmpty() || areAny;
    return areAny;
  }

  /**
   * At the workflow's return the coroutines end that still run and that nobody waits for; then those they waited for. One
   * that was canceled before, or is shielded, is left to it, unless it waits for a signal: no cleanup does. Those that wait
   * only for each other end together.
   *
   * @returns Whether any had to be ended.
   */
  endAll(run: RunContext): boolean {
    if (this.#living.size === 0) return false;
    const living = [...this.#living];
    const free = living.filter((coroutine) => !coroutine.isAwaited && !isCleaningUp(coroutine));
    const isStuck = free.length === 0 && !isAnythingWanted(run);
    const ending = isStuck ? living : free;
    for (const coroutine of ending) coroutine.end(new CanceledError("the workflow has ended"), isStuck);
    return ending.length > 0;
  }
}

const isCleaningUp = ({ isCanceled, environment, waitsFor }: Coroutine): boolean =>
  (isCanceled || environment.isShielded === true) && !(waitsFor instanceof ReceiveWork);

/** Is anybody still waiting for something that an event can bring, other than a signal? */
const isAnythingWanted = (run: RunContext): boolean =>
  run.open.all().some(({ isWanted }) => isWanted) ||
  run.outbox.waiting().some((ask) => (ask as Partial<Opened>).isWanted === true);
