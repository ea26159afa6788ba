import { domainName, type } from "../input/fields.ts";
import { findDomain, findType } from "../world/world.ts";
import { action } from "./action.ts";
import { typeInfo } from "./infos.ts";

/** Describes a workflow type. */
export const describeWorkflowType = action({
  name: "DescribeWorkflowType",
  input: { domain: domainName, workflowType: type },
  faults: ["UnknownResourceFault"],
  run({ world }, { domain, workflowType }) {
    const found = findType(findDomain(world, domain), "WorkflowType", workflowType);
    return { typeInfo: { workflowType: found.id, ...typeInfo(found) }, configuration: found.configuration };
  },
});
