import type { EventAttributes, EventType, HistoryEvent } from "./event.ts";

/** Reads the attributes of an event. */
export type Reads = (event: HistoryEvent) => EventAttributes;

const NONE: EventAttributes = {};

/** What replay reads of an event it knows by the names in {@link EventAttributes}. */
const known = (attributes: unknown): EventAttributes => (attributes ?? NONE) as EventAttributes;

/**
 * The attributes of an event, by its type. Written out: a member whose name stands in the code is found by the shape of the event at
 * once, and one whose name is computed is looked for, which takes replay longer than all the rest that it does with an event.
 */
export const READ: Readonly<Record<EventType, Reads>> = {
  WorkflowExecutionStarted: (event) => known(event.workflowExecutionStartedEventAttributes),
  WorkflowExecutionSignaled: (event) => known(event.workflowExecutionSignaledEventAttributes),
  WorkflowExecutionCancelRequested: (event) => known(event.workflowExecutionCancelRequestedEventAttributes),
  WorkflowExecutionCompleted: (event) => known(event.workflowExecutionCompletedEventAttributes),
  WorkflowExecutionFailed: (event) => known(event.workflowExecutionFailedEventAttributes),
  WorkflowExecutionCanceled: (event) => known(event.workflowExecutionCanceledEventAttributes),
  WorkflowExecutionContinuedAsNew: (event) => known(event.workflowExecutionContinuedAsNewEventAttributes),
  WorkflowExecutionTimedOut: (event) => known(event.workflowExecutionTimedOutEventAttributes),
  WorkflowExecutionTerminated: (event) => known(event.workflowExecutionTerminatedEventAttributes),
  CompleteWorkflowExecutionFailed: (event) => known(event.completeWorkflowExecutionFailedEventAttributes),
  FailWorkflowExecutionFailed: (event) => known(event.failWorkflowExecutionFailedEventAttributes),
  CancelWorkflowExecutionFailed: (event) => known(event.cancelWorkflowExecutionFailedEventAttributes),
  ContinueAsNewWorkflowExecutionFailed: (event) => known(event.continueAsNewWorkflowExecutionFailedEventAttributes),
  DecisionTaskScheduled: (event) => known(event.decisionTaskScheduledEventAttributes),
  DecisionTaskStarted: (event) => known(event.decisionTaskStartedEventAttributes),
  DecisionTaskCompleted: (event) => known(event.decisionTaskCompletedEventAttributes),
  DecisionTaskTimedOut: (event) => known(event.decisionTaskTimedOutEventAttributes),
  ActivityTaskScheduled: (event) => known(event.activityTaskScheduledEventAttributes),
  ScheduleActivityTaskFailed: (event) => known(event.scheduleActivityTaskFailedEventAttributes),
  ActivityTaskStarted: (event) => known(event.activityTaskStartedEventAttributes),
  ActivityTaskCompleted: (event) => known(event.activityTaskCompletedEventAttributes),
  ActivityTaskFailed: (event) => known(event.activityTaskFailedEventAttributes),
  ActivityTaskTimedOut: (event) => known(event.activityTaskTimedOutEventAttributes),
  ActivityTaskCanceled: (event) => known(event.activityTaskCanceledEventAttributes),
  ActivityTaskCancelRequested: (event) => known(event.activityTaskCancelRequestedEventAttributes),
  RequestCancelActivityTaskFailed: (event) => known(event.requestCancelActivityTaskFailedEventAttributes),
  MarkerRecorded: (event) => known(event.markerRecordedEventAttributes),
  RecordMarkerFailed: (event) => known(event.recordMarkerFailedEventAttributes),
  TimerStarted: (event) => known(event.timerStartedEventAttributes),
  StartTimerFailed: (event) => known(event.startTimerFailedEventAttributes),
  TimerFired: (event) => known(event.timerFiredEventAttributes),
  TimerCanceled: (event) => known(event.timerCanceledEventAttributes),
  CancelTimerFailed: (event) => known(event.cancelTimerFailedEventAttributes),
  StartChildWorkflowExecutionInitiated: (event) => known(event.startChildWorkflowExecutionInitiatedEventAttributes),
  StartChildWorkflowExecutionFailed: (event) => known(event.startChildWorkflowExecutionFailedEventAttributes),
  ChildWorkflowExecutionStarted: (event) => known(event.childWorkflowExecutionStartedEventAttributes),
  ChildWorkflowExecutionCompleted: (event) => known(event.childWorkflowExecutionCompletedEventAttributes),
  ChildWorkflowExecutionFailed: (event) => known(event.childWorkflowExecutionFailedEventAttributes),
  ChildWorkflowExecutionTimedOut: (event) => known(event.childWorkflowExecutionTimedOutEventAttributes),
  ChildWorkflowExecutionCanceled: (event) => known(event.childWorkflowExecutionCanceledEventAttributes),
  ChildWorkflowExecutionTerminated: (event) => known(event.childWorkflowExecutionTerminatedEventAttributes),
  SignalExternalWorkflowExecutionInitiated: (event) =>
    known(event.signalExternalWorkflowExecutionInitiatedEventAttributes),
  SignalExternalWorkflowExecutionFailed: (event) => known(event.signalExternalWorkflowExecutionFailedEventAttributes),
  ExternalWorkflowExecutionSignaled: (event) => known(event.externalWorkflowExecutionSignaledEventAttributes),
  RequestCancelExternalWorkflowExecutionInitiated: (event) =>
    known(event.requestCancelExternalWorkflowExecutionInitiatedEventAttributes),
  RequestCancelExternalWorkflowExecutionFailed: (event) =>
    known(event.requestCancelExternalWorkflowExecutionFailedEventAttributes),
  ExternalWorkflowExecutionCancelRequested: (event) =>
    known(event.externalWorkflowExecutionCancelRequestedEventAttributes),
  LambdaFunctionScheduled: (event) => known(event.lambdaFunctionScheduledEventAttributes),
  LambdaFunctionStarted: (event) => known(event.lambdaFunctionStartedEventAttributes),
  LambdaFunctionCompleted: (event) => known(event.lambdaFunctionCompletedEventAttributes),
  LambdaFunctionFailed: (event) => known(event.lambdaFunctionFailedEventAttributes),
  LambdaFunctionTimedOut: (event) => known(event.lambdaFunctionTimedOutEventAttributes),
  ScheduleLambdaFunctionFailed: (event) => known(event.scheduleLambdaFunctionFailedEventAttributes),
  StartLambdaFunctionFailed: (event) => known(event.startLambdaFunctionFailedEventAttributes),
};
