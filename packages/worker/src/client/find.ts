import type { HistoryEvent } from "@aws-sdk/client-swf";
import type { Service } from "../options.ts";
import { call } from "./call.ts";

/** The beginning of time, for filters that want one. */
const EVER = { oldestDate: new Date(0) };

/** The open run of a workflow id; undefined if there is none. Lists lag behind by seconds. */
async function openRunId(service: Service, workflowId: string): Promise<string | undefined> {
  const { api, domain } = service;
  const input = { domain, startTimeFilter: EVER, executionFilter: { workflowId }, maximumPageSize: 1 };
  const { executionInfos } = await call(service, () => api.listOpenWorkflowExecutions(input));
  return executionInfos?.[0]?.execution?.runId;
}

/** The run of a workflow id that was started last; undefined if there is none. Lists lag behind by seconds. */
export async function latestRunId(service: Service, workflowId: string): Promise<string | undefined> {
  const open = await openRunId(service, workflowId);
  if (open !== undefined) return open;
  const { api, domain } = service;
  const input = { domain, startTimeFilter: EVER, executionFilter: { workflowId }, maximumPageSize: 1 };
  const { executionInfos } = await call(service, () => api.listClosedWorkflowExecutions(input));
  return executionInfos?.[0]?.execution?.runId;
}

/** The first event of a run, or its last so far. */
export async function eventAt(
  service: Service,
  execution: { readonly workflowId: string; readonly runId: string },
  at: "first" | "last",
): Promise<HistoryEvent | undefined> {
  const { api, domain } = service;
  const input = { domain, execution, maximumPageSize: 1, reverseOrder: at === "last" };
  const { events } = await call(service, () => api.getWorkflowExecutionHistory(input));
  return events?.[0];
}
