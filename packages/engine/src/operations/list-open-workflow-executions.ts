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
import { findDomain } from "../store/store.ts";
import { action } from "./action.ts";
import { byStart, listed, matching, within } from "./visibility.ts";

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
  run({ store }, { domain, startTimeFilter, nextPageToken, maximumPageSize, reverseOrder, ...filters }) {
    const matches = matching(filters);
    // The map keeps the order of starting.
    const ascending = [...findDomain(store, domain).openRuns.values()].filter(
      (run) => within(startTimeFilter, run.startMs) && matches(run),
    );
    const listing = { kind: "open", ascending, keyOf: byStart, reverseOrder } as const;
    return listed(listing, { nextPageToken, maximumPageSize });
  },
});
