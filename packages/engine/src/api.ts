import type {
  ActivityTask,
  ActivityTaskStatus,
  ActivityTypeDetail,
  ActivityTypeInfos,
  CountClosedWorkflowExecutionsInput,
  CountOpenWorkflowExecutionsInput,
  CountPendingActivityTasksInput,
  CountPendingDecisionTasksInput,
  DecisionTask,
  DeleteActivityTypeInput,
  DeleteWorkflowTypeInput,
  DeprecateActivityTypeInput,
  DeprecateDomainInput,
  DeprecateWorkflowTypeInput,
  DescribeActivityTypeInput,
  DescribeDomainInput,
  DescribeWorkflowExecutionInput,
  DescribeWorkflowTypeInput,
  DomainDetail,
  DomainInfos,
  GetWorkflowExecutionHistoryInput,
  History,
  ListActivityTypesInput,
  ListClosedWorkflowExecutionsInput,
  ListDomainsInput,
  ListOpenWorkflowExecutionsInput,
  ListTagsForResourceInput,
  ListTagsForResourceOutput,
  ListWorkflowTypesInput,
  PendingTaskCount,
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
  TagResourceInput,
  TerminateWorkflowExecutionInput,
  UndeprecateActivityTypeInput,
  UndeprecateDomainInput,
  UndeprecateWorkflowTypeInput,
  UntagResourceInput,
  WorkflowExecutionCount,
  WorkflowExecutionDetail,
  WorkflowExecutionInfos,
  WorkflowTypeDetail,
  WorkflowTypeInfos,
} from "@aws-sdk/client-swf";

/** What an operation without a result answers: an object without members. */
export type Nothing = Readonly<Record<never, never>>;

interface Call<Input, Output> {
  readonly input: Input;
  readonly output: Output;
}

/** Input and output of every operation of the service, in the shapes of the AWS client: all 39 of them. */
export interface Operations {
  readonly RegisterDomain: Call<RegisterDomainInput, Nothing>;
  readonly DescribeDomain: Call<DescribeDomainInput, DomainDetail>;
  readonly ListDomains: Call<ListDomainsInput, DomainInfos>;
  readonly DeprecateDomain: Call<DeprecateDomainInput, Nothing>;
  readonly UndeprecateDomain: Call<UndeprecateDomainInput, Nothing>;
  readonly TagResource: Call<TagResourceInput, Nothing>;
  readonly UntagResource: Call<UntagResourceInput, Nothing>;
  readonly ListTagsForResource: Call<ListTagsForResourceInput, ListTagsForResourceOutput>;
  readonly RegisterWorkflowType: Call<RegisterWorkflowTypeInput, Nothing>;
  readonly RegisterActivityType: Call<RegisterActivityTypeInput, Nothing>;
  readonly DescribeWorkflowType: Call<DescribeWorkflowTypeInput, WorkflowTypeDetail>;
  readonly DescribeActivityType: Call<DescribeActivityTypeInput, ActivityTypeDetail>;
  readonly ListWorkflowTypes: Call<ListWorkflowTypesInput, WorkflowTypeInfos>;
  readonly ListActivityTypes: Call<ListActivityTypesInput, ActivityTypeInfos>;
  readonly DeprecateWorkflowType: Call<DeprecateWorkflowTypeInput, Nothing>;
  readonly DeprecateActivityType: Call<DeprecateActivityTypeInput, Nothing>;
  readonly UndeprecateWorkflowType: Call<UndeprecateWorkflowTypeInput, Nothing>;
  readonly UndeprecateActivityType: Call<UndeprecateActivityTypeInput, Nothing>;
  readonly DeleteWorkflowType: Call<DeleteWorkflowTypeInput, Nothing>;
  readonly DeleteActivityType: Call<DeleteActivityTypeInput, Nothing>;
  readonly StartWorkflowExecution: Call<StartWorkflowExecutionInput, Run>;
  readonly SignalWorkflowExecution: Call<SignalWorkflowExecutionInput, Nothing>;
  readonly RequestCancelWorkflowExecution: Call<RequestCancelWorkflowExecutionInput, Nothing>;
  readonly TerminateWorkflowExecution: Call<TerminateWorkflowExecutionInput, Nothing>;
  readonly DescribeWorkflowExecution: Call<DescribeWorkflowExecutionInput, WorkflowExecutionDetail>;
  readonly GetWorkflowExecutionHistory: Call<GetWorkflowExecutionHistoryInput, History>;
  readonly ListOpenWorkflowExecutions: Call<ListOpenWorkflowExecutionsInput, WorkflowExecutionInfos>;
  readonly ListClosedWorkflowExecutions: Call<ListClosedWorkflowExecutionsInput, WorkflowExecutionInfos>;
  readonly CountOpenWorkflowExecutions: Call<CountOpenWorkflowExecutionsInput, WorkflowExecutionCount>;
  readonly CountClosedWorkflowExecutions: Call<CountClosedWorkflowExecutionsInput, WorkflowExecutionCount>;
  readonly CountPendingDecisionTasks: Call<CountPendingDecisionTasksInput, PendingTaskCount>;
  readonly CountPendingActivityTasks: Call<CountPendingActivityTasksInput, PendingTaskCount>;
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
