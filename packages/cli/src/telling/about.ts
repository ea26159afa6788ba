import type { EventType } from "@sweft/workflow";
import type { Part } from "./parts.ts";
import { control, decided, field, inner, list, markerDetails, payload, seconds, type } from "./parts.ts";

const activity = [field("activityId"), control, type("activityType")];
const child = [control, type("workflowType"), inner("workflowExecution", "workflowId", "workflow id")];
const asked = [control, field("workflowId", "workflow id")];
const receiver = [control, inner("workflowExecution", "workflowId", "workflow id")];
const lambda = [field("id"), field("name")];
const sender = inner("externalWorkflowExecution", "workflowId", "from workflow id");
const failure = [field("reason"), payload("details")];
const cause = field("cause");
const timeout = field("timeoutType");
const identity = field("identity", "by");

/** What matters of each event, in the order it is shown. A new event type does not compile until it has a line here. */
export const ABOUT: Readonly<Record<EventType, readonly Part[]>> = {
  WorkflowExecutionStarted: [
    type("workflowType"),
    inner("taskList", "name", "task list"),
    list("tagList", "tags"),
    inner("parentWorkflowExecution", "workflowId", "child of"),
    field("continuedExecutionRunId", "continues run"),
    payload("input"),
  ],
  WorkflowExecutionSignaled: [field("signalName"), sender, payload("input")],
  WorkflowExecutionCancelRequested: [cause, sender],
  WorkflowExecutionCompleted: [payload("result")],
  WorkflowExecutionFailed: failure,
  WorkflowExecutionCanceled: [payload("details")],
  WorkflowExecutionContinuedAsNew: [type("workflowType"), field("newExecutionRunId", "as run"), payload("input")],
  WorkflowExecutionTimedOut: [timeout],
  WorkflowExecutionTerminated: [cause, ...failure],
  CompleteWorkflowExecutionFailed: [cause],
  FailWorkflowExecutionFailed: [cause],
  CancelWorkflowExecutionFailed: [cause],
  ContinueAsNewWorkflowExecutionFailed: [cause],
  DecisionTaskScheduled: [],
  DecisionTaskStarted: [identity],
  DecisionTaskCompleted: [decided, payload("executionContext", "state")],
  DecisionTaskTimedOut: [timeout],
  ActivityTaskScheduled: [...activity, payload("input")],
  ScheduleActivityTaskFailed: [...activity, cause],
  ActivityTaskStarted: [...activity, identity],
  ActivityTaskCompleted: [...activity, payload("result")],
  ActivityTaskFailed: [...activity, ...failure],
  ActivityTaskTimedOut: [...activity, timeout, payload("details")],
  ActivityTaskCanceled: [...activity, payload("details")],
  ActivityTaskCancelRequested: [field("activityId")],
  RequestCancelActivityTaskFailed: [field("activityId"), cause],
  MarkerRecorded: [field("markerName"), markerDetails],
  RecordMarkerFailed: [field("markerName"), cause],
  TimerStarted: [field("timerId"), seconds("startToFireTimeout"), control],
  StartTimerFailed: [field("timerId"), cause],
  TimerFired: [field("timerId")],
  TimerCanceled: [field("timerId")],
  CancelTimerFailed: [field("timerId"), cause],
  StartChildWorkflowExecutionInitiated: [
    control,
    type("workflowType"),
    field("workflowId", "workflow id"),
    payload("input"),
  ],
  StartChildWorkflowExecutionFailed: [control, type("workflowType"), field("workflowId", "workflow id"), cause],
  ChildWorkflowExecutionStarted: child,
  ChildWorkflowExecutionCompleted: [...child, payload("result")],
  ChildWorkflowExecutionFailed: [...child, ...failure],
  ChildWorkflowExecutionTimedOut: [...child, timeout],
  ChildWorkflowExecutionCanceled: [...child, payload("details")],
  ChildWorkflowExecutionTerminated: child,
  SignalExternalWorkflowExecutionInitiated: [...asked, field("signalName"), payload("input")],
  SignalExternalWorkflowExecutionFailed: [...asked, field("signalName"), cause],
  ExternalWorkflowExecutionSignaled: [...receiver, field("signalName")],
  RequestCancelExternalWorkflowExecutionInitiated: asked,
  RequestCancelExternalWorkflowExecutionFailed: [...asked, cause],
  ExternalWorkflowExecutionCancelRequested: receiver,
  LambdaFunctionScheduled: [...lambda, control, payload("input")],
  LambdaFunctionStarted: lambda,
  LambdaFunctionCompleted: [...lambda, payload("result")],
  LambdaFunctionFailed: [...lambda, ...failure],
  LambdaFunctionTimedOut: [...lambda, timeout],
  ScheduleLambdaFunctionFailed: [...lambda, cause],
  StartLambdaFunctionFailed: [...lambda, cause, payload("message")],
};
