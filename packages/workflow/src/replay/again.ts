import { isBug, isCancellation, peek } from "../errors/bug.ts";
import { reasonOf, toFailure } from "../errors/failure.ts";
import type { FullRetryPolicy } from "../language/retry-policy.ts";
import { nextTime } from "../values/cron.ts";
import { randomAt } from "../values/random.ts";
import type { Continuing } from "../work/chain.ts";
import type { RunContext } from "../work/run-context.ts";

/** A run that ends by itself, and may begin again. */
export interface Over {
  /** Undefined if it completes. */
  readonly failure: { readonly error: unknown } | undefined;
  readonly isCancelRequested: boolean;
}

/**
 * What a run begins again as that completes or fails: as its next attempt, or at the next time of its schedule. In a
 * recorded batch whether it does is what the history shows.
 *
 * @returns Undefined if it ends for good.
 */
export function again(run: RunContext, { failure, isCancelRequested }: Over): Continuing | undefined {
  const { closedBy } = run.chain;
  if (closedBy !== undefined && closedBy !== "ContinueAsNewWorkflowExecution") return undefined;
  const when = isCancelRequested ? undefined : (retried(run, failure) ?? scheduled(run, failure));
  if (when === undefined && closedBy === undefined) return undefined;
  const { self, argsText } = run.chain;
  return { type: self.type, argsText, settings: self.settings, given: {}, again: when ?? {} };
}

function retried(run: RunContext, failure: Over["failure"]): Continuing["again"] {
  const { self, attempt, triedSinceMs } = run.chain;
  const { runRetry } = self.settings;
  if (failure === undefined || runRetry === undefined || !isTriedAgain(failure.error, attempt, runRetry))
    return undefined;
  const notBeforeMs = run.time + pauseMs(run, attempt + 1, runRetry);
  run.log("warn", `attempt ${attempt} of the workflow failed: ${reasonOf(toFailure(failure.error))}`, undefined);
  return { notBeforeMs, attempt: attempt + 1, triedSinceMs };
}

function scheduled(run: RunContext, failure: Over["failure"]): Continuing["again"] {
  const { cron } = run.chain.self.settings;
  if (cron === undefined) return undefined;
  if (failure !== undefined) {
    const reason = reasonOf(toFailure(failure.error));
    run.log("error", `the workflow failed, and goes on with the next time of its schedule: ${reason}`, undefined);
  }
  return { notBeforeMs: nextTime(cron, run.time) };
}

/** Does the policy begin another attempt after this error? */
function isTriedAgain(error: unknown, attempt: number, { attempts, never }: FullRetryPolicy): boolean {
  if (attempt >= attempts || isBug(error) || isCancellation(error)) return false;
  // The next run would have the same input.
  if (peek(error, "code") === "INPUT_INVALID") return false;
  for (let at: unknown = error, depth = 0; at !== undefined && depth < 16; at = peek(at, "cause"), depth++) {
    if (never.includes(String(peek(at, "code"))) || never.includes(String(peek(at, "name")))) return false;
  }
  return true;
}

function pauseMs(run: RunContext, attempt: number, policy: FullRetryPolicy): number {
  const { delaySeconds, backoff, maximumDelaySeconds, jitter } = policy;
  const full = Math.min(maximumDelaySeconds, delaySeconds * backoff ** (attempt - 2));
  const fraction = jitter === "full" ? randomAt(run.streamKey, `jitter start~${attempt}`, 0) : 1;
  return Math.ceil(full * fraction) * 1000;
}
