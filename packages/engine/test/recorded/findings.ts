/** An answer in which the engine is known to differ from the service. */
export interface Finding {
  /** The one member that differs. */
  readonly path: string;
  readonly reason: string;
}

const startedTask: Finding = {
  path: "openCounts.openDecisionTasks",
  reason: "0 while the decision task is started; in documents it is 1 while one is scheduled",
};

/**
 * Where the engine is known to answer otherwise than the service did: scenario, number of the call, and action. Once the engine
 * has learned it the test fails, and its line goes.
 */
export const FINDINGS: Readonly<Record<string, Finding>> = {
  "test_simpleflow_idempotent 3. DescribeWorkflowExecution": startedTask,
  "test_timer_and_cancel 3. DescribeWorkflowExecution": startedTask,
  "test_unrequested_signal 3. DescribeWorkflowExecution": startedTask,
  "test_wait_signal 7. DescribeWorkflowExecution": startedTask,
};
