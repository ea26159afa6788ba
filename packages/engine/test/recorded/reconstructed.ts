import type { Attributes } from "./attributes.ts";
import { object } from "./attributes.ts";
import type { RecordedCall, RecordedEvent } from "./recordings.ts";

/** An event that must have happened, seconds after the start. */
type Told = readonly [eventType: string, afterSeconds: number, attributes: Attributes];

function response(calls: readonly RecordedCall[], action: string): Attributes {
  // Answers are objects.
  return calls.findLast((call) => call.action === action)?.response as Attributes;
}

function events(startedAt: number, told: readonly Told[]): readonly RecordedEvent[] {
  return told.map(([eventType, afterSeconds, attributes], index) => ({
    eventId: index + 1,
    eventType,
    eventTimestamp: startedAt + afterSeconds,
    [`${eventType.charAt(0).toLowerCase()}${eventType.slice(1)}EventAttributes`]: attributes,
  }));
}

/** Started, and nothing else until the recorded calls come. */
function onlyStarted(calls: readonly RecordedCall[]): readonly RecordedEvent[] {
  // A list of executions holds objects.
  const [info] = response(calls, "ListOpenWorkflowExecutions").executionInfos as readonly Attributes[];
  return events(Number(info?.startTimestamp), [["WorkflowExecutionStarted", 0, {}]]);
}

/** A parent with one child, open for both of the descriptions between, and closed when the last one says. */
function oneChild(calls: readonly RecordedCall[]): readonly RecordedEvent[] {
  const info = object(response(calls, "DescribeWorkflowExecution"), "executionInfo");
  const startedAt = Number(info.startTimestamp);
  const closed = Number(info.closeTimestamp) - startedAt;
  const taskList = { name: "example" };
  const workflowType = { name: "child", version: "1" };
  const workflowExecution = { workflowId: "child", runId: "child" };
  const config = {
    taskList,
    taskStartToCloseTimeout: "10",
    executionStartToCloseTimeout: "10",
    childPolicy: "TERMINATE",
  };
  const said = { workflowType, workflowId: "child", ...config, decisionTaskCompletedEventId: 4 };
  const child = { workflowExecution, workflowType, initiatedEventId: 5 };
  return events(startedAt, [
    ["WorkflowExecutionStarted", 0, {}],
    ["DecisionTaskScheduled", 0, { taskList }],
    ["DecisionTaskStarted", 0.1, { scheduledEventId: 2 }],
    ["DecisionTaskCompleted", 0.5, { scheduledEventId: 2, startedEventId: 3 }],
    ["StartChildWorkflowExecutionInitiated", 0.5, said],
    ["ChildWorkflowExecutionStarted", 0.6, child],
    ["DecisionTaskScheduled", 0.6, { taskList }],
    ["DecisionTaskStarted", 0.7, { scheduledEventId: 7 }],
    ["DecisionTaskCompleted", 1.2, { scheduledEventId: 7, startedEventId: 8 }],
    ["ChildWorkflowExecutionCompleted", closed - 0.4, { ...child, startedEventId: 6 }],
    ["DecisionTaskScheduled", closed - 0.4, { taskList }],
    ["DecisionTaskStarted", closed - 0.3, { scheduledEventId: 11 }],
    ["DecisionTaskCompleted", closed, { scheduledEventId: 11, startedEventId: 12 }],
    ["WorkflowExecutionCompleted", closed, { decisionTaskCompletedEventId: 13 }],
  ]);
}

/** What must have happened where no history was recorded: as little as explains the recorded answers. */
export const RECONSTRUCTED: Readonly<Record<string, (calls: readonly RecordedCall[]) => readonly RecordedEvent[]>> = {
  test_not_standalone: oneChild,
  test_simpleflow_workflow_start: onlyStarted,
  test_simpleflow_workflow_terminate: onlyStarted,
};
