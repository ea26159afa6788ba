import { domainName, execution } from "../input/fields.ts";
import { action } from "./action.ts";
import { findRun } from "./executions.ts";
import { executionInfo } from "./infos.ts";

/** Describes an execution, open or closed. Open counts are not zeroed by the close, as recorded. */
export const describeWorkflowExecution = action({
  name: "DescribeWorkflowExecution",
  input: { domain: domainName, execution },
  faults: ["UnknownResourceFault"],
  run(service, { domain, execution: id }) {
    const run = findRun(service, domain, id);
    const { taskPriority, lambdaRole, ...config } = run.config;
    return {
      executionInfo: executionInfo(run),
      executionConfiguration: {
        ...config,
        ...(taskPriority === undefined ? {} : { taskPriority }),
        ...(lambdaRole === undefined ? {} : { lambdaRole }),
      },
      openCounts: {
        openActivityTasks: run.activities.size,
        // One that is started does not count, as recorded.
        openDecisionTasks: run.scheduledTask === undefined ? 0 : 1,
        openTimers: run.timers.size,
        openChildWorkflowExecutions: run.children.size,
        openLambdaFunctions: run.lambdas.size,
      },
      ...(run.latestActivityTaskMs === 0 ? {} : { latestActivityTaskTimestamp: new Date(run.latestActivityTaskMs) }),
      ...(run.latestExecutionContext === undefined ? {} : { latestExecutionContext: run.latestExecutionContext }),
    };
  },
});
