import { domainName, type } from "../input/fields.ts";
import { action } from "./action.ts";
import { deleteType } from "./type-status.ts";

/** Deletes a deprecated workflow type; what is running of it goes on. */
export const deleteWorkflowType = action({
  name: "DeleteWorkflowType",
  input: { domain: domainName, workflowType: type },
  faults: ["UnknownResourceFault", "TypeNotDeprecatedFault"],
  run: (service, { domain, workflowType }) => deleteType(service, { domain, kind: "WorkflowType", id: workflowType }),
});
