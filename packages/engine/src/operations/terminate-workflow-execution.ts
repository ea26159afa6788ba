import { terminate } from "../execution/close.ts";
import { optional } from "../input/field.ts";
import { childPolicy, data, domainName, reason, runIdOrEmpty, workflowId } from "../input/fields.ts";
import { findOpenRun } from "../world/world.ts";
import { action, nothing } from "./action.ts";

/** Closes an open execution at once, decider or not, and applies the child policy. */
export const terminateWorkflowExecution = action({
  name: "TerminateWorkflowExecution",
  input: {
    domain: domainName,
    workflowId,
    runId: optional(runIdOrEmpty),
    reason: optional(reason),
    details: optional(data),
    childPolicy: optional(childPolicy),
  },
  faults: ["UnknownResourceFault"],
  run(service, { domain, workflowId: id, runId, reason: why, details, childPolicy: policy }) {
    const run = findOpenRun(service.world, domain, id, runId);
    service.transact((tx) => {
      terminate(tx, run, {
        reason: why,
        details,
        childPolicy: policy ?? run.config.childPolicy,
        cause: service.choices.terminateCause === "absent" ? undefined : "OPERATOR_INITIATED",
      });
    });
    return nothing;
  },
});
