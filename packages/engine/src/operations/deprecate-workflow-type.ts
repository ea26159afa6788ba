import { domainName, type } from "../input/fields.ts";
import { action } from "./action.ts";
import { deprecateType } from "./type-status.ts";

/** Deprecates a workflow type: nothing new of it starts. */
export const deprecateWorkflowType = action({
  name: "DeprecateWorkflowType",
  input: { domain: domainName, workflowType: type },
  faults: ["UnknownResourceFault", "TypeDeprecatedFault"],
  run: (service, { domain, workflowType }) =>
    deprecateType(service, { domain, kind: "WorkflowType", id: workflowType }),
});
