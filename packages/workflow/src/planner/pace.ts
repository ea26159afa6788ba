import type { Rate } from "./limits.ts";

const LONGEST_PAUSE_MS = 60_000;
const FIRST_PAUSE_MS = 1_000;

/** The least part of a full bucket that is worth waking a run for. */
const WORTHWHILE = 0.1;

/**
 * How many decisions of one kind a run may send, by what the history says it sent, and when. Nothing is remembered that a
 * replay from zero would not know too.
 *
 * A refusal shows that others use the same quota, or that it is smaller than thought: then the run waits, longer each time it
 * is refused in a row, and sends at a time no more than was taken; each completion that is taken whole doubles that.
 */
export class Pace {
  readonly #rate: Rate;
  #tokens: number;
  #atMs = 0;
  #refusals = 0;
  #notBeforeMs = 0;
  /** The most at a time, since a refusal. */
  #most = Number.POSITIVE_INFINITY;

  constructor(rate: Rate) {
    this.#rate = rate;
    this.#tokens = rate.burst;
  }

  #at(ms: number): number {
    const { burst, perSecond } = this.#rate;
    return Math.min(burst, this.#tokens + (Math.max(0, ms - this.#atMs) / 1000) * perSecond);
  }

  /** A completion had so many decisions of this kind that were taken, and so many refused for their number. */
  completed(taken: number, refused: number, ms: number): void {
    if (refused === 0) {
      this.#tokens = Math.max(0, this.#at(ms) - taken);
      this.#refusals = Math.max(0, this.#refusals - 1);
      this.#most = this.#most * 2 < this.#rate.burst ? this.#most * 2 : Number.POSITIVE_INFINITY;
    } else {
      // The bucket was empty after those taken, whatever this run thought of it.
      this.#tokens = 0;
      this.#most = Math.max(1, Math.min(this.#most, taken));
      this.#notBeforeMs = ms + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#refusals);
      this.#refusals++;
    }
    this.#atMs = Math.max(this.#atMs, ms);
  }

  /** How many may be sent at a time. */
  available(ms: number): number {
    if (ms < this.#notBeforeMs) return 0;
    return Math.min(this.#most, Math.floor(this.#at(ms) + 1e-9));
  }

  /** The whole seconds, at least one, until it is worth sending more, of which so many wait. */
  pauseSeconds(waiting: number, ms: number): number {
    const { burst, perSecond } = this.#rate;
    const wanted = Math.max(1, Math.min(waiting, burst * WORTHWHILE, this.#most));
    const refillMs = ((wanted - this.#at(ms)) / perSecond) * 1000;
    const pauseMs = Math.max(this.#notBeforeMs - ms, Math.min(refillMs, LONGEST_PAUSE_MS));
    return Math.max(1, Math.ceil(pauseMs / 1000 - 1e-6));
  }
}
