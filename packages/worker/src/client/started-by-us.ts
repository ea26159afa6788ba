import type { StartWorkflowExecutionInput } from "@aws-sdk/client-swf";
import type { Service } from "../options.ts";
import { eventAt, latestRunId } from "./find.ts";

/** How far the service's clock and ours may be apart. */
const SKEW_MS = 60_000;

/**
 * The latest run of a workflow id, which may have closed meanwhile, if it is the one that an earlier try of a start made whose answer was lost: of the same
 * type, with the same input, tags and task list, and not older than that try.
 */
export async function startedByUs(
  service: Service,
  request: StartWorkflowExecutionInput & { readonly workflowId: string },
  begunMs: number,
): Promise<string | undefined> {
  const { workflowId, workflowType, input, tagList, taskList } = request;
  const runId = await latestRunId(service, workflowId);
  if (runId === undefined) return undefined;
  const event = await eventAt(service, { workflowId, runId }, "first");
  const started = event?.workflowExecutionStartedEventAttributes;
  const startedMs = event?.eventTimestamp?.getTime() ?? 0;
  const isOurs =
    startedMs >= begunMs - SKEW_MS &&
    started?.workflowType?.name === workflowType?.name &&
    started?.workflowType?.version === workflowType?.version &&
    started?.taskList?.name === taskList?.name &&
    started?.input === input &&
    String(started?.tagList ?? []) === String(tagList ?? []);
  return isOurs ? runId : undefined;
}
