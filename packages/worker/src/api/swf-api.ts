import type {
  ActivityTask,
  ActivityTaskStatus,
  ActivityTypeDetail,
  DecisionTask,
  DescribeActivityTypeInput,
  DescribeDomainInput,
  DescribeWorkflowExecutionInput,
  DescribeWorkflowTypeInput,
  DomainDetail,
  GetWorkflowExecutionHistoryInput,
  History,
  ListClosedWorkflowExecutionsInput,
  ListOpenWorkflowExecutionsInput,
  PollForActivityTaskInput,
  PollForDecisionTaskInput,
  RecordActivityTaskHeartbeatInput,
  RegisterActivityTypeInput,
  RegisterDomainInput,
  RegisterWorkflowTypeInput,
  RequestCancelWorkflowExecutionInput,
  RespondActivityTaskCanceledInput,
  RespondActivityTaskCompletedInput,
  RespondActivityTaskFailedInput,
  RespondDecisionTaskCompletedInput,
  Run,
  SignalWorkflowExecutionInput,
  StartWorkflowExecutionInput,
  TerminateWorkflowExecutionInput,
  WorkflowExecutionDetail,
  WorkflowExecutionInfos,
  WorkflowTypeDetail,
} from "@aws-sdk/client-swf";

/** What may accompany a poll. */
export interface CallOptions {
  /** Ends the call: it rejects with an error named `AbortError`. */
  readonly abortSignal?: AbortSignal;
}

type Call<Input, Output> = (input: Input) => Promise<Output>;
type Poll<Input, Task> = (input: Input, options?: CallOptions) => Promise<Task>;

/**
 * The one seam to the service: the operations that workers and clients use, named and shaped as those of the AWS client.
 * `new SWF({ region })` of `@aws-sdk/client-swf` is one as it is, and so is the engine of `@sweft/engine`.
 */
export interface SwfApi {
  /**
   * True if a poll that is aborted surely takes no task with it. Closing a worker then ends its polls at once. Amazon SWF
   * may hand a task to a poll that has just been aborted, and that task is lost until it times out: there a closing
   * worker waits for its polls, up to 60 seconds. Default false.
   */
  readonly abortsSafely?: boolean;
  readonly registerDomain: Call<RegisterDomainInput, unknown>;
  readonly describeDomain: Call<DescribeDomainInput, DomainDetail>;
  readonly registerWorkflowType: Call<RegisterWorkflowTypeInput, unknown>;
  readonly describeWorkflowType: Call<DescribeWorkflowTypeInput, WorkflowTypeDetail>;
  readonly registerActivityType: Call<RegisterActivityTypeInput, unknown>;
  readonly describeActivityType: Call<DescribeActivityTypeInput, ActivityTypeDetail>;
  readonly pollForDecisionTask: Poll<PollForDecisionTaskInput, DecisionTask>;
  readonly respondDecisionTaskCompleted: Call<RespondDecisionTaskCompletedInput, unknown>;
  readonly pollForActivityTask: Poll<PollForActivityTaskInput, ActivityTask>;
  readonly recordActivityTaskHeartbeat: Call<RecordActivityTaskHeartbeatInput, ActivityTaskStatus>;
  readonly respondActivityTaskCompleted: Call<RespondActivityTaskCompletedInput, unknown>;
  readonly respondActivityTaskFailed: Call<RespondActivityTaskFailedInput, unknown>;
  readonly respondActivityTaskCanceled: Call<RespondActivityTaskCanceledInput, unknown>;
  readonly startWorkflowExecution: Call<StartWorkflowExecutionInput, Run>;
  readonly signalWorkflowExecution: Call<SignalWorkflowExecutionInput, unknown>;
  readonly requestCancelWorkflowExecution: Call<RequestCancelWorkflowExecutionInput, unknown>;
  readonly terminateWorkflowExecution: Call<TerminateWorkflowExecutionInput, unknown>;
  readonly describeWorkflowExecution: Call<DescribeWorkflowExecutionInput, WorkflowExecutionDetail>;
  readonly getWorkflowExecutionHistory: Call<GetWorkflowExecutionHistoryInput, History>;
  readonly listOpenWorkflowExecutions: Call<ListOpenWorkflowExecutionsInput, WorkflowExecutionInfos>;
  readonly listClosedWorkflowExecutions: Call<ListClosedWorkflowExecutionsInput, WorkflowExecutionInfos>;
}
