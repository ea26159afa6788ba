import { ok } from "../coroutines/work.ts";
import { SweftError } from "../errors/sweft-error.ts";
import type { AcquireMutex, Lease } from "../language/mutex.ts";
import type { LocalWait } from "./local-wait.ts";
import { Line } from "./local-wait.ts";

/** Who holds a mutex in one run, and who waits for it. */
export class MutexState {
  readonly #line = new Line<LocalWait<AcquireMutex>>();
  #holder: Lease | undefined = undefined;

  acquire(wait: LocalWait<AcquireMutex>): void {
    if (this.#holder === undefined) this.#grant(wait);
    else this.#line.add(wait);
  }

  #grant(wait: LocalWait<AcquireMutex>): void {
    this.#holder = Object.freeze({ mutex: wait.command.mutex });
    wait.settle(ok(this.#holder));
  }

  release(lease: unknown): void {
    if (lease === undefined || lease !== this.#holder) {
      throw new SweftError(
        "MUTEX_NOT_HELD",
        "release was given a lease that does not hold this mutex: it was released before, or belongs to another; release each lease once, or use mutex.run(…)",
      );
    }
    this.#holder = undefined;
    const next = this.#line.next();
    if (next !== undefined) this.#grant(next);
  }
}
