import { describe, expect, it } from "@jest/globals";
import type { FakeHistory } from "../../src/index.ts";
import {
  activityType,
  attributes,
  begun,
  cancelTimer,
  requestCancel,
  schedule,
  startTimer,
  types,
} from "../decisions.ts";

describe("activities", () => {
  it("refer back to where they were scheduled and started", () => {
    const history = begun().decide([schedule("1", { input: "[1]", control: "c", startToCloseTimeout: "300" })]);
    history.activityCompleted("1", { ok: true });
    expect(attributes(history, 5)).toEqual({
      activityType,
      activityId: "1",
      input: "[1]",
      control: "c",
      startToCloseTimeout: "300",
      taskList: { name: "default" },
      decisionTaskCompletedEventId: 4,
    });
    expect(attributes(history, 6)).toEqual({ scheduledEventId: 5 });
    expect(attributes(history, 7)).toEqual({ result: '{"ok":true}', scheduledEventId: 5, startedEventId: 6 });
    expect(types(history, 8)).toEqual(["DecisionTaskScheduled"]);
  });

  it("that complete with nothing say nothing, and say falsy results", () => {
    const history = begun().decide([schedule("1"), schedule("2")]);
    history.activityCompleted("1").activityCompleted("2", 0);
    expect(attributes(history, 8)).toEqual({ scheduledEventId: 5, startedEventId: 7 });
    expect(attributes(history, 11)).toMatchObject({ result: "0" });
  });

  it("fail with reason and details as a worker writes them", () => {
    const history = begun().decide([schedule("1")]);
    history.activityFailed("1", Object.assign(new RangeError("too much"), { code: "LIMIT" }));
    expect(attributes(history, 7)).toMatchObject({ reason: "LIMIT: too much", scheduledEventId: 5, startedEventId: 6 });
    const { details } = attributes(history, 7) as { details: string };
    expect(history.converter.read(details)).toMatchObject({ name: "RangeError", message: "too much", code: "LIMIT" });
  });

  it("fail with what can be written of an error", () => {
    const history = begun().decide([schedule("1")]);
    history.activityFailed("1", Object.assign(new Error("odd"), { socket: { write: () => {} } }));
    const { details } = attributes(history, 7) as { details: string };
    expect(history.converter.read(details)).toMatchObject({ name: "Error", message: "odd", fields: { socket: {} } });
  });

  it("that nobody has begun are canceled at once, which needs a decision", () => {
    const history = begun()
      .decide([schedule("1")])
      .signaled("go")
      .decisionStarted();
    history.decide([requestCancel("1")]);
    expect(types(history, 10)).toEqual([
      "ActivityTaskCancelRequested",
      "ActivityTaskCanceled",
      "DecisionTaskScheduled",
    ]);
    expect(attributes(history, 11)).toEqual({
      scheduledEventId: 5,
      startedEventId: 0,
      latestCancelRequestedEventId: 10,
    });
    expect(history.open).toEqual([]);
  });

  it("that somebody has begun are asked to cancel, and may do so or not", () => {
    const history = begun()
      .decide([schedule("1"), schedule("2")])
      .activityStarted("1")
      .activityStarted("2");
    history
      .signaled("go")
      .decisionStarted()
      .decide([requestCancel("1"), requestCancel("2")]);
    expect(types(history, 13)).toEqual(["ActivityTaskCancelRequested", "ActivityTaskCancelRequested"]);
    history.activityCanceled("1", "cleaned").activityCompleted("2", "done anyway");
    expect(attributes(history, 15)).toEqual({
      details: '"cleaned"',
      scheduledEventId: 5,
      startedEventId: 7,
      latestCancelRequestedEventId: 13,
    });
    expect(types(history, 16)).toEqual(["DecisionTaskScheduled", "ActivityTaskCompleted"]);
  });

  it("time out after their time", () => {
    const clocks = {
      startToCloseTimeout: "300",
      scheduleToStartTimeout: "60",
      scheduleToCloseTimeout: "900",
      heartbeatTimeout: "10",
    };
    const waited = (activityId: string, act: (history: FakeHistory) => unknown) => {
      const history = begun().decide([schedule(activityId, clocks)]);
      act(history);
      const event = history.events.find(({ eventType }) => eventType === "ActivityTaskTimedOut");
      return [
        (Number(event?.eventTimestamp) - Date.UTC(2030, 0, 1)) / 1000,
        event?.activityTaskTimedOutEventAttributes,
      ];
    };
    expect(waited("1", (h) => h.advance(5000).activityTimedOut("1"))).toEqual([
      305,
      { timeoutType: "START_TO_CLOSE", scheduledEventId: 5, startedEventId: 6 },
    ]);
    expect(waited("1", (h) => h.activityTimedOut("1", "SCHEDULE_TO_START"))).toEqual([
      60,
      { timeoutType: "SCHEDULE_TO_START", scheduledEventId: 5, startedEventId: 0 },
    ]);
    expect(waited("1", (h) => h.activityTimedOut("1", "SCHEDULE_TO_CLOSE"))).toEqual([
      900,
      { timeoutType: "SCHEDULE_TO_CLOSE", scheduledEventId: 5, startedEventId: 0 },
    ]);
    expect(waited("1", (h) => h.activityTimedOut("1", "HEARTBEAT", "half"))).toEqual([
      10,
      { timeoutType: "HEARTBEAT", details: '"half"', scheduledEventId: 5, startedEventId: 6 },
    ]);
  });

  it("do not time out in ways that SWF would not", () => {
    const history = begun().decide([schedule("1", { heartbeatTimeout: "NONE", scheduleToStartTimeout: "9" })]);
    const impossible = expect.objectContaining({ code: "TIMEOUT_IMPOSSIBLE" });
    expect(() => history.activityTimedOut("1", "HEARTBEAT")).toThrow(impossible);
    history.activityStarted("1");
    expect(() => history.activityTimedOut("1", "SCHEDULE_TO_START")).toThrow(impossible);
    expect(types(history, 6)).toEqual(["ActivityTaskStarted"]);
  });

  it("end once", () => {
    const history = begun()
      .decide([schedule("1"), startTimer("t")])
      .activityCompleted("1");
    expect(() => history.activityCompleted("1")).toThrow(
      expect.objectContaining({ code: "TARGET_NOT_OPEN", message: "no activity 1 is open; open are: timer t" }),
    );
  });
});

