import type { CompleteWorkflowExecutionFailedCause } from "@aws-sdk/client-swf";
import { close } from "../execution/close.ts";
import { append, hasUnhandledEvents } from "../execution/transaction.ts";
import { optional } from "../input/field.ts";
import { data } from "../input/fields.ts";
import type { Completion } from "./decision.ts";
import { decision } from "./decision.ts";

/** Closes the execution as completed, unless something has happened that no decider has seen. */
export const completeWorkflowExecution = decision({
  type: "CompleteWorkflowExecution",
  closes: true,
  attributes: { result: optional(data) },
  deny: (completion) => fail(completion, "OPERATION_NOT_PERMITTED"),
  apply(completion, { result }) {
    const { tx, run, decisionTaskCompletedEventId } = completion;
    if (hasUnhandledEvents(tx, run)) return fail(completion, "UNHANDLED_DECISION");
    append(tx, run, "WorkflowExecutionCompleted", { result, decisionTaskCompletedEventId });
    close(tx, run);
  },
});

function fail(
  { tx, run, decisionTaskCompletedEventId }: Completion,
  cause: CompleteWorkflowExecutionFailedCause,
): void {
  append(tx, run, "CompleteWorkflowExecutionFailed", { cause, decisionTaskCompletedEventId });
}
