import { optional } from "../input/field.ts";
import {
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
import { listedOpen, openRuns } from "./visibility.ts";

/** Lists open executions by start time, latest first unless reversed. */
export const listOpenWorkflowExecutions = action({
  name: "ListOpenWorkflowExecutions",
  input: {
    domain: domainName,
    startTimeFilter: timeFilter,
    typeFilter: optional(typeFilter),
    tagFilter: optional(tagFilter),
    nextPageToken: optional(pageToken),
    maximumPageSize: optional(pageSize),
    reverseOrder: optional(flag),
    executionFilter: optional(executionFilter),
  },
  faults: ["UnknownResourceFault"],
  run(service, { nextPageToken, maximumPageSize, reverseOrder, ...filters }) {
    return listedOpen(openRuns(service, filters), { nextPageToken, maximumPageSize, reverseOrder });
  },
});
