/** The state of a stepped run. */
export type StepStatus =
  | "running"
  | "completed"
  | "failed"
  | "canceled"
  | "continued"
  | "held"
  | "terminated"
  | "timed out";

/** The ends that no decision of the workflow brings about. */
export const ENDED_FROM_OUTSIDE = new Map<string | undefined, StepStatus>([
  ["WorkflowExecutionTerminated", "terminated"],
  ["WorkflowExecutionTimedOut", "timed out"],
]);
