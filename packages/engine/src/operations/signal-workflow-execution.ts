import { append } from "../execution/transaction.ts";
import { optional } from "../input/field.ts";
import { data, domainName, runIdOrEmpty, signalName, workflowId } from "../input/fields.ts";
import { findOpenRun } from "../world/world.ts";
import { action, nothing } from "./action.ts";

/** Signals an open execution. Repeated calls are repeated signals. */
export const signalWorkflowExecution = action({
  name: "SignalWorkflowExecution",
  input: {
    domain: domainName,
    workflowId,
    runId: optional(runIdOrEmpty),
    signalName,
    input: optional(data),
  },
  faults: ["UnknownResourceFault"],
  run(service, { domain, workflowId: id, runId, signalName: name, input }) {
    const run = findOpenRun(service.world, domain, id, runId);
    service.transact((tx) => {
      append(tx, run, "WorkflowExecutionSignaled", { signalName: name, input, externalInitiatedEventId: 0 });
    });
    return nothing;
  },
});
