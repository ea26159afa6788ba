import { openFilters } from "../input/filters.ts";
import { action } from "./action.ts";
import { openRuns } from "./visibility.ts";

/** Counts the open executions that the list with these filters has; exactly, so never truncated. */
export const countOpenWorkflowExecutions = action({
  name: "CountOpenWorkflowExecutions",
  input: openFilters,
  faults: ["UnknownResourceFault"],
  run: (service, filters) => ({ count: openRuns(service, filters).length, truncated: false }),
});
