import type { ReadDecision } from "../decisions/table.ts";
import { decisions, refuseClosesBeforeLast } from "../decisions/table.ts";
import type { Run } from "../execution/run.ts";
import { append, withdraw } from "../execution/transaction.ts";
import { optional } from "../input/field.ts";
import { data, taskList, taskToken, timeout } from "../input/fields.ts";
import { isPermitted, notPermitted } from "../quotas/permits.ts";
import type { Service } from "../service.ts";
import { action, nothing } from "./action.ts";
import { findDecisionTask } from "./tokens.ts";

/**
 * Completes a decision task and applies its decisions in their order, in one transaction. Whatever is refused here is refused
 * before anything is written: the task stays open (reference, section 4.1).
 */
export const respondDecisionTaskCompleted = action({
  name: "RespondDecisionTaskCompleted",
  input: {
    taskToken,
    decisions: optional(decisions),
    executionContext: optional(data),
    taskList: optional(taskList),
    taskListScheduleToStartTimeout: optional(timeout),
  },
  faults: ["UnknownResourceFault"],
  run(service, { taskToken: token, decisions: made = [], executionContext, ...sticky }) {
    refuseClosesBeforeLast(made.map(({ definition }) => definition.closes === true));
    const { run, task } = findDecisionTask(service, token);
    const denied = service.permits === undefined ? nobody : deniedAmong(service, run, made);
    const { scheduledEventId, startedEventId } = task;
    service.transact((tx) => {
      withdraw(run, task);
      const decisionTaskCompletedEventId = append(tx, run, "DecisionTaskCompleted", {
        executionContext,
        scheduledEventId,
        startedEventId,
        ...sticky,
      });
      const completion = { tx, run, decisionTaskCompletedEventId, canceledTimerIds: new Set<string>() };
      for (const each of made) {
        const { definition, attributes } = each;
        if (denied.has(each)) definition.deny?.(completion, attributes);
        else definition.apply(completion, attributes);
      }
    });
    return nothing;
  },
});

const nobody: ReadonlySet<ReadDecision> = new Set();

/**
 * The decisions that are not permitted. One that no event can tell so refuses the whole completion.
 *
 * @throws {EngineError} `OperationNotPermittedFault`.
 */
function deniedAmong(service: Service, run: Run, made: readonly ReadDecision[]): ReadonlySet<ReadDecision> {
  const denied = made.filter(({ definition, attributes }) => !isPermitted(service, definition.type, attributes, run));
  const untold = denied.find(({ definition }) => definition.deny === undefined);
  if (untold !== undefined) throw notPermitted(untold.definition.type);
  return new Set(denied);
}
