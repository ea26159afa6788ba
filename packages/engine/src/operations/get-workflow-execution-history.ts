import { optional } from "../input/field.ts";
import { domainName, execution, pageSize, pageToken } from "../input/fields.ts";
import { flag } from "../input/scalars.ts";
import { findRun } from "../store/store.ts";
import { action } from "./action.ts";
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
  run({ store }, { domain, execution: id, reverseOrder = false, ...paging }) {
    const run = findRun(store, domain, id);
    const last = run.events.length;
    const start = reverseOrder ? last : 1;
    const from = paging.nextPageToken === undefined ? start : readToken(paging.nextPageToken, run.runId, last);
    const page = historyPage(run, { first: 1, last, reverse: reverseOrder, from, size: sizeOf(paging) });
    if (page.next === undefined) return { events: page.events };
    return { events: page.events, nextPageToken: encodeToken(["history", run.runId, page.next]) };
  },
});

function readToken(token: string, runId: string, last: number): number {
  const [kind, tokenRunId, next] = decodeToken(token);
  const from = Number(next);
  if (kind !== "history" || tokenRunId !== runId || !(from >= 1 && from <= last)) throw invalidToken();
  return from;
}
