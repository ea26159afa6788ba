import { close } from "../execution/close.ts";
import { append, hasUnhandledEvents } from "../execution/transaction.ts";
import { optional } from "../input/field.ts";
import { data, reason } from "../input/fields.ts";
import { decision } from "./decision.ts";

/** Closes the execution as failed, unless something has happened that no decider has seen. */
export const failWorkflowExecution = decision({
  type: "FailWorkflowExecution",
  closes: true,
  attributes: { reason: optional(reason), details: optional(data) },
  apply({ tx, run, decisionTaskCompletedEventId }, said) {
    if (hasUnhandledEvents(tx, run)) {
      append(tx, run, "FailWorkflowExecutionFailed", { cause: "UNHANDLED_DECISION", decisionTaskCompletedEventId });
      return;
    }
    append(tx, run, "WorkflowExecutionFailed", { ...said, decisionTaskCompletedEventId });
    close(tx, run);
  },
});
