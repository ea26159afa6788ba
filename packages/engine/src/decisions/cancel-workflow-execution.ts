import { close } from "../execution/close.ts";
import { append, hasUnhandledEvents } from "../execution/transaction.ts";
import { optional } from "../input/field.ts";
import { data } from "../input/fields.ts";
import { decision } from "./decision.ts";

/** Closes the execution as canceled; nobody need have requested it. Refused while something is unseen by a decider. */
export const cancelWorkflowExecution = decision({
  type: "CancelWorkflowExecution",
  closes: true,
  attributes: { details: optional(data) },
  apply({ tx, run, decisionTaskCompletedEventId }, { details }) {
    if (hasUnhandledEvents(tx, run)) {
      append(tx, run, "CancelWorkflowExecutionFailed", { cause: "UNHANDLED_DECISION", decisionTaskCompletedEventId });
      return;
    }
    append(tx, run, "WorkflowExecutionCanceled", { details, decisionTaskCompletedEventId });
    close(tx, run);
  },
});
