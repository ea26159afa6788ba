import { Coroutine } from "./coroutine.ts";
import type { Environment } from "./environment.ts";
import type { Body, Scheduler } from "./scheduler.ts";

/**
 * An interceptor around one piece of work. It stands for that work: it has its id, fails and ends as that does. And it runs
 * where the work begins and ends, not when its turn comes, so that one that only hands on changes no order (I1, I2 but for
 * this).
 */
export class Interception extends Coroutine {
  readonly #scheduler: Scheduler<Coroutine>;

  /** @param path - Where the numbers of its own commands begin. */
  constructor(id: string, path: string, body: Body, scheduler: Scheduler<Coroutine>, environment: Environment) {
    super(id, body, scheduler, environment, undefined, path);
    this.#scheduler = scheduler;
  }

  override get isWork(): boolean {
    return true;
  }

  override resumeSoon(): void {
    this.#scheduler.now(this);
  }
}
