import { optional } from "../input/field.ts";
import {
  closeStatusFilter,
  domainName,
  executionFilter,
  pageSize,
  pageToken,
  tagFilter,
  timeFilter,
  typeFilter,
} from "../input/fields.ts";
import { flag } from "../input/scalars.ts";
import { action } from "./action.ts";
import { closedQuery, listedClosed } from "./visibility.ts";

/** Lists closed executions by start or by close time, whichever the filter names; latest first unless reversed. */
export const listClosedWorkflowExecutions = action({
  name: "ListClosedWorkflowExecutions",
  input: {
    domain: domainName,
    startTimeFilter: optional(timeFilter),
    closeTimeFilter: optional(timeFilter),
    executionFilter: optional(executionFilter),
    closeStatusFilter: optional(closeStatusFilter),
    typeFilter: optional(typeFilter),
    tagFilter: optional(tagFilter),
    nextPageToken: optional(pageToken),
    maximumPageSize: optional(pageSize),
    reverseOrder: optional(flag),
  },
  faults: ["UnknownResourceFault"],
  run(service, { nextPageToken, maximumPageSize, reverseOrder, ...filters }) {
    return listedClosed(service, closedQuery(service, filters), { nextPageToken, maximumPageSize, reverseOrder });
  },
});
