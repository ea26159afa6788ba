import { isRetried, pauseSeconds } from "../composites/retry.ts";
import { peek } from "../errors/bug.ts";
import { reasonOf, toFailure } from "../errors/failure.ts";
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
  if (failure === undefined || runRetry === undefined) return undefined;
  // The next run would have the same input.
  if (peek(failure.error, "code") === "INPUT_INVALID") return undefined;
  if (!isRetried(`workflow ${self.type.name}`, attempt, failure.error, runRetry)) return undefined;
  const fraction = randomAt(run.streamKey, `jitter start~${attempt + 1}`, 0);
  const notBeforeMs = run.time + pauseSeconds(runRetry, attempt + 1, fraction) * 1000;
  const { withinSeconds = Number.POSITIVE_INFINITY } = runRetry;
  if (notBeforeMs > triedSinceMs + withinSeconds * 1000) return undefined;
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
