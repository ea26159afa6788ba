import type { Waiter } from "../coroutines/work.ts";
import { failed, ok, Work } from "../coroutines/work.ts";
import { CanceledError } from "../errors/outcomes.ts";
import type { ChildExecution } from "../language/child-handle.ts";

/** How far a child has come, in whichever attempt. All attempts of one command share it. */
export class ChildStart {
  /** The execution that SWF has started last. */
  execution: ChildExecution | undefined = undefined;
  isRunning = false;
  #waiting: StartWait[] = [];
  #follower: ChildStart | undefined = undefined;

  /** The same for an interceptor around the child, which may go on with several, one after the other. */
  followedBy(follower: ChildStart): void {
    this.#follower = follower;
  }

  ended(): void {
    this.isRunning = false;
    this.#follower?.ended();
  }

  began(execution: ChildExecution): void {
    this.execution = execution;
    this.isRunning = true;
    this.#follower?.began(execution);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const one of waiting) one.began(execution);
  }

  wait(waiter: StartWait): void {
    this.#waiting.push(waiter);
  }

  leave(waiter: StartWait): void {
    this.#waiting = this.#waiting.filter((other) => other !== waiter);
  }
}

/** A wait for a child to run. It does not own the child: canceling it leaves that alone. */
export class StartWait extends Work implements Waiter {
  readonly #start: ChildStart;
  readonly #child: Work;

  /** @param child - The child with all its attempts. */
  constructor(id: string, start: ChildStart, child: Work) {
    super(id);
    this.#start = start;
    this.#child = child;
    if (start.isRunning && start.execution !== undefined) this.settle(ok(start.execution));
    else if (child.outcome !== undefined) this.settled(child);
    else {
      start.wait(this);
      child.wait(this);
    }
  }

  began(execution: ChildExecution): void {
    this.#child.leave(this);
    this.settle(ok(execution));
  }

  /** The child has ended: it ran before, or never will. */
  settled({ outcome }: Work): void {
    this.#start.leave(this);
    const { execution } = this.#start;
    if (execution !== undefined) this.settle(ok(execution));
    else if (outcome?.ok === false) this.settle(outcome);
    // An operator has said what it came to.
    else this.settle(failed(new CanceledError(`child ${this.#child.id} ended before it ran`)));
  }

  override cancel(error: CanceledError): void {
    if (this.outcome !== undefined) return;
    this.#start.leave(this);
    this.#child.leave(this);
    this.settle(failed(error));
  }
}
