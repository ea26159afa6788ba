import type { Decision } from "@aws-sdk/client-swf";
import { activityType, workflowType } from "./desk.ts";

export const schedule = (activityId: string, more: object = {}): Decision => ({
  decisionType: "ScheduleActivityTask",
  scheduleActivityTaskDecisionAttributes: { activityId, activityType, ...more },
});
export const cancelActivity = (activityId: string): Decision => ({
  decisionType: "RequestCancelActivityTask",
  requestCancelActivityTaskDecisionAttributes: { activityId },
});
export const complete = (result?: string): Decision => ({
  decisionType: "CompleteWorkflowExecution",
  ...(result === undefined ? {} : { completeWorkflowExecutionDecisionAttributes: { result } }),
});
export const fail = (reason: string): Decision => ({
  decisionType: "FailWorkflowExecution",
  failWorkflowExecutionDecisionAttributes: { reason },
});
export const cancel = (details?: string): Decision => ({
  decisionType: "CancelWorkflowExecution",
  cancelWorkflowExecutionDecisionAttributes: details === undefined ? {} : { details },
});
export const continueAsNew = (more: object = {}): Decision => ({
  decisionType: "ContinueAsNewWorkflowExecution",
  continueAsNewWorkflowExecutionDecisionAttributes: { ...more },
});
export const marker = (markerName: string): Decision => ({
  decisionType: "RecordMarker",
  recordMarkerDecisionAttributes: { markerName },
});
export const timer = (timerId: string, seconds: number): Decision => ({
  decisionType: "StartTimer",
  startTimerDecisionAttributes: { timerId, startToFireTimeout: String(seconds) },
});
export const cancelTimer = (timerId: string): Decision => ({
  decisionType: "CancelTimer",
  cancelTimerDecisionAttributes: { timerId },
});
export const child = (workflowId: string, more: object = {}): Decision => ({
  decisionType: "StartChildWorkflowExecution",
  startChildWorkflowExecutionDecisionAttributes: { workflowId, workflowType, ...more },
});
export const lambda = (id: string, name: string, more: object = {}): Decision => ({
  decisionType: "ScheduleLambdaFunction",
  scheduleLambdaFunctionDecisionAttributes: { id, name, ...more },
});
export const signalOut = (workflowId: string, more: object = {}): Decision => ({
  decisionType: "SignalExternalWorkflowExecution",
  signalExternalWorkflowExecutionDecisionAttributes: { workflowId, signalName: "ping", ...more },
});
export const cancelOut = (workflowId: string, more: object = {}): Decision => ({
  decisionType: "RequestCancelExternalWorkflowExecution",
  requestCancelExternalWorkflowExecutionDecisionAttributes: { workflowId, ...more },
});
