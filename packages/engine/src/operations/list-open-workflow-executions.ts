import { pages } from "../input/fields.ts";
import { openFilters } from "../input/filters.ts";
import { action } from "./action.ts";
import { listedOpen, openRuns } from "./visibility.ts";

/** Lists open executions by start time, latest first unless reversed. */
export const listOpenWorkflowExecutions = action({
  name: "ListOpenWorkflowExecutions",
  input: { ...openFilters, ...pages },
  faults: ["UnknownResourceFault"],
  run(service, { nextPageToken, maximumPageSize, reverseOrder, ...filters }) {
    return listedOpen(service, openRuns(service, filters), { nextPageToken, maximumPageSize, reverseOrder });
  },
});
