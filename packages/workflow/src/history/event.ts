/** The types of all 54 events that SWF writes. */
export const EVENT_TYPES = [
  "WorkflowExecutionStarted",
  "WorkflowExecutionSignaled",
  "WorkflowExecutionCancelRequested",
  "WorkflowExecutionCompleted",
  "WorkflowExecutionFailed",
  "WorkflowExecutionCanceled",
  "WorkflowExecutionContinuedAsNew",
  "WorkflowExecutionTimedOut",
  "WorkflowExecutionTerminated",
  "CompleteWorkflowExecutionFailed",
  "FailWorkflowExecutionFailed",
  "CancelWorkflowExecutionFailed",
  "ContinueAsNewWorkflowExecutionFailed",
  "DecisionTaskScheduled",
  "DecisionTaskStarted",
  "DecisionTaskCompleted",
  "DecisionTaskTimedOut",
  "ActivityTaskScheduled",
  "ScheduleActivityTaskFailed",
  "ActivityTaskStarted",
  "ActivityTaskCompleted",
  "ActivityTaskFailed",
  "ActivityTaskTimedOut",
  "ActivityTaskCanceled",
  "ActivityTaskCancelRequested",
  "RequestCancelActivityTaskFailed",
  "MarkerRecorded",
  "RecordMarkerFailed",
  "TimerStarted",
  "StartTimerFailed",
  "TimerFired",
  "TimerCanceled",
  "CancelTimerFailed",
  "StartChildWorkflowExecutionInitiated",
  "StartChildWorkflowExecutionFailed",
  "ChildWorkflowExecutionStarted",
  "ChildWorkflowExecutionCompleted",
  "ChildWorkflowExecutionFailed",
  "ChildWorkflowExecutionTimedOut",
  "ChildWorkflowExecutionCanceled",
  "ChildWorkflowExecutionTerminated",
  "SignalExternalWorkflowExecutionInitiated",
  "SignalExternalWorkflowExecutionFailed",
  "ExternalWorkflowExecutionSignaled",
  "RequestCancelExternalWorkflowExecutionInitiated",
  "RequestCancelExternalWorkflowExecutionFailed",
  "ExternalWorkflowExecutionCancelRequested",
  "LambdaFunctionScheduled",
  "LambdaFunctionStarted",
  "LambdaFunctionCompleted",
  "LambdaFunctionFailed",
  "LambdaFunctionTimedOut",
  "ScheduleLambdaFunctionFailed",
  "StartLambdaFunctionFailed",
] as const;

/** The type of an event. */
export type EventType = (typeof EVENT_TYPES)[number];

/** The attributes that replay reads, of whatever event; each event has some of them. Other members are ignored. */
export interface EventAttributes {
  readonly decisionTaskCompletedEventId?: number | undefined;
  readonly scheduledEventId?: number | undefined;
  readonly startedEventId?: number | undefined;
  readonly initiatedEventId?: number | undefined;
  readonly latestCancelRequestedEventId?: number | undefined;
  readonly activityType?: { readonly name: string | undefined; readonly version: string | undefined } | undefined;
  readonly activityId?: string | undefined;
  readonly timerId?: string | undefined;
  readonly startToFireTimeout?: string | undefined;
  readonly markerName?: string | undefined;
  readonly signalName?: string | undefined;
  readonly workflowType?: { readonly name: string | undefined; readonly version: string | undefined } | undefined;
  readonly workflowId?: string | undefined;
  readonly runId?: string | undefined;
  readonly workflowExecution?:
    | { readonly workflowId: string | undefined; readonly runId: string | undefined }
    | undefined;
  readonly parentWorkflowExecution?:
    | { readonly workflowId: string | undefined; readonly runId: string | undefined }
    | undefined;
  readonly continuedExecutionRunId?: string | undefined;
  readonly executionStartToCloseTimeout?: string | undefined;
  readonly taskStartToCloseTimeout?: string | undefined;
  readonly taskPriority?: string | undefined;
  readonly childPolicy?: "TERMINATE" | "REQUEST_CANCEL" | "ABANDON" | undefined;
  readonly lambdaRole?: string | undefined;
  readonly taskList?: { readonly name: string | undefined } | undefined;
  readonly tagList?: readonly string[] | undefined;
  readonly control?: string | undefined;
  readonly input?: string | undefined;
  readonly result?: string | undefined;
  readonly reason?: string | undefined;
  readonly details?: string | undefined;
  readonly cause?: string | undefined;
  readonly timeoutType?: string | undefined;
  /** Of a Lambda function. */
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly message?: string | undefined;
}

/** The name of the member that holds an event's attributes: its type with a small first letter, then `EventAttributes`. */
export type AttributesKey<T extends EventType = EventType> = `${Uncapitalize<T>}EventAttributes`;

/**
 * One event of a history: as the SDK gives it (dates), or as the aws CLI prints it (seconds since 1970, or ISO 8601).
 */
export type HistoryEvent = {
  readonly eventId: number | undefined;
  readonly eventType: EventType | undefined;
  readonly eventTimestamp: Date | number | string | undefined;
} & { readonly [K in AttributesKey]?: unknown };

/** The member that holds the attributes of events of a type. */
export const attributesKey = <T extends EventType>(type: T): AttributesKey<T> =>
  `${type.charAt(0).toLowerCase()}${type.slice(1)}EventAttributes` as AttributesKey<T>;

/** An event's time in milliseconds since 1970, whichever way it is written. */
export function timeOf({ eventTimestamp }: HistoryEvent): number {
  if (typeof eventTimestamp === "number") return Math.round(eventTimestamp * 1000);
  return eventTimestamp === undefined ? 0 : new Date(eventTimestamp).getTime();
}
