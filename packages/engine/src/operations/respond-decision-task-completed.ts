import type { ReadDecision } from "../decisions/table.ts";
import { decisions } from "../decisions/table.ts";
import { fault } from "../errors.ts";
import { append, withdraw } from "../execution/transaction.ts";
import { optional } from "../input/field.ts";
import { data, taskList, taskToken, timeout } from "../input/fields.ts";
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
    refuse(made);
    const { run, task } = findDecisionTask(service, token);
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
      for (const { definition, attributes } of made) definition.apply(completion, attributes);
    });
    return nothing;
  },
});

function refuse(made: readonly ReadDecision[]): void {
  for (const [index, { definition }] of made.entries()) {
    if (definition.refused !== undefined) throw fault("ValidationException", definition.refused);
    if (definition.closes === true && index < made.length - 1) {
      throw fault("ValidationException", "Close must be last decision in list");
    }
  }
}
