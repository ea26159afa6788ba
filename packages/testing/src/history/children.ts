import { TestingError } from "../errors.ts";
import type { Attributes } from "./event.ts";
import type { Execution } from "./execution.ts";
import type { OpenChild } from "./open.ts";

type Outcome =
  | "ChildWorkflowExecutionCompleted"
  | "ChildWorkflowExecutionFailed"
  | "ChildWorkflowExecutionTimedOut"
  | "ChildWorkflowExecutionCanceled"
  | "ChildWorkflowExecutionTerminated";

const executionOf = ({ workflowId, runId }: OpenChild) => ({ workflowId, runId });

/** SWF starts the child, unless it has already; the parent's decider is told. */
export function startChild(execution: Execution, id: string): OpenChild {
  const what = `the start of child ${id}`;
  execution.assertOpen(what);
  const child = execution.get("child", id);
  if (child.startedEventId !== 0) return child;
  const { workflowType, initiatedEventId } = child;
  child.startedEventId = execution.transact(what, () =>
    execution.append("ChildWorkflowExecutionStarted", {
      workflowExecution: executionOf(child),
      workflowType,
      initiatedEventId,
    }),
  );
  return child;
}

/** The child ends, and its parent is told. */
export function endChild(execution: Execution, id: string, type: Outcome, attributes: Attributes = {}): void {
  const child = startChild(execution, id);
  const { workflowType, initiatedEventId, startedEventId } = child;
  execution.transact(`${type} of ${id}`, () =>
    execution.append(type, {
      workflowExecution: executionOf(child),
      workflowType,
      ...attributes,
      initiatedEventId,
      startedEventId,
    }),
  );
  execution.open.delete(child);
}

/** The child outlives its executionStartToCloseTimeout. */
export function timeOutChild(execution: Execution, id: string): void {
  const { initiatedMs, asked } = startChild(execution, id);
  const seconds = asked.executionStartToCloseTimeout;
  if (seconds !== undefined && seconds !== "NONE") execution.reach(initiatedMs + Number(seconds) * 1000);
  endChild(execution, id, "ChildWorkflowExecutionTimedOut", { timeoutType: "START_TO_CLOSE" });
}

/** SWF cannot start a child it was asked for, and finds out only now. */
export function refuseChildStart(execution: Execution, id: string): void {
  const child = execution.get("child", id);
  if (child.startedEventId !== 0) {
    throw new TestingError(
      "TARGET_UNFIT",
      `the start of child ${id} cannot fail: event ${child.startedEventId} says that it has started`,
    );
  }
  const { workflowType, workflowId, initiatedEventId, decisionTaskCompletedEventId, asked } = child;
  execution.transact(`the refusal of child ${id}`, () =>
    execution.append("StartChildWorkflowExecutionFailed", {
      workflowType,
      cause: "WORKFLOW_ALREADY_RUNNING",
      workflowId,
      initiatedEventId,
      decisionTaskCompletedEventId,
      control: asked.control,
    }),
  );
  execution.open.delete(child);
}
