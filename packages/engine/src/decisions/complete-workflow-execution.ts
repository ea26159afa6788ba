import { close } from "../execution/close.ts";
import { append, hasUnhandledEvents } from "../execution/transaction.ts";
import { optional } from "../input/field.ts";
import { data } from "../input/fields.ts";
import { decision } from "./decision.ts";

/** Closes the execution as completed, unless something has happened that no decider has seen. */
export const completeWorkflowExecution = decision({
  type: "CompleteWorkflowExecution",
  closes: true,
  attributes: { result: optional(data) },
  apply({ tx, run, decisionTaskCompletedEventId }, { result }) {
    if (hasUnhandledEvents(tx, run)) {
      const failed = { cause: "UNHANDLED_DECISION", decisionTaskCompletedEventId } as const;
      append(tx, run, "CompleteWorkflowExecutionFailed", failed);
      return;
    }
    append(tx, run, "WorkflowExecutionCompleted", { result, decisionTaskCompletedEventId });
    close(tx, run);
  },
});