describe("timers", () => {
  it("fire at their time, never sooner, and later if time has passed", () => {
    const history = begun()
      .decide([startTimer("a"), startTimer("b", "10")])
      .advance(30_000);
    history.timerFired("b").timerFired("a");
    expect(attributes(history, 7)).toEqual({ timerId: "b", startedEventId: 6 });
    expect(attributes(history, 9)).toEqual({ timerId: "a", startedEventId: 5 });
    const seconds = (eventId: number) =>
      (Number(history.events[eventId - 1]?.eventTimestamp) - Date.UTC(2030, 0, 1)) / 1000;
    expect([seconds(7), seconds(9)]).toEqual([30, 60]);
  });

  it("cannot be started under an id that this completion has just freed", () => {
    const history = begun()
      .decide([startTimer("t")])
      .signaled("go")
      .decisionStarted();
    history.decide([cancelTimer("t"), startTimer("t")]);
    expect(types(history, 10)).toEqual(["TimerCanceled", "StartTimerFailed", "DecisionTaskScheduled"]);
    expect(attributes(history, 10)).toEqual({ timerId: "t", startedEventId: 5, decisionTaskCompletedEventId: 9 });
    expect(attributes(history, 11)).toMatchObject({ timerId: "t", cause: "TIMER_ID_ALREADY_IN_USE" });
  });
});
