import type { Outcome } from "../language/handle.ts";

// The rules that make replay repeatable. The code refers to them by number.
//
// I1. A body runs only inside `advance`, and `advance` only inside `drain`: one body at a time, none inside another. Interceptors
//     alone run inside what begins or ends the work they are around (`now`): they are a part of that work.
// I2. Waking only queues. Coroutines run in the order in which they were woken, first in, first out.
// I3. Work ends in the order of the events that end it; events are delivered one at a time, each to quiescence.
// I4. Equal code, asked in equal order, gets equal ids.

/** What a body asked for cannot be answered yet: the coroutine waits. */
export const PARKED = Symbol("parked");

/** How many coroutines that have run a drain keeps in its queue, at least. */
const MOST_DONE = 1024;

/** What a body is to the scheduler: a generator. */
export type Body = Iterator<unknown, unknown, unknown>;

/** A body with what it is to resume with. */
export interface Runnable {
  readonly body: Body;
  /** Asked once for every wake. */
  takeResume(): Outcome;
}

/** Answers what bodies yield, and hears how they end. */
export interface Answers<C extends Runnable> {
  /** The answer to a yielded value, or PARKED after arranging for a wake. */
  asked(coroutine: C, yielded: unknown): Outcome | typeof PARKED;
  ended(coroutine: C, outcome: Outcome): void;
}

/** Runs coroutines that are ready, until none is. */
export class Scheduler<C extends Runnable> {
  #ready: C[] = [];
  #halted = false;
  #answers: Answers<C> | undefined = undefined;

  /** Queues a coroutine (I2). */
  ready(coroutine: C): void {
    this.#ready.push(coroutine);
  }

  /** Stops for good: no body runs again. For bugs, which no body may catch. */
  halt(): void {
    this.#halted = true;
    this.#ready.length = 0;
  }

  /** Runs an interceptor at once: it is part of what is just beginning or ending, and has no turn of its own. */
  now(coroutine: C): void {
    if (this.#answers !== undefined) this.#advance(coroutine, this.#answers);
  }

  /** Runs everything that is ready, and what becomes ready by it. */
  drain(answers: Answers<C>): void {
    this.#answers = answers;
    const ready = this.#ready;
    let i = 0;
    while (i < ready.length) {
      const coroutine = ready[i++];
      if (coroutine !== undefined) this.#advance(coroutine, answers);
      // In a long drain those that have run are let go: bodies hold a lot.
      if (i >= MOST_DONE && i * 2 >= ready.length) {
        ready.splice(0, i);
        i = 0;
      }
    }
    // One is the most common number by far, and taking it off costs a tenth of setting a length.
    if (i === 1) ready.pop();
    else if (i > 1) ready.length = 0;
  }

  /** Runs one body until it has to wait. A loop, not recursion: a body may ask a hundred thousand things at once. */
  #advance(coroutine: C, answers: Answers<C>): void {
    let answer: Outcome | typeof PARKED = coroutine.takeResume();
    while (answer !== PARKED && !this.#halted) {
      let step: IteratorResult<unknown, unknown>;
      try {
        step = resumeWorkflowBody(coroutine.body, answer);
      } catch (error) {
        answers.ended(coroutine, { ok: false, error });
        return;
      }
      if (step.done === true) {
        answers.ended(coroutine, { ok: true, value: step.value });
        return;
      }
      answer = answers.asked(coroutine, step.value);
    }
  }
}

/** The name of {@link resumeWorkflowBody}: in a stack trace everything from it on is the interpreter's, and differs from replay to replay. */
export const INTERPRETER_FRAME = "resumeWorkflowBody";

/** Resumed with this, a body ends: its `finally` blocks run, its `catch` blocks do not. */
export const LEAVE: Outcome = Object.freeze({ ok: false, error: undefined });

function resumeWorkflowBody(body: Body, answer: Outcome): IteratorResult<unknown, unknown> {
  if (answer.ok) return body.next(answer.value);
  if (answer === LEAVE) return body.return?.(undefined) ?? { done: true, value: undefined };
  if (body.throw === undefined) throw answer.error;
  return body.throw(answer.error);
}

/** Calls a function of the user's outside of any body. Its errors tell no frames of the interpreter, as those of bodies do not. */
export const callUser = <A extends readonly unknown[], T>(fn: (...args: A) => T, args: A): T =>
  resumeWorkflowBodyless(fn, args);

/** Its name begins with {@link INTERPRETER_FRAME}. A call of its own, since tools that map stacks name frames by their calls. */
function resumeWorkflowBodyless<A extends readonly unknown[], T>(fn: (...args: A) => T, args: A): T {
  return fn(...args);
}
