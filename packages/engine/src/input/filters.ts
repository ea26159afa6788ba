import { optional, structure } from "./field.ts";
import { domainName, typeName, workflowId } from "./fields.ts";
import { moment } from "./scalars.ts";
import { oneOf, text, textOrEmpty } from "./text.ts";

// What lists and counts of executions may be narrowed by. A list and its count take the same.

/** A span of time, both ends included. */
const timeFilter = structure({ oldestDate: moment, latestDate: optional(moment) });

const exclusive = {
  /** Executions of one workflow id. */
  executionFilter: optional(structure({ workflowId })),
  /** Executions of one type; without a version, of all its versions. */
  typeFilter: optional(structure({ name: typeName, version: optional(textOrEmpty({ max: 64 })) })),
  /** Executions that carry a tag. */
  tagFilter: optional(structure({ tag: text({ max: 256 }) })),
};

const closeStatus = oneOf(["COMPLETED", "FAILED", "CANCELED", "TERMINATED", "CONTINUED_AS_NEW", "TIMED_OUT"]);

/** Which open executions are meant. */
export const openFilters = { domain: domainName, startTimeFilter: timeFilter, ...exclusive };

/** Which closed executions are meant. */
export const closedFilters = {
  domain: domainName,
  startTimeFilter: optional(timeFilter),
  closeTimeFilter: optional(timeFilter),
  ...exclusive,
  /** Executions that closed in one way. */
  closeStatusFilter: optional(structure({ status: closeStatus })),
};
