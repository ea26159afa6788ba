/** A decision, in SWF's own shape; payload fields hold serialized text of any length, still to be put out of band if long. */
export interface Decision {
  readonly decisionType: DecisionType;
  readonly scheduleActivityTaskDecisionAttributes?: {
    activityType: { name: string; version: string };
    activityId: string;
    control: string;
    input?: string;
    scheduleToCloseTimeout: string;
    scheduleToStartTimeout: string;
    startToCloseTimeout: string;
    heartbeatTimeout: string;
    taskList: { name: string };
    taskPriority: string;
  };
  readonly requestCancelActivityTaskDecisionAttributes?: { activityId: string };
  readonly startTimerDecisionAttributes?: { timerId: string; startToFireTimeout: string; control?: string };
  readonly cancelTimerDecisionAttributes?: { timerId: string };
  readonly recordMarkerDecisionAttributes?: { markerName: string; details?: string };
  readonly startChildWorkflowExecutionDecisionAttributes?: {
    workflowType: { name: string; version: string };
    workflowId: string;
    control: string;
    input?: string;
    executionStartToCloseTimeout: string;
    taskList: { name: string };
    taskPriority: string;
    taskStartToCloseTimeout: string;
    childPolicy: "TERMINATE" | "REQUEST_CANCEL" | "ABANDON";
    tagList?: string[];
    lambdaRole?: string;
  };
  readonly requestCancelExternalWorkflowExecutionDecisionAttributes?: {
    workflowId: string;
    runId?: string;
    control: string;
  };
  readonly signalExternalWorkflowExecutionDecisionAttributes?: {
    workflowId: string;
    runId?: string;
    signalName: string;
    input?: string;
    control: string;
  };
  readonly scheduleLambdaFunctionDecisionAttributes?: {
    id: string;
    name: string;
    control: string;
    input?: string;
    startToCloseTimeout: string;
  };
  readonly completeWorkflowExecutionDecisionAttributes?: { result?: string };
  readonly failWorkflowExecutionDecisionAttributes?: { reason?: string; details?: string };
  readonly cancelWorkflowExecutionDecisionAttributes?: { details?: string };
  readonly continueAsNewWorkflowExecutionDecisionAttributes?: {
    input?: string;
    executionStartToCloseTimeout: string;
    taskList: { name: string };
    taskPriority: string;
    taskStartToCloseTimeout: string;
    childPolicy: "TERMINATE" | "REQUEST_CANCEL" | "ABANDON";
    tagList?: string[];
    workflowTypeVersion: string;
    lambdaRole?: string;
  };
}

/** All 13 kinds of decisions that SWF knows. */
export type DecisionType =
  | "ScheduleActivityTask"
  | "RequestCancelActivityTask"
  | "StartTimer"
  | "CancelTimer"
  | "RecordMarker"
  | "StartChildWorkflowExecution"
  | "SignalExternalWorkflowExecution"
  | "RequestCancelExternalWorkflowExecution"
  | "ScheduleLambdaFunction"
  | "CompleteWorkflowExecution"
  | "FailWorkflowExecution"
  | "CancelWorkflowExecution"
  | "ContinueAsNewWorkflowExecution";
