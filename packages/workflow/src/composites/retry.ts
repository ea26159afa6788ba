import type { Work } from "../coroutines/work.ts";
import { isBug, isCancellation, peek } from "../errors/bug.ts";
import { describe } from "../errors/failure.ts";
import type { CanceledError, FailureState } from "../errors/outcomes.ts";
import { SweftError } from "../errors/sweft-error.ts";
import type { Coroutine } from "../language/command.ts";
import { now } from "../language/facts.ts";
import type { FullRetryPolicy } from "../language/retry-policy.ts";
import { isFailureState } from "../language/retry-policy.ts";
import { backoff, beginAs, draw, ended, giveUp, join, resultOf, stopAll } from "./internal.ts";

/** Id of an attempt: the first has the command's own id, so that a policy can be added later. */
const attemptId = (id: string, attempt: number) => (attempt === 1 ? id : `${id}~${attempt}`);

/** How an attempt ended. Errors of work say it themselves. */
function stateOf(error: unknown): FailureState {
  const state = peek(error, "state");
  if (isFailureState(state)) return state;
  return isCancellation(error) ? "CANCELED" : "FAILED";
}

/**
 * Does the policy try again after this error?
 *
 * @param what - Whose policy it is, for the error.
 * @throws {SweftError} `RETRY_WHEN_INVALID`
 */
export function isRetried(what: string, attempt: number, error: unknown, policy: FullRetryPolicy): boolean {
  const { attempts, on, never, when } = policy;
  if (attempt >= attempts || isBug(error) || !on.includes(stateOf(error))) return false;
  for (let at: unknown = error, depth = 0; at !== undefined && depth < 16; at = peek(at, "cause"), depth++) {
    // What a schema refuses it would refuse again.
    if (peek(at, "code") === "INPUT_INVALID") return false;
    if (never.includes(String(peek(at, "code"))) || never.includes(String(peek(at, "name")))) return false;
  }
  if (when === undefined) return true;
  const verdict: unknown = when(error, attempt);
  if (typeof verdict === "boolean") return verdict;
  throw new SweftError(
    "RETRY_WHEN_INVALID",
    `retry.when of ${what} returned ${describe(verdict)} for attempt ${attempt}; return true to try again, or false`,
  );
}

/** The pause before an attempt (2 or more), in whole seconds; `fraction` in [0, 1) is its jitter. */
export function pauseSeconds(policy: FullRetryPolicy, attempt: number, fraction: number): number {
  const { delaySeconds, backoff, maximumDelaySeconds, jitter } = policy;
  const full = Math.min(maximumDelaySeconds, delaySeconds * backoff ** (attempt - 2));
  return Math.ceil(jitter === "full" ? full * fraction : full);
}

/**
 * Tries work again as its policy says; the pauses are timers. The first attempt is begun already, in the place and moment of
 * the command: a policy may be added under running executions.
 */
export function* retrying(id: string, first: Work, work: object, policy: FullRetryPolicy): Coroutine<unknown> {
  const { withinSeconds } = policy;
  const untilMs = withinSeconds === undefined ? undefined : (yield* now()).getTime() + withinSeconds * 1000;
  let piece = first;
  for (let attempt = 1; ; attempt++) {
    let failure: unknown;
    try {
      yield* join([piece], "all");
      return resultOf(piece.outcome);
    } catch (error) {
      if (piece.outcome === undefined) {
        // Canceled: by the piece's own policy it ends now, or is waited for.
        yield* stopAll([piece], error as CanceledError);
        yield* ended([piece]);
        return resultOf(piece.outcome);
      }
      if (!isRetried(`command ${id}`, attempt, error, policy)) throw error;
      failure = error;
    }
    const next = attemptId(id, attempt + 1);
    const fraction = policy.jitter === "full" ? yield* draw(`jitter ${next}`) : 0;
    const seconds = pauseSeconds(policy, attempt + 1, fraction);
    if (untilMs !== undefined && (yield* now()).getTime() + seconds * 1000 > untilMs) throw failure;
    if (seconds > 0) {
      const pause = yield* beginAs(`${next}.backoff`, backoff(seconds));
      try {
        yield* join([pause], "all");
      } catch (error) {
        yield* giveUp([pause], error);
      }
      // A timer fires no sooner, and perhaps later.
      if (untilMs !== undefined && (yield* now()).getTime() > untilMs) throw failure;
    }
    piece = yield* beginAs(next, work);
  }
}

/** The same for a block: its attempts are coroutines. */
export function* retryBlock(id: string, block: () => unknown, policy: FullRetryPolicy): Coroutine<unknown> {
  const work = Object.freeze({ type: "RunBlock", block });
  const first = yield* beginAs(id, work);
  return yield* retrying(id, first, work, policy);
}
