import { initiateCancel, refuseCancel } from "../execution/externals.ts";
import { optional } from "../input/field.ts";
import { data, runIdOrEmpty, workflowId } from "../input/fields.ts";
import { isOverRate } from "../quotas/quotas.ts";
import { decision } from "./decision.ts";

/** Asks another execution of the domain, or this one, to cancel. */
export const requestCancelExternalWorkflowExecution = decision({
  type: "RequestCancelExternalWorkflowExecution",
  attributes: { workflowId, runId: optional(runIdOrEmpty), control: optional(data) },
  deny({ tx, run, decisionTaskCompletedEventId }, said) {
    refuseCancel(tx, run, { ...said, decisionTaskCompletedEventId }, "OPERATION_NOT_PERMITTED");
  },
  apply({ tx, run, decisionTaskCompletedEventId }, said) {
    const request = { ...said, decisionTaskCompletedEventId };
    if (!isOverRate(tx.service, "RequestCancelExternalWorkflowExecution")) initiateCancel(tx, run, request);
    else refuseCancel(tx, run, request, "REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED");
  },
});
