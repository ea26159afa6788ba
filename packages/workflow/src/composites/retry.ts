import type { Work } from "../coroutines/work.ts";
import { peek } from "../errors/bug.ts";
import type { CanceledError, FailureState } from "../errors/outcomes.ts";
import type { Coroutine } from "../language/command.ts";
import type { FullRetryPolicy } from "../language/retry-policy.ts";
import { backoff, beginAs, draw, ended, giveUp, join, resultOf, stopAll } from "./internal.ts";

/** Id of an attempt: the first has the command's own id, so that a policy can be added later. */
const attemptId = (id: string, attempt: number) => (attempt === 1 ? id : `${id}~${attempt}`);

const isTried = (state: unknown, on: readonly FailureState[]) => on.some((one) => one === state);

/** Does the policy try again after this error? `state` of the error says how the work ended. */
function isRetried(error: unknown, { on, never }: FullRetryPolicy): boolean {
  if (!isTried(peek(error, "state"), on)) return false;
  for (let at: unknown = error, depth = 0; at !== undefined && depth < 16; at = peek(at, "cause"), depth++) {
    if (never.includes(String(peek(at, "code"))) || never.includes(String(peek(at, "name")))) return false;
  }
  return true;
}

/** The pause before an attempt (2 or more), in whole seconds; `fraction` in [0, 1) is its jitter. */
function pauseSeconds(policy: FullRetryPolicy, attempt: number, fraction: number): number {
  const { delaySeconds, backoff, maximumDelaySeconds, jitter } = policy;
  const full = Math.min(maximumDelaySeconds, delaySeconds * backoff ** (attempt - 2));
  return Math.ceil(jitter === "full" ? full * fraction : full);
}

/**
 * Tries work again as its policy says; the pauses are timers. The first attempt is begun already, in the place and moment of
 * the command: a policy may be added under running executions.
 */
export function* retrying(id: string, first: Work, work: object, policy: FullRetryPolicy): Coroutine<unknown> {
  let piece = first;
  for (let attempt = 1; ; attempt++) {
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
      if (attempt >= policy.attempts || !isRetried(error, policy)) throw error;
    }
    const next = attemptId(id, attempt + 1);
    const fraction = policy.jitter === "full" ? yield* draw(`jitter ${next}`) : 0;
    const seconds = pauseSeconds(policy, attempt + 1, fraction);
    if (seconds > 0) {
      const pause = yield* beginAs(`${next}.backoff`, backoff(seconds));
      try {
        yield* join([pause], "all");
      } catch (error) {
        yield* giveUp([pause], error);
      }
    }
    piece = yield* beginAs(next, work);
  }
}
