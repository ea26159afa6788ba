import { expect, it } from "@jest/globals";
import { contract } from "../support/contract.ts";
import { cancelActivity, schedule } from "../support/decisions.ts";
import { activityType, domain, refusal, workers } from "../support/desk.ts";

contract("activities", (openDesk) => {
  it("records the effective values of a schedule, said or by default", async () => {
    const desk = await openDesk();
    const runId = await desk.start();
    await desk.decide(schedule("a", { input: "", control: "c", startToCloseTimeout: "30", taskPriority: "-2" }));
    expect(await desk.last(runId, "ActivityTaskScheduled")).toEqual({
      activityType,
      activityId: "a",
      input: "",
      control: "c",
      taskList: workers,
      taskPriority: "-2",
      scheduleToStartTimeout: "NONE",
      scheduleToCloseTimeout: "NONE",
      startToCloseTimeout: "30",
      heartbeatTimeout: "NONE",
      decisionTaskCompletedEventId: 4,
    });
  });

  it.each([
    ["SCHEDULE_TO_START", { scheduleToStartTimeout: "10" }, false, 10],
    ["SCHEDULE_TO_CLOSE", { scheduleToCloseTimeout: "20" }, false, 20],
    ["SCHEDULE_TO_CLOSE", { scheduleToCloseTimeout: "20", scheduleToStartTimeout: "10" }, true, 20],
    ["START_TO_CLOSE", { startToCloseTimeout: "30", scheduleToCloseTimeout: "30" }, true, 30],
    ["HEARTBEAT", { heartbeatTimeout: "5", startToCloseTimeout: "30" }, true, 5],
  ])("times out with %s after %j", async (timeoutType, said, started, seconds) => {
    const desk = await openDesk();
    const runId = await desk.start();
    await desk.decide(schedule("a", said));
    if (started) await desk.work();
    await desk.clock.advance(seconds * 1_000 - 1);
    expect(await desk.last(runId, "ActivityTaskTimedOut")).toBeUndefined();
    await desk.clock.advance(1);
    const startedEventId = started ? 6 : 0;
    expect(await desk.last(runId, "ActivityTaskTimedOut")).toEqual({
      timeoutType,
      scheduledEventId: 5,
      startedEventId,
    });
    expect((await desk.lines(runId)).at(-1)).toMatch("DecisionTaskScheduled");
  });

  it("takes the task of a timed-out activity off its list", async () => {
    const desk = await openDesk({ longPollSeconds: 1 });
    await desk.start();
    await desk.decide(schedule("a", { scheduleToStartTimeout: "10" }), schedule("b"));
    await desk.clock.advance(10_000);
    expect((await desk.work()).activityId).toBe("b");
  });

  it("starts the heartbeat clock anew with each heartbeat and reports the last details", async () => {
    const desk = await openDesk();
    const runId = await desk.start();
    await desk.decide(schedule("a", { heartbeatTimeout: "5" }));
    const { taskToken } = await desk.work();
    for (const details of ["10 %", "20 %"]) {
      await desk.clock.advance(4_000);
      expect(await desk.engine.recordActivityTaskHeartbeat({ taskToken, details })).toEqual({ cancelRequested: false });
    }
    await desk.clock.advance(5_000);
    expect(await desk.last(runId, "ActivityTaskTimedOut")).toMatchObject({ timeoutType: "HEARTBEAT", details: "20 %" });
    expect(await refusal(desk.engine.recordActivityTaskHeartbeat({ taskToken }))).toEqual({
      name: "UnknownResourceFault",
      message: "Unknown activity, scheduledEventId = 5",
    });
  });

  it("cancels an unstarted activity at once", async () => {
    const desk = await openDesk({ longPollSeconds: 0 });
    const runId = await desk.start();
    await desk.decide(schedule("a"), cancelActivity("a"));
    expect((await desk.lines(runId)).slice(4)).toEqual([
      "5 ActivityTaskScheduled",
      "6 ActivityTaskCancelRequested",
      "7 ActivityTaskCanceled",
      "8 DecisionTaskScheduled",
    ]);
    expect(await desk.last(runId, "ActivityTaskCanceled")).toEqual({
      scheduledEventId: 5,
      startedEventId: 0,
      latestCancelRequestedEventId: 6,
    });
    const poll = desk.work();
    await desk.clock.advance(0);
    expect((await poll).taskToken).toBeUndefined();
  });

  it("tells a started activity by its heartbeat alone that it should cancel", async () => {
    const desk = await openDesk();
    const runId = await desk.start();
    await desk.decide(schedule("a"));
    const { taskToken } = await desk.work();
    await desk.signal();
    await desk.decide(cancelActivity("a"));
    expect((await desk.lines(runId)).at(-1)).toBe("11 ActivityTaskCancelRequested");
    expect(await desk.engine.recordActivityTaskHeartbeat({ taskToken })).toEqual({ cancelRequested: true });
    await desk.engine.respondActivityTaskCanceled({ taskToken, details: "" });
    expect(await desk.last(runId, "ActivityTaskCanceled")).toEqual({
      details: "",
      scheduledEventId: 5,
      startedEventId: 6,
      latestCancelRequestedEventId: 11,
    });
  });

  it("lets a worker cancel unasked, fail, and answer only once", async () => {
    const desk = await openDesk();
    const runId = await desk.start();
    await desk.decide(schedule("a"), schedule("b"));
    const [a, b] = [await desk.work(), await desk.work()];
    await desk.engine.respondActivityTaskCanceled({ taskToken: a.taskToken });
    await desk.engine.respondActivityTaskFailed({ taskToken: b.taskToken, reason: "broken", details: "d" });
    expect(await desk.last(runId, "ActivityTaskCanceled")).toEqual({ scheduledEventId: 5, startedEventId: 7 });
    expect(await desk.last(runId, "ActivityTaskFailed")).toEqual({
      reason: "broken",
      details: "d",
      scheduledEventId: 6,
      startedEventId: 8,
    });
    const again = desk.engine.respondActivityTaskCompleted({ taskToken: b.taskToken });
    expect((await refusal(again)).message).toBe("Unknown activity, scheduledEventId = 6");
  });

  it("refuses an id that is open and takes it again once it is closed", async () => {
    const desk = await openDesk();
    const runId = await desk.start();
    await desk.decide(schedule("a"), schedule("a"));
    expect(await desk.last(runId, "ScheduleActivityTaskFailed")).toEqual({
      activityType,
      activityId: "a",
      cause: "ACTIVITY_ID_ALREADY_IN_USE",
      decisionTaskCompletedEventId: 4,
    });
    await desk.engine.respondActivityTaskCompleted({ taskToken: (await desk.work()).taskToken });
    await desk.decide(schedule("a"));
    expect((await desk.lines(runId)).at(-1)).toMatch("ActivityTaskScheduled");
  });

  it("fails to schedule an unknown type, and to cancel an unknown id", async () => {
    const desk = await openDesk();
    const runId = await desk.start();
    await desk.decide(schedule("a", { activityType: { name: "no", version: "1" } }), cancelActivity("b"));
    expect(await desk.last(runId, "ScheduleActivityTaskFailed")).toMatchObject({
      cause: "ACTIVITY_TYPE_DOES_NOT_EXIST",
    });
    expect(await desk.last(runId, "RequestCancelActivityTaskFailed")).toEqual({
      activityId: "b",
      cause: "ACTIVITY_ID_UNKNOWN",
      decisionTaskCompletedEventId: 4,
    });
  });

  it("names the first value that has no default", async () => {
    const desk = await openDesk();
    const bare = { name: "bare", version: "1" };
    await desk.engine.registerActivityType({ domain, ...bare });
    const runId = await desk.start();
    const values = [
      "taskList",
      "scheduleToStartTimeout",
      "scheduleToCloseTimeout",
      "startToCloseTimeout",
      "heartbeatTimeout",
    ];
    const said: Record<string, unknown> = { activityType: bare };
    for (const value of values) {
      await desk.decide(schedule("a", said));
      said[value] = value === "taskList" ? workers : "NONE";
    }
    const events = await desk.events(runId);
    expect(events.flatMap((event) => event.scheduleActivityTaskFailedEventAttributes?.cause ?? [])).toEqual([
      "DEFAULT_TASK_LIST_UNDEFINED",
      "DEFAULT_SCHEDULE_TO_START_TIMEOUT_UNDEFINED",
      "DEFAULT_SCHEDULE_TO_CLOSE_TIMEOUT_UNDEFINED",
      "DEFAULT_START_TO_CLOSE_TIMEOUT_UNDEFINED",
      "DEFAULT_HEARTBEAT_TIMEOUT_UNDEFINED",
    ]);
    await desk.decide(schedule("a", said));
    expect((await desk.lines(runId)).at(-1)).toMatch("ActivityTaskScheduled");
  });

  it("shows when an activity last changed", async () => {
    const desk = await openDesk();
    const runId = await desk.start();
    const execution = { workflowId: "order-1", runId };
    const latest = async () =>
      (await desk.engine.describeWorkflowExecution({ domain, execution })).latestActivityTaskTimestamp?.getTime();
    expect(await latest()).toBeUndefined();
    await desk.decide(schedule("a"));
    await desk.work();
    const startedMs = desk.clock.now();
    await desk.clock.advance(3_000);
    expect(await latest()).toBe(startedMs);
  });
});
