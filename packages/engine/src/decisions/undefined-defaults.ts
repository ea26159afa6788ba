import type {
  ContinueAsNewWorkflowExecutionFailedCause,
  StartChildWorkflowExecutionFailedCause,
} from "@aws-sdk/client-swf";
import type { RequiredConfig } from "../execution/start.ts";

/** Why an execution cannot be started for which a value is neither said nor registered, by the value. */
export const UNDEFINED_DEFAULTS = {
  executionStartToCloseTimeout: "DEFAULT_EXECUTION_START_TO_CLOSE_TIMEOUT_UNDEFINED",
  taskList: "DEFAULT_TASK_LIST_UNDEFINED",
  taskStartToCloseTimeout: "DEFAULT_TASK_START_TO_CLOSE_TIMEOUT_UNDEFINED",
  childPolicy: "DEFAULT_CHILD_POLICY_UNDEFINED",
} as const satisfies Record<
  RequiredConfig,
  ContinueAsNewWorkflowExecutionFailedCause & StartChildWorkflowExecutionFailedCause
>;
