import type { OperationName } from "../api.ts";
import type { Action } from "./action.ts";
import { describeActivityType } from "./describe-activity-type.ts";
import { describeDomain } from "./describe-domain.ts";
import { describeWorkflowExecution } from "./describe-workflow-execution.ts";
import { describeWorkflowType } from "./describe-workflow-type.ts";
import { getWorkflowExecutionHistory } from "./get-workflow-execution-history.ts";
import { listClosedWorkflowExecutions } from "./list-closed-workflow-executions.ts";
import { listDomains } from "./list-domains.ts";
import { listOpenWorkflowExecutions } from "./list-open-workflow-executions.ts";
import { pollForActivityTask } from "./poll-for-activity-task.ts";
import { pollForDecisionTask } from "./poll-for-decision-task.ts";
import { recordActivityTaskHeartbeat } from "./record-activity-task-heartbeat.ts";
import { registerActivityType } from "./register-activity-type.ts";
import { registerDomain } from "./register-domain.ts";
import { registerWorkflowType } from "./register-workflow-type.ts";
import { requestCancelWorkflowExecution } from "./request-cancel-workflow-execution.ts";
import { respondActivityTaskCanceled } from "./respond-activity-task-canceled.ts";
import { respondActivityTaskCompleted } from "./respond-activity-task-completed.ts";
import { respondActivityTaskFailed } from "./respond-activity-task-failed.ts";
import { respondDecisionTaskCompleted } from "./respond-decision-task-completed.ts";
import { signalWorkflowExecution } from "./signal-workflow-execution.ts";
import { startWorkflowExecution } from "./start-workflow-execution.ts";
import { terminateWorkflowExecution } from "./terminate-workflow-execution.ts";

/** Every operation the engine serves. One that is missing does not compile. */
export const OPERATIONS: { readonly [Name in OperationName]: Action<Name> } = {
  RegisterDomain: registerDomain,
  DescribeDomain: describeDomain,
  ListDomains: listDomains,
  RegisterWorkflowType: registerWorkflowType,
  RegisterActivityType: registerActivityType,
  DescribeWorkflowType: describeWorkflowType,
  DescribeActivityType: describeActivityType,
  StartWorkflowExecution: startWorkflowExecution,
  SignalWorkflowExecution: signalWorkflowExecution,
  RequestCancelWorkflowExecution: requestCancelWorkflowExecution,
  TerminateWorkflowExecution: terminateWorkflowExecution,
  DescribeWorkflowExecution: describeWorkflowExecution,
  GetWorkflowExecutionHistory: getWorkflowExecutionHistory,
  ListOpenWorkflowExecutions: listOpenWorkflowExecutions,
  ListClosedWorkflowExecutions: listClosedWorkflowExecutions,
  PollForDecisionTask: pollForDecisionTask,
  RespondDecisionTaskCompleted: respondDecisionTaskCompleted,
  PollForActivityTask: pollForActivityTask,
  RecordActivityTaskHeartbeat: recordActivityTaskHeartbeat,
  RespondActivityTaskCompleted: respondActivityTaskCompleted,
  RespondActivityTaskFailed: respondActivityTaskFailed,
  RespondActivityTaskCanceled: respondActivityTaskCanceled,
};
