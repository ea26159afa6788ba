import { domainName, type } from "../input/fields.ts";
import { action } from "./action.ts";
import { undeprecateType } from "./type-status.ts";

/** Makes a deprecated workflow type a registered one again. */
export const undeprecateWorkflowType = action({
  name: "UndeprecateWorkflowType",
  input: { domain: domainName, workflowType: type },
  faults: ["UnknownResourceFault", "TypeAlreadyExistsFault"],
  run: (service, { domain, workflowType }) =>
    undeprecateType(service, { domain, kind: "WorkflowType", id: workflowType }),
});
