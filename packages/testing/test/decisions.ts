import type { FakeDecision, FakeHistory } from "../src/index.ts";
import { fakeHistory } from "../src/index.ts";

export const type = { name: "order", version: "1" };
export const activityType = { name: "charge", version: "1" };

/** A history whose first decision is being made. */
export const begun = () => fakeHistory({ type }).decisionStarted();

export const schedule = (activityId: string, more: object = {}): FakeDecision => ({
  decisionType: "ScheduleActivityTask",
  scheduleActivityTaskDecisionAttributes: { activityType, activityId, ...more },
});
export const startTimer = (timerId: string, seconds = "60"): FakeDecision => ({
  decisionType: "StartTimer",
  startTimerDecisionAttributes: { timerId, startToFireTimeout: seconds },
});
export const cancelTimer = (timerId: string): FakeDecision => ({
  decisionType: "CancelTimer",
  cancelTimerDecisionAttributes: { timerId },
});
export const requestCancel = (activityId: string): FakeDecision => ({
  decisionType: "RequestCancelActivityTask",
  requestCancelActivityTaskDecisionAttributes: { activityId },
});
export const startChild = (workflowId: string): FakeDecision => ({
  decisionType: "StartChildWorkflowExecution",
  startChildWorkflowExecutionDecisionAttributes: { workflowType: type, workflowId },
});
export const complete: FakeDecision = { decisionType: "CompleteWorkflowExecution" };

export const types = ({ events }: FakeHistory, from = 1) => events.slice(from - 1).map(({ eventType }) => eventType);

export const attributes = ({ events }: FakeHistory, eventId: number) => {
  const { eventId: _id, eventType: _type, eventTimestamp: _at, ...rest } = events[eventId - 1] ?? {};
  return Object.values(rest)[0];
};
