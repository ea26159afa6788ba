import { initiateCancel } from "../execution/externals.ts";
import { optional } from "../input/field.ts";
import { data, runIdOrEmpty, workflowId } from "../input/fields.ts";
import { decision } from "./decision.ts";

/** Asks another execution of the domain, or this one, to cancel. */
export const requestCancelExternalWorkflowExecution = decision({
  type: "RequestCancelExternalWorkflowExecution",
  attributes: { workflowId, runId: optional(runIdOrEmpty), control: optional(data) },
  apply({ tx, run, decisionTaskCompletedEventId }, said) {
    initiateCancel(tx, run, { ...said, decisionTaskCompletedEventId });
  },
});
