import { initiateSignal } from "../execution/externals.ts";
import { optional } from "../input/field.ts";
import { data, runIdOrEmpty, signalName, workflowId } from "../input/fields.ts";
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
  apply({ tx, run, decisionTaskCompletedEventId }, said) {
    initiateSignal(tx, run, { ...said, decisionTaskCompletedEventId });
  },
});
