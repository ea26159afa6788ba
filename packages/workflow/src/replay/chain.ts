import type { Coroutine } from "../coroutines/coroutine.ts";
import { ROOT_ENVIRONMENT } from "../coroutines/environment.ts";
import { CANCEL_REQUESTED, CanceledError } from "../errors/outcomes.ts";
import type { EventAttributes } from "../history/event.ts";
import type { Workflow } from "../language/workflow.ts";
import { readBeginning } from "../work/beginning.ts";
import type { Carried, CarriedTimer } from "../work/carried.ts";
import type { Chain, Continuing, Drain } from "../work/chain.ts";
import type { Opened } from "../work/in-flight.ts";
import type { RunContext } from "../work/run-context.ts";
import { TimerWork } from "../work/timer.ts";
import type { Closing } from "./closing.ts";
import type { Inbox } from "./inbox.ts";
import type { Scope } from "./scope.ts";

/** At so many events a checkpoint continues as new, unless it is told otherwise. SWF ends a run at 25,000. */
const CHECKPOINT_EVENTS = 10_000;

/** What a chain works with. */
interface Parts {
  readonly scope: Scope;
  readonly inbox: Inbox;
  readonly closing: Closing;
  readonly checkpointEvents: number | undefined;
}

/** What a run takes over from the one before, and hands on to the next. */
export class RunChain implements Chain {
  readonly self: Workflow<never[], unknown>;
  readonly checkpointEvents: number;
  draining: Drain | undefined = undefined;
  readonly #run: RunContext;
  readonly #parts: Parts;
  #root: Coroutine | undefined = undefined;
  /** Marked timers that an earlier run has handed on and nobody has asked for; at the end of the body also those that run. */
  #timers: readonly CarriedTimer[] = [];

  constructor(run: RunContext, self: Workflow<never[], unknown>, parts: Parts) {
    this.#run = run;
    this.self = self;
    this.#parts = parts;
    this.checkpointEvents = parts.checkpointEvents ?? CHECKPOINT_EVENTS;
  }

  /** Begins the workflow's body, with all that an earlier run has handed on. */
  begin({ input }: EventAttributes): Coroutine {
    const { args, carried } = readBeginning(this.#run, input);
    const root = this.#run.spawn("", this.self.body(...(args as never[])), ROOT_ENVIRONMENT);
    this.#root = root;
    this.#timers = carried.timers ?? [];
    this.#parts.inbox.takeOver(this.#run, carried);
    if (carried.cancelRequested === true) {
      this.#parts.closing.isCancelRequested = true;
      root.owe(new CanceledError(CANCEL_REQUESTED));
    }
    return root;
  }

  isRoot(coroutine: Coroutine): boolean {
    return coroutine === this.#root;
  }

  living(): readonly Coroutine[] {
    return this.#parts.scope.living();
  }

  continues(asked: Continuing): void {
    this.#timers = [...this.#timers, ...markedTimers(this.#run)];
    this.#parts.closing.continues(asked);
  }

  handOn(): Carried {
    return {
      ...this.#parts.inbox.handOn(this.#run),
      ...(this.#timers.length > 0 && { timers: this.#timers }),
      ...(this.#parts.closing.isCancelUnheard && { cancelRequested: true }),
    };
  }

  takeTimer(name: string): number | undefined {
    const taken = this.#timers.find((timer) => timer.name === name);
    if (taken !== undefined) this.#timers = this.#timers.filter((timer) => timer !== taken);
    return taken?.dueMs;
  }
}

/** The timers that run, or are asked for, and that are marked. */
function markedTimers(run: RunContext): CarriedTimer[] {
  const all = [...run.open.all(), ...(run.outbox.waiting() as unknown as Opened[])];
  return all.flatMap((work) => {
    if (!(work instanceof TimerWork) || !work.isWanted) return [];
    const { command, dueMs } = work;
    return command.carry === undefined ? [] : [{ name: command.carry, dueMs }];
  });
}
