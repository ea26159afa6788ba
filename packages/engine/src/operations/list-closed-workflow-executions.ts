import { pages } from "../input/fields.ts";
import { closedFilters } from "../input/filters.ts";
import { action } from "./action.ts";
import { closedQuery, listedClosed } from "./visibility.ts";

/** Lists closed executions by start or by close time, whichever the filter names; latest first unless reversed. */
export const listClosedWorkflowExecutions = action({
  name: "ListClosedWorkflowExecutions",
  input: { ...closedFilters, ...pages },
  faults: ["UnknownResourceFault"],
  run(service, { nextPageToken, maximumPageSize, reverseOrder, ...filters }) {
    return listedClosed(service, closedQuery(service, filters), { nextPageToken, maximumPageSize, reverseOrder });
  },
});
