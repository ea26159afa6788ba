import { initiateSignal, refuseSignal } from "../execution/externals.ts";
import { optional } from "../input/field.ts";
import { data, runIdOrEmpty, signalName, workflowId } from "../input/fields.ts";
import { isOverRate } from "../quotas/quotas.ts";
import { decision } from "./decision.ts";

/** Signals another execution of the domain, or this one. */
export const signalExternalWorkflowExecution = decision({
  type: "SignalExternalWorkflowExecution",
  attributes: {
    workflowId,
    runId: optional(runIdOrEmpty),
    signalName,
    input: optional(data),
    control: optional(data),
  },
  deny({ tx, run, decisionTaskCompletedEventId }, said) {
    refuseSignal(tx, run, { ...said, decisionTaskCompletedEventId }, "OPERATION_NOT_PERMITTED");
  },
  apply({ tx, run, decisionTaskCompletedEventId }, said) {
    const signal = { ...said, decisionTaskCompletedEventId };
    if (!isOverRate(tx.service, "SignalExternalWorkflowExecution")) initiateSignal(tx, run, signal);
    else refuseSignal(tx, run, signal, "SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED");
  },
});
