import type { Decision } from "@sweft/workflow";
import { isGone, isTransient } from "../api/faults.ts";
import type { Persistence } from "../api/persist.ts";
import { persist } from "../api/persist.ts";
import { WorkerError } from "../errors.ts";
import type { Worker } from "../options.ts";
import type { DecisionTask } from "./task.ts";

/** What became of an answer: taken; or the task is gone, or time is over, and another decider will decide anew. */
export type Answered = "taken" | "lost";

/**
 * Answers a decision task. Persists against throttling and failures until the task's own time is over.
 *
 * @param executionContext - What the run publishes of its state; without it what stood there stays.
 * @throws {WorkerError} `DECISION_REFUSED` if the service refuses what the answer says: it would do so for ever.
 */
export async function answer(
  { api, logger }: Worker,
  { taskToken, execution }: DecisionTask,
  decisions: readonly Decision[],
  patience: Persistence,
  executionContext?: string,
): Promise<Answered> {
  const said = {
    taskToken,
    decisions: [...decisions],
    ...(executionContext === undefined ? {} : { executionContext }),
  };
  try {
    await persist(() => api.respondDecisionTaskCompleted(said), patience);
    return "taken";
  } catch (cause) {
    if (isGone(cause)) {
      const message =
        "the decision task is gone: it timed out, its execution has ended, or an earlier answer was taken";
      logger.warn({ ...execution, err: cause }, message);
      return "lost";
    }
    if (isTransient(cause)) {
      logger.warn({ ...execution, err: cause }, "the answer to a decision task could not be sent in time");
      return "lost";
    }
    throw new WorkerError("DECISION_REFUSED", `the service refused the answer: ${String(cause)}`, { cause });
  }
}
