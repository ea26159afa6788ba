import type { Decision, EventType } from "@aws-sdk/client-swf";
import type { Attributes } from "./attributes.ts";
import { number, omit, pick, text } from "./attributes.ts";

/** The decision that an event tells of, if it tells of one. Run ids in it are still the recorded ones. */
type ToDecision = (attributes: Attributes) => Decision | undefined;

const none: ToDecision = () => undefined;

/** A decision of a type; its attributes are what `attributes` makes of the event's. */
function decision(type: string, attributes: (of: Attributes) => Attributes): ToDecision {
  const member = `${type.charAt(0).toLowerCase()}${type.slice(1)}DecisionAttributes`;
  // The member is named after the type, which the compiler cannot see; the engine checks what is in it.
  return (of) => ({ decisionType: type, [member]: attributes(of) }) as Decision;
}

/** What was asked stands in the event as it is. */
const asAsked = (of: Attributes) => omit(of, "decisionTaskCompletedEventId");
const only =
  (...members: string[]) =>
  (of: Attributes) =>
    pick(of, ...members);
const nothing = () => ({});

/** A failure with an Initiated event before it was written later; without one it is the decision's own event. */
const atOnce =
  (told: ToDecision): ToDecision =>
  (of) =>
    number(of, "initiatedEventId") === 0 ? told(of) : undefined;

/** Which decision made an event. A new event type does not compile until it has a line here. */
export const DECISIONS: Readonly<Record<EventType, ToDecision>> = {
  WorkflowExecutionStarted: none,
  WorkflowExecutionSignaled: none,
  WorkflowExecutionCancelRequested: none,
  WorkflowExecutionCompleted: decision("CompleteWorkflowExecution", asAsked),
  WorkflowExecutionFailed: decision("FailWorkflowExecution", asAsked),
  WorkflowExecutionCanceled: decision("CancelWorkflowExecution", asAsked),
  WorkflowExecutionContinuedAsNew: decision("ContinueAsNewWorkflowExecution", (of) => ({
    ...omit(asAsked(of), "newExecutionRunId", "workflowType"),
    // An event that tells of a new run has its type.
    workflowTypeVersion: text(of.workflowType as Attributes, "version"),
  })),
  WorkflowExecutionTimedOut: none,
  WorkflowExecutionTerminated: none,
  CompleteWorkflowExecutionFailed: decision("CompleteWorkflowExecution", nothing),
  FailWorkflowExecutionFailed: decision("FailWorkflowExecution", nothing),
  CancelWorkflowExecutionFailed: decision("CancelWorkflowExecution", nothing),
  ContinueAsNewWorkflowExecutionFailed: decision("ContinueAsNewWorkflowExecution", nothing),
  DecisionTaskScheduled: none,
  DecisionTaskStarted: none,
  DecisionTaskCompleted: none,
  DecisionTaskTimedOut: none,
  ActivityTaskScheduled: decision("ScheduleActivityTask", asAsked),
  ScheduleActivityTaskFailed: decision("ScheduleActivityTask", only("activityType", "activityId")),
  ActivityTaskStarted: none,
  ActivityTaskCompleted: none,
  ActivityTaskFailed: none,
  ActivityTaskTimedOut: none,
  ActivityTaskCanceled: none,
  ActivityTaskCancelRequested: decision("RequestCancelActivityTask", asAsked),
  RequestCancelActivityTaskFailed: decision("RequestCancelActivityTask", only("activityId")),
  MarkerRecorded: decision("RecordMarker", asAsked),
  RecordMarkerFailed: decision("RecordMarker", only("markerName")),
  TimerStarted: decision("StartTimer", asAsked),
  // What was asked for is not in the event; the cause does not depend on it.
  StartTimerFailed: decision("StartTimer", (of) => ({ ...pick(of, "timerId"), startToFireTimeout: "0" })),
  TimerFired: none,
  TimerCanceled: decision("CancelTimer", only("timerId")),
  CancelTimerFailed: decision("CancelTimer", only("timerId")),
  StartChildWorkflowExecutionInitiated: decision("StartChildWorkflowExecution", asAsked),
  StartChildWorkflowExecutionFailed: atOnce(
    decision("StartChildWorkflowExecution", only("workflowType", "workflowId", "control")),
  ),
  ChildWorkflowExecutionStarted: none,
  ChildWorkflowExecutionCompleted: none,
  ChildWorkflowExecutionFailed: none,
  ChildWorkflowExecutionTimedOut: none,
  ChildWorkflowExecutionCanceled: none,
  ChildWorkflowExecutionTerminated: none,
  SignalExternalWorkflowExecutionInitiated: decision("SignalExternalWorkflowExecution", asAsked),
  SignalExternalWorkflowExecutionFailed: atOnce(
    // The name of the signal is not in the event; the cause does not depend on it.
    decision("SignalExternalWorkflowExecution", (of) => ({
      ...pick(of, "workflowId", "runId", "control"),
      signalName: "unknown",
    })),
  ),
  ExternalWorkflowExecutionSignaled: none,
  RequestCancelExternalWorkflowExecutionInitiated: decision("RequestCancelExternalWorkflowExecution", asAsked),
  RequestCancelExternalWorkflowExecutionFailed: atOnce(
    decision("RequestCancelExternalWorkflowExecution", only("workflowId", "runId", "control")),
  ),
  ExternalWorkflowExecutionCancelRequested: none,
  LambdaFunctionScheduled: decision("ScheduleLambdaFunction", asAsked),
  ScheduleLambdaFunctionFailed: decision("ScheduleLambdaFunction", only("id", "name")),
  LambdaFunctionStarted: none,
  StartLambdaFunctionFailed: none,
  LambdaFunctionCompleted: none,
  LambdaFunctionFailed: none,
  LambdaFunctionTimedOut: none,
};
