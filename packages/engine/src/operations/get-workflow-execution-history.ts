import { optional } from "../input/field.ts";
import { domainName, execution, pageSize, pageToken } from "../input/fields.ts";
import { flag } from "../input/scalars.ts";
import type { Service } from "../service.ts";
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
    const from = paging.nextPageToken === undefined ? start : readToken(service, paging.nextPageToken, id.runId, last);
    const page = historyPage(read, {
      first: 1,
      last,
      reverse: reverseOrder,
      from,
      size: sizeOf(paging),
    });
    if (page.next === undefined) return { events: page.events };
    return { events: page.events, nextPageToken: encodeToken(service, "history", [id.runId, page.next]) };
  },
});

function readToken(service: Service, token: string, runId: string, last: number): number {
  const [tokenRunId, next] = decodeToken(service, "history", token);
  const from = Number(next);
  if (tokenRunId !== runId || !(from >= 1 && from <= last)) throw invalidToken();
  return from;
}
