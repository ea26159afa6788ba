import type { EventType } from "@sweft/workflow";
import type { Execution } from "./execution.ts";
import type { OpenExternal } from "./open.ts";

type Kind = OpenExternal["kind"];

const ARRIVED: Readonly<Record<Kind, EventType>> = {
  "external signal": "ExternalWorkflowExecutionSignaled",
  "external cancel": "ExternalWorkflowExecutionCancelRequested",
};

const FAILED: Readonly<Record<Kind, EventType>> = {
  "external signal": "SignalExternalWorkflowExecutionFailed",
  "external cancel": "RequestCancelExternalWorkflowExecutionFailed",
};

/** The signal or cancel request has reached the other execution. */
export function arrive(execution: Execution, kind: Kind, id: string): void {
  const sent = execution.get(kind, id);
  const { workflowId, runId, initiatedEventId } = sent;
  const workflowExecution = { workflowId, runId: runId ?? `${workflowId}.run` };
  execution.transact(`the arrival of ${kind} ${id}`, () =>
    execution.append(ARRIVED[kind], { workflowExecution, initiatedEventId }),
  );
  execution.open.delete(sent);
}

/** There is no open execution of that id. */
export function bounce(execution: Execution, kind: Kind, id: string, cause: string): void {
  const sent = execution.get(kind, id);
  const { workflowId, runId, control, initiatedEventId, decisionTaskCompletedEventId } = sent;
  execution.transact(`the failure of ${kind} ${id}`, () =>
    execution.append(FAILED[kind], {
      workflowId,
      runId,
      cause,
      initiatedEventId,
      decisionTaskCompletedEventId,
      control,
    }),
  );
  execution.open.delete(sent);
}
