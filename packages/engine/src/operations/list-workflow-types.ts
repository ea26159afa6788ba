import { action } from "./action.ts";
import { listedTypes, typeListInput } from "./listed-types.ts";

/** Lists the workflow types of a status by name and version, ascending unless reversed. */
export const listWorkflowTypes = action({
  name: "ListWorkflowTypes",
  input: typeListInput,
  faults: ["UnknownResourceFault"],
  run(service, query) {
    const { items, token } = listedTypes(service, "WorkflowType", query);
    return { typeInfos: items.map(({ id, info }) => ({ workflowType: id, ...info })), ...token };
  },
});
