import { closedFilters } from "../input/filters.ts";
import { action } from "./action.ts";
import { closedQuery } from "./visibility.ts";

/** Counts the closed executions that the list with these filters has; exactly, so never truncated. */
export const countClosedWorkflowExecutions = action({
  name: "CountClosedWorkflowExecutions",
  input: closedFilters,
  faults: ["UnknownResourceFault"],
  run(service, filters) {
    const query = closedQuery(service, filters);
    return { count: service.ledger.archive().count(query), truncated: false };
  },
});
