import type { Coroutine } from "../coroutines/coroutine.ts";
import type { Environment } from "../coroutines/environment.ts";
import type { Waiter } from "../coroutines/work.ts";
import { ok, Work } from "../coroutines/work.ts";
import type { Coroutine as Body } from "../language/command.ts";
import type { StandardSchema } from "../language/schema.ts";
import { childId } from "../values/names.ts";
import type { Letter, Takes } from "./receive.ts";
import { openLetter } from "./rejection.ts";
import type { RunContext } from "./run-context.ts";

/**
 * Serves what comes from outside, each by a coroutine of its own: `n.1`, `n.2`, in the order of arrival. It ends once it
 * has been stopped and all of them have ended.
 */
export abstract class Handler extends Work {
  protected readonly run: RunContext;
  readonly #environment: Environment;
  #begun = 0;
  #running = 0;
  #isStopped = false;

  constructor(run: RunContext, id: string, environment: Environment) {
    super(id);
    this.run = run;
    this.#environment = Object.freeze({ ...environment, isHandler: true });
  }

  /** Takes no further letters; what was begun goes on. */
  override cancel(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.leaves();
    this.#endIfDone();
  }

  /** It is to be given nothing any more. */
  protected abstract leaves(): void;

  /** Begins a coroutine. @param ended - Hears of its end. */
  protected begin(
    body: (...args: never) => Body<unknown>,
    args: readonly unknown[],
    ended?: (coroutine: Coroutine) => void,
  ): Coroutine {
    this.#running++;
    const coroutine = this.run.spawn(childId(this.id, ++this.#begun), handling(body, args), this.#environment);
    const watcher: Waiter = {
      settled: () => {
        this.#running--;
        ended?.(coroutine);
        this.#endIfDone();
      },
    };
    coroutine.watcher = watcher;
    return coroutine;
  }

  #endIfDone(): void {
    if (this.#isStopped && this.#running === 0) this.settle(ok(undefined));
  }
}

/** What a body's parameters throw, such as those that take an object apart, is thrown inside the coroutine. */
function* handling(body: (...args: never) => Body<unknown>, args: readonly unknown[]): Body<unknown> {
  return yield* body(...(args as never));
}

/** Serves the signals of one name. */
export class SignalHandler extends Handler implements Takes {
  readonly signal: string;
  readonly #body: (value: never) => Body<unknown>;
  readonly #schema: StandardSchema | undefined;

  constructor(
    run: RunContext,
    id: string,
    environment: Environment,
    signal: string,
    { body, schema }: { body: (value: never) => Body<unknown>; schema: StandardSchema | undefined },
  ) {
    super(run, id, environment);
    this.signal = signal;
    this.#body = body;
    this.#schema = schema;
    run.mailboxes.handle(this);
  }

  take(letter: Letter): void {
    const opened = openLetter(this.run, letter, this.#schema);
    if (opened !== undefined) this.begin(this.#body, [opened.value]);
  }

  protected override leaves(): void {
    this.run.mailboxes.unhandle(this);
  }
}
