import type { OperationName } from "../api.ts";
import type { Action } from "./action.ts";
import { describeActivityType } from "./describeActivityType.ts";
import { describeDomain } from "./describeDomain.ts";
import { describeWorkflowExecution } from "./describeWorkflowExecution.ts";
import { describeWorkflowType } from "./describeWorkflowType.ts";
import { getWorkflowExecutionHistory } from "./getWorkflowExecutionHistory.ts";
import { listClosedWorkflowExecutions } from "./listClosedWorkflowExecutions.ts";
import { listDomains } from "./listDomains.ts";
import { listOpenWorkflowExecutions } from "./listOpenWorkflowExecutions.ts";
import { pollForActivityTask } from "./pollForActivityTask.ts";
import { pollForDecisionTask } from "./pollForDecisionTask.ts";
import { recordActivityTaskHeartbeat } from "./recordActivityTaskHeartbeat.ts";
import { registerActivityType } from "./registerActivityType.ts";
import { registerDomain } from "./registerDomain.ts";
import { registerWorkflowType } from "./registerWorkflowType.ts";
import { requestCancelWorkflowExecution } from "./requestCancelWorkflowExecution.ts";
import { respondActivityTaskCanceled } from "./respondActivityTaskCanceled.ts";
import { respondActivityTaskCompleted } from "./respondActivityTaskCompleted.ts";
import { respondActivityTaskFailed } from "./respondActivityTaskFailed.ts";
import { respondDecisionTaskCompleted } from "./respondDecisionTaskCompleted.ts";
import { signalWorkflowExecution } from "./signalWorkflowExecution.ts";
import { startWorkflowExecution } from "./startWorkflowExecution.ts";
import { terminateWorkflowExecution } from "./terminateWorkflowExecution.ts";

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
