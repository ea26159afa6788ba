import { failed, ok, Work } from "../coroutines/work.ts";
import { describe } from "../errors/failure.ts";
import type { CanceledError } from "../errors/outcomes.ts";
import { SweftError } from "../errors/sweft-error.ts";
import type { Outcome } from "../language/handle.ts";
import type { Until } from "../language/until.ts";

/** No code needs so many rounds between two events; waits that make each other come true for ever do. */
const MOST_ROUNDS = 100_000;

/**
 * Waits until something is so. Once everything is at rest they are asked in the order in which they began, and whoever is
 * told yes runs until all is at rest again before the next is asked: what was so when it was asked is so when it resumes.
 */
export class Conditions {
  #waiting: ConditionWork[] = [];
  /** Place of the next one to ask in the round that goes on, and of the first that belongs to the next round. */
  #next = 0;
  #end = 0;
  #hasResumed = false;
  #rounds = 0;

  /** Waits, unless it is so already. */
  ask(condition: ConditionWork): void {
    if (!condition.isMet()) this.#waiting.push(condition);
  }

  /**
   * Everything is at rest: asks on, round after round until one resumes nobody.
   *
   * @returns Whether somebody was resumed, and is to run before the next is asked.
   * @throws {SweftError} `LIVELOCK`
   */
  resumeNext(): boolean {
    if (this.#waiting.length === 0) return false;
    do {
      while (this.#next < this.#end) {
        const condition = this.#waiting[this.#next++];
        if (condition?.outcome === undefined && condition?.isMet() === true) {
          this.#hasResumed = true;
          return true;
        }
      }
    } while (this.#beginRound());
    return false;
  }

  /** @returns Whether there is to be another round: the first, or one after a round that resumed somebody. */
  #beginRound(): boolean {
    const isFirst = this.#end === 0;
    const goesOn = this.#hasResumed || isFirst;
    this.#waiting = this.waiting();
    this.#hasResumed = false;
    this.#next = 0;
    this.#end = goesOn ? this.#waiting.length : 0;
    this.#rounds = this.#end > 0 ? this.#rounds + 1 : 0;
    if (this.#rounds > MOST_ROUNDS) throw livelock();
    return this.#end > 0;
  }

  /** Those that still wait. */
  waiting(): ConditionWork[] {
    return this.#waiting.filter(({ outcome }) => outcome === undefined);
  }
}

const livelock = () =>
  new SweftError(
    "LIVELOCK",
    `waits by until have resumed each other ${MOST_ROUNDS} times with no event in between; let them wait for something that does not change back at once`,
  );

/** A wait until something is so. */
export class ConditionWork extends Work {
  readonly command: Until = { type: "Until" };
  readonly order: number;
  readonly #predicate: () => unknown;

  /** @param order - Place among all asks of the run. */
  constructor(id: string, predicate: () => unknown, order: number) {
    super(id);
    this.#predicate = predicate;
    this.order = order;
  }

  /** Asks, and ends if it is so, or cannot be told. */
  isMet(): boolean {
    const answer = answered(this.#predicate);
    if (answer !== undefined) this.settle(answer);
    return answer !== undefined;
  }

  override cancel(error: CanceledError): void {
    this.settle(failed(error));
  }

  /** Ends the wait from outside, whether it is so or not. */
  force(outcome: Outcome): void {
    this.settle(outcome);
  }
}

function answered(predicate: () => unknown): Outcome | undefined {
  let answer: unknown;
  try {
    answer = predicate();
  } catch (error) {
    return failed(error);
  }
  if (answer === false) return undefined;
  if (answer === true) return ok(undefined);
  swallow(answer);
  return failed(
    new SweftError(
      "PREDICATE_INVALID",
      `the predicate given to until answered with ${describe(answer)}; answer with true or false, at once and from what the workflow knows`,
    ),
  );
}

/** A promise is nobody's: its failure must not end the process. */
function swallow(answer: unknown): void {
  const then = (answer as { then?: unknown } | null | undefined)?.then;
  if (typeof then === "function")
    then.call(
      answer,
      () => {},
      () => {},
    );
}
