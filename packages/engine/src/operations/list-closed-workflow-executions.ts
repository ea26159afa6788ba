import { fault } from "../errors.ts";
import { isOpen } from "../execution/run.ts";
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
import { findDomain } from "../store/store.ts";
import { action } from "./action.ts";
import { byClose, byStart, exclusive, listed, matching, within } from "./visibility.ts";

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
  run(
    { store },
    { domain, startTimeFilter, closeTimeFilter, nextPageToken, maximumPageSize, reverseOrder, ...filters },
  ) {
    const matches = matching(filters);
    if (startTimeFilter !== undefined && closeTimeFilter !== undefined) {
      exclusive(["startTimeFilter", "closeTimeFilter"]);
    }
    const { runs, closedRuns } = findDomain(store, domain);
    const paging = { nextPageToken, maximumPageSize };
    if (startTimeFilter !== undefined) {
      const ascending = runs.filter((run) => !isOpen(run) && within(startTimeFilter, run.startMs) && matches(run));
      return listed({ kind: "closedByStart", ascending, keyOf: byStart, reverseOrder }, paging);
    }
    if (closeTimeFilter === undefined) throw fault("ValidationException", "Must specify time filter");
    const ascending = closedRuns.filter((run) => within(closeTimeFilter, run.closeMs) && matches(run));
    return listed({ kind: "closedByClose", ascending, keyOf: byClose, reverseOrder }, paging);
  },
});
