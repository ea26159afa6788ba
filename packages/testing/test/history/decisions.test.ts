import { describe, expect, it } from "@jest/globals";
import type { FakeDecision } from "../../src/index.ts";
import { fakeHistory } from "../../src/index.ts";
import {
  activityType,
  attributes,
  begun,
  cancelTimer,
  complete,
  requestCancel,
  schedule,
  startChild,
  startTimer,
  type,
  types,
} from "../decisions.ts";

describe("decision tasks", () => {
  it("are written at the first trigger, and absorb the others", () => {
    const history = fakeHistory({ type }).signaled("a").signaled("b");
    expect(types(history)).toEqual([
      "WorkflowExecutionStarted",
      "DecisionTaskScheduled",
      "WorkflowExecutionSignaled",
      "WorkflowExecutionSignaled",
    ]);
  });

  it("are buffered behind one that is being made, and handed out after it", () => {
    const history = begun().decide([schedule("1")]);
    history.activityStarted("1").signaled("a").decisionStarted();
    history.activityCompleted("1", "ok").signaled("b");
    expect(types(history, 6)).toEqual([
      "ActivityTaskStarted",
      "WorkflowExecutionSignaled",
      "DecisionTaskScheduled",
      "DecisionTaskStarted",
      "ActivityTaskCompleted",
      "DecisionTaskScheduled",
      "WorkflowExecutionSignaled",
    ]);
    expect(history.isDecisionDue).toBe(false);
    history.decide([]);
    expect(history.isDecisionDue).toBe(true);
    history.decisionStarted();
    expect(attributes(history, 13)).toEqual({ scheduledEventId: 8, startedEventId: 9 });
    expect(attributes(history, 14)).toEqual({ scheduledEventId: 11 });
  });

  it("are not caused by markers, timers that start or are canceled, activities that start, or nothing at all", () => {
    const history = begun().decide([
      { decisionType: "RecordMarker", recordMarkerDecisionAttributes: { markerName: "m", details: "" } },
      startTimer("t"),
      cancelTimer("t"),
      schedule("1"),
    ]);
    history.activityStarted("1");
    expect(types(history, 4)).toEqual([
      "DecisionTaskCompleted",
      "MarkerRecorded",
      "TimerStarted",
      "TimerCanceled",
      "ActivityTaskScheduled",
      "ActivityTaskStarted",
    ]);
    expect(attributes(history, 5)).toEqual({ markerName: "m", details: "", decisionTaskCompletedEventId: 4 });
    expect(() => history.decisionStarted()).toThrow(expect.objectContaining({ code: "DECISION_NOT_SCHEDULED" }));
  });

  it("are due again when they time out, after their time", () => {
    const history = begun().decisionTimedOut();
    expect(types(history, 4)).toEqual(["DecisionTaskTimedOut", "DecisionTaskScheduled"]);
    expect(attributes(history, 4)).toEqual({ timeoutType: "START_TO_CLOSE", scheduledEventId: 2, startedEventId: 3 });
    expect(history.events[4]?.eventTimestamp).toEqual(new Date(Date.UTC(2030, 0, 1, 0, 0, 30)));
  });

  it("that time out leave the one that is queued behind them", () => {
    const history = begun().signaled("a").decisionTimedOut();
    expect(types(history, 4)).toEqual(["WorkflowExecutionSignaled", "DecisionTaskScheduled", "DecisionTaskTimedOut"]);
    expect(history.isDecisionDue).toBe(true);
  });

  it("are made one at a time", () => {
    const history = begun().signaled("a");
    expect(() => history.decisionStarted()).toThrow(expect.objectContaining({ code: "DECISION_PENDING" }));
    history.decide([]);
    expect(() => history.decide([])).toThrow(expect.objectContaining({ code: "DECISION_NOT_STARTED" }));
    expect(() => history.decisionTimedOut()).toThrow(expect.objectContaining({ code: "DECISION_NOT_STARTED" }));
  });
});

describe("refusals", () => {
  it.each<[FakeDecision, string, object]>([
    [
      schedule("1"),
      "ScheduleActivityTaskFailed",
      { activityType, activityId: "1", cause: "ACTIVITY_ID_ALREADY_IN_USE" },
    ],
    [requestCancel("x"), "RequestCancelActivityTaskFailed", { activityId: "x", cause: "ACTIVITY_ID_UNKNOWN" }],
    [startTimer("t"), "StartTimerFailed", { timerId: "t", cause: "TIMER_ID_ALREADY_IN_USE" }],
    [cancelTimer("x"), "CancelTimerFailed", { timerId: "x", cause: "TIMER_ID_UNKNOWN" }],
  ])("of ids: %j", (decision, eventType, told) => {
    const history = begun()
      .decide([schedule("1"), startTimer("t")])
      .signaled("go")
      .decisionStarted();
    history.decide([decision]);
    expect(types(history, 11)).toEqual([eventType, "DecisionTaskScheduled"]);
    expect(attributes(history, 11)).toEqual({ ...told, decisionTaskCompletedEventId: 10 });
  });

  it("announced by the test work once, for the name or id they name", () => {
    const history = begun();
    history.refuseNext("ScheduleActivityTask", "ACTIVITY_CREATION_RATE_EXCEEDED", { id: "2" });
    history.refuseNext("RecordMarker", "OPERATION_NOT_PERMITTED", { name: "m" });
    history.refuseNext("StartTimer", "TIMER_CREATION_RATE_EXCEEDED");
    const marker = (markerName: string): FakeDecision => ({
      decisionType: "RecordMarker",
      recordMarkerDecisionAttributes: { markerName },
    });
    history.decide([schedule("1"), schedule("2"), marker("k"), marker("m"), startTimer("t"), startTimer("t")]);
    expect(types(history, 5)).toEqual([
      "ActivityTaskScheduled",
      "ScheduleActivityTaskFailed",
      "MarkerRecorded",
      "RecordMarkerFailed",
      "StartTimerFailed",
      "TimerStarted",
      "DecisionTaskScheduled",
    ]);
  });

  it("of the 1,001st open activity, timer and child", () => {
    const many = (make: (id: string) => FakeDecision) => Array.from({ length: 1001 }, (_, i) => make(`n${i}`));
    const history = begun().decide([...many(schedule), ...many(startTimer), ...many(startChild)]);
    const failed = history.events
      .filter(({ eventType }) => eventType.endsWith("Failed"))
      .map(({ eventId }) => attributes(history, eventId));
    expect(failed).toMatchObject([
      { cause: "OPEN_ACTIVITIES_LIMIT_EXCEEDED" },
      { cause: "OPEN_TIMERS_LIMIT_EXCEEDED" },
      { cause: "OPEN_CHILDREN_LIMIT_EXCEEDED", initiatedEventId: 0 },
    ]);
  });
});

describe("an answer that SWF rejects", () => {
  it.each<[string, FakeDecision[]]>([
    ["decisionType", [{ decisionType: "Sleep" as never }]],
    [
      "activityId is missing",
      [{ decisionType: "ScheduleActivityTask", scheduleActivityTaskDecisionAttributes: { activityType } as never }],
    ],
    ["timerId is missing", [{ decisionType: "CancelTimer" }]],
    ["last decision", [complete, startTimer("t")]],
    ["last decision", [complete, complete]],
  ])("writes nothing and says why: %s", (why, decisions) => {
    const history = begun();
    expect(() => history.decide(decisions)).toThrow(
      expect.objectContaining({ code: "DECISION_INVALID", message: expect.stringContaining(why) }),
    );
    expect(history.events).toHaveLength(3);
    history.decide([complete]);
    expect(history.isClosed).toBe(true);
  });
});
