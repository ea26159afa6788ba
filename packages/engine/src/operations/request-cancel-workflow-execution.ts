import { requestCancel } from "../execution/cancel-requests.ts";
import { optional } from "../input/field.ts";
import { domainName, runIdOrEmpty, workflowId } from "../input/fields.ts";
import { findOpenRun } from "../world/world.ts";
import { action, nothing } from "./action.ts";

/** Records a wish to cancel; what comes of it is the decider's affair. */
export const requestCancelWorkflowExecution = action({
  name: "RequestCancelWorkflowExecution",
  input: { domain: domainName, workflowId, runId: optional(runIdOrEmpty) },
  faults: ["UnknownResourceFault"],
  run(service, { domain, workflowId: id, runId }) {
    const run = findOpenRun(service.world, domain, id, runId);
    service.transact((tx) => requestCancel(tx, run, { externalInitiatedEventId: 0 }));
    return nothing;
  },
});
