import { optional } from "../input/field.ts";
import { domainName, execution, pageSize, pageToken } from "../input/fields.ts";
import { flag } from "../input/scalars.ts";
import { action } from "./action.ts";
import { findHistory } from "./executions.ts";
import { historyPage } from "./history-page.ts";
import { decodeToken, encodeToken, invalidToken, sizeOf } from "./paging.ts";

/** Reads a history, open or closed, with everything recorded so far. */
export const getWorkflowExecutionHistory = action({
  name: "GetWorkflowExecutionHistory",
  input: {
    domain: domainName,
    execution,
    nextPageToken: optional(pageToken),
    maximumPageSize: optional(pageSize),
    reverseOrder: optional(flag),
  },
  faults: ["UnknownResourceFault"],
  run(service, { domain, execution: id, reverseOrder = false, ...paging }) {
    const { eventCount: last, read } = findHistory(service, domain, id);
    const start = reverseOrder ? last : 1;
    const from = paging.nextPageToken === undefined ? start : readToken(paging.nextPageToken, id.runId, last);
    const page = historyPage(service.choices, read, {
      first: 1,
      last,
      reverse: reverseOrder,
      from,
      size: sizeOf(paging),
    });
    if (page.next === undefined) return { events: page.events };
    return { events: page.events, nextPageToken: encodeToken(["history", id.runId, page.next]) };
  },
});

function readToken(token: string, runId: string, last: number): number {
  const [kind, tokenRunId, next] = decodeToken(token);
  const from = Number(next);
  if (kind !== "history" || tokenRunId !== runId || !(from >= 1 && from <= last)) throw invalidToken();
  return from;
}
