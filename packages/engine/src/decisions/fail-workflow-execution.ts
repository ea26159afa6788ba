import type { FailWorkflowExecutionFailedCause } from "@aws-sdk/client-swf";
import { close } from "../execution/close.ts";
import { append, hasUnhandledEvents } from "../execution/transaction.ts";
import { optional } from "../input/field.ts";
import { data, reason } from "../input/fields.ts";
import type { Completion } from "./decision.ts";
import { decision } from "./decision.ts";

/** Closes the execution as failed, unless something has happened that no decider has seen. */
export const failWorkflowExecution = decision({
  type: "FailWorkflowExecution",
  closes: true,
  attributes: { reason: optional(reason), details: optional(data) },
  deny: (completion) => fail(completion, "OPERATION_NOT_PERMITTED"),
  apply(completion, said) {
    const { tx, run, decisionTaskCompletedEventId } = completion;
    if (hasUnhandledEvents(tx, run)) return fail(completion, "UNHANDLED_DECISION");
    append(tx, run, "WorkflowExecutionFailed", { ...said, decisionTaskCompletedEventId });
    close(tx, run);
  },
});

function fail({ tx, run, decisionTaskCompletedEventId }: Completion, cause: FailWorkflowExecutionFailedCause): void {
  append(tx, run, "FailWorkflowExecutionFailed", { cause, decisionTaskCompletedEventId });
}
