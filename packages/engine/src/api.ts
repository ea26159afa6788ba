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
  DomainInfos,
  GetWorkflowExecutionHistoryInput,
  History,
  ListClosedWorkflowExecutionsInput,
  ListDomainsInput,
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

/** What an operation without a result answers: an object without members. */
export type Nothing = Readonly<Record<never, never>>;

interface Call<Input, Output> {
  readonly input: Input;
  readonly output: Output;
}

/** Input and output of every operation the engine serves, in the shapes of the AWS client. */
export interface Operations {
  readonly RegisterDomain: Call<RegisterDomainInput, Nothing>;
  readonly DescribeDomain: Call<DescribeDomainInput, DomainDetail>;
  readonly ListDomains: Call<ListDomainsInput, DomainInfos>;
  readonly RegisterWorkflowType: Call<RegisterWorkflowTypeInput, Nothing>;
  readonly RegisterActivityType: Call<RegisterActivityTypeInput, Nothing>;
  readonly DescribeWorkflowType: Call<DescribeWorkflowTypeInput, WorkflowTypeDetail>;
  readonly DescribeActivityType: Call<DescribeActivityTypeInput, ActivityTypeDetail>;
  readonly StartWorkflowExecution: Call<StartWorkflowExecutionInput, Run>;
  readonly SignalWorkflowExecution: Call<SignalWorkflowExecutionInput, Nothing>;
  readonly RequestCancelWorkflowExecution: Call<RequestCancelWorkflowExecutionInput, Nothing>;
  readonly TerminateWorkflowExecution: Call<TerminateWorkflowExecutionInput, Nothing>;
  readonly DescribeWorkflowExecution: Call<DescribeWorkflowExecutionInput, WorkflowExecutionDetail>;
  readonly GetWorkflowExecutionHistory: Call<GetWorkflowExecutionHistoryInput, History>;
  readonly ListOpenWorkflowExecutions: Call<ListOpenWorkflowExecutionsInput, WorkflowExecutionInfos>;
  readonly ListClosedWorkflowExecutions: Call<ListClosedWorkflowExecutionsInput, WorkflowExecutionInfos>;
  readonly PollForDecisionTask: Call<PollForDecisionTaskInput, DecisionTask>;
  readonly RespondDecisionTaskCompleted: Call<RespondDecisionTaskCompletedInput, Nothing>;
  readonly PollForActivityTask: Call<PollForActivityTaskInput, ActivityTask>;
  readonly RecordActivityTaskHeartbeat: Call<RecordActivityTaskHeartbeatInput, ActivityTaskStatus>;
  readonly RespondActivityTaskCompleted: Call<RespondActivityTaskCompletedInput, Nothing>;
  readonly RespondActivityTaskFailed: Call<RespondActivityTaskFailedInput, Nothing>;
  readonly RespondActivityTaskCanceled: Call<RespondActivityTaskCanceledInput, Nothing>;
}

/** The name of an operation the engine serves. */
export type OperationName = keyof Operations;

/** What may accompany a call. */
export interface CallOptions {
  /** Ends a waiting poll: it leaves the queue, takes no task, and rejects with `AbortError`. */
  readonly abortSignal?: AbortSignal;
}

/** The operations as methods, named and shaped as those of the AWS client's `SWF` class. */
export type EngineApi = {
  readonly [Name in OperationName as Uncapitalize<Name>]: (
    input: Operations[Name]["input"],
    options?: CallOptions,
  ) => Promise<Operations[Name]["output"]>;
};
