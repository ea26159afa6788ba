import type { CancelWorkflowExecutionFailedCause } from "@aws-sdk/client-swf";
import { close } from "../execution/close.ts";
import { append, hasUnhandledEvents } from "../execution/transaction.ts";
import { optional } from "../input/field.ts";
import { data } from "../input/fields.ts";
import type { Completion } from "./decision.ts";
import { decision } from "./decision.ts";

/** Closes the execution as canceled; nobody need have requested it. Refused while something is unseen by a decider. */
export const cancelWorkflowExecution = decision({
  type: "CancelWorkflowExecution",
  closes: true,
  attributes: { details: optional(data) },
  deny: (completion) => fail(completion, "OPERATION_NOT_PERMITTED"),
  apply(completion, { details }) {
    const { tx, run, decisionTaskCompletedEventId } = completion;
    if (hasUnhandledEvents(tx, run)) return fail(completion, "UNHANDLED_DECISION");
    append(tx, run, "WorkflowExecutionCanceled", { details, decisionTaskCompletedEventId });
    close(tx, run);
  },
});

function fail({ tx, run, decisionTaskCompletedEventId }: Completion, cause: CancelWorkflowExecutionFailedCause): void {
  append(tx, run, "CancelWorkflowExecutionFailed", { cause, decisionTaskCompletedEventId });
}
