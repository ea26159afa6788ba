import type { DecisionTask as SwfDecisionTask } from "@aws-sdk/client-swf";
import type { Execution, HistoryEvent, TypeName } from "@sweft/workflow";
import { attributesKey } from "@sweft/workflow";

/** A decision task as it was handed out: the service's, with all that it may leave out filled in. */
export interface DecisionTask {
  readonly taskToken: string;
  readonly execution: Execution;
  readonly type: TypeName;
  readonly startedEventId: number;
  /** That of the decision before; 0 if this is the first. */
  readonly previousStartedEventId: number;
  /** The first page of its history. */
  readonly events: readonly HistoryEvent[];
  readonly nextPageToken: string | undefined;
}

/** Reads the answer to a poll; undefined if it brought no task. */
export function taskOf(answer: SwfDecisionTask): DecisionTask | undefined {
  const { taskToken, workflowExecution, workflowType, startedEventId = 0, events = [], nextPageToken } = answer;
  const { previousStartedEventId = 0 } = answer;
  // An empty poll has no token on the wire; by the documentation it has an empty one.
  if (taskToken === undefined || taskToken === "") return undefined;
  return {
    taskToken,
    execution: { workflowId: workflowExecution?.workflowId ?? "", runId: workflowExecution?.runId ?? "" },
    type: { name: workflowType?.name ?? "", version: workflowType?.version ?? "" },
    startedEventId,
    previousStartedEventId,
    events,
    nextPageToken,
  };
}

/** The longest that a decision may take where the service sets no bound. */
const WITHOUT_BOUND_MS = 3_600_000;

/** How long a decision task may take, by the first page of its history. */
export function timeoutMsOf({ events }: DecisionTask): number {
  for (const [type, member] of TIMEOUTS) {
    const event = events.findLast(({ eventType }) => eventType === type);
    const attributes = event?.[attributesKey(type)] as Readonly<Record<string, unknown>> | undefined;
    const seconds = Number(attributes?.[member] ?? Number.NaN);
    if (Number.isFinite(seconds)) return seconds * 1000;
  }
  return WITHOUT_BOUND_MS;
}

/** Where histories tell the timeout; the first page may end before the event that scheduled this very task. */
const TIMEOUTS = [
  ["DecisionTaskScheduled", "startToCloseTimeout"],
  ["WorkflowExecutionStarted", "taskStartToCloseTimeout"],
] as const;
