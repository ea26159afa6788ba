import { expect, it } from "@jest/globals";
import { contract } from "../support/contract.ts";
import { complete, marker, schedule } from "../support/decisions.ts";
import { deciders, domain, refusal, startMs } from "../support/desk.ts";

contract("decision tasks", (openDesk) => {
  it("begins an execution with a start and a scheduled decision task of one timestamp", async () => {
    const desk = await openDesk();
    const events = await desk.events(await desk.start());
    expect(events.map(({ eventType, eventTimestamp }) => [eventType, eventTimestamp?.getTime()])).toEqual([
      ["WorkflowExecutionStarted", startMs],
      ["DecisionTaskScheduled", startMs],
    ]);
    expect(events[1]?.decisionTaskScheduledEventAttributes).toEqual({
      taskList: { name: "deciders" },
      startToCloseTimeout: "60",
      scheduleToStartTimeout: "NONE",
    });
  });

  it("absorbs five signals before the first poll into the one decision task that waits", async () => {
    const desk = await openDesk();
    const runId = await desk.start();
    for (let count = 0; count < 5; count++) await desk.signal();
    await desk.decide(complete());
    expect(await desk.lines(runId)).toEqual([
      "1 WorkflowExecutionStarted",
      "2 DecisionTaskScheduled",
      "3 WorkflowExecutionSignaled",
      "4 WorkflowExecutionSignaled",
      "5 WorkflowExecutionSignaled",
      "6 WorkflowExecutionSignaled",
      "7 WorkflowExecutionSignaled",
      "8 DecisionTaskStarted",
      "9 DecisionTaskCompleted",
      "10 WorkflowExecutionCompleted",
    ]);
  });

  it("queues one task behind a started one at once, and absorbs what follows", async () => {
    const desk = await openDesk();
    const runId = await desk.start();
    const first = await desk.poll();
    await desk.signal();
    await desk.signal();
    await desk.respond(first);
    const second = await desk.poll();
    expect(await desk.lines(runId)).toEqual([
      "1 WorkflowExecutionStarted",
      "2 DecisionTaskScheduled",
      "3 DecisionTaskStarted",
      "4 WorkflowExecutionSignaled",
      "5 DecisionTaskScheduled",
      "6 WorkflowExecutionSignaled",
      "7 DecisionTaskCompleted",
      "8 DecisionTaskStarted",
    ]);
    expect([first.previousStartedEventId, first.startedEventId]).toEqual([0, 3]);
    expect([second.previousStartedEventId, second.startedEventId]).toEqual([3, 8]);
  });

  it("keeps the queued task back until the started one is completed", async () => {
    const desk = await openDesk({ longPollSeconds: 5 });
    await desk.start();
    const first = await desk.poll();
    await desk.signal();
    const waiting = desk.poll();
    await desk.clock.advance(1_000);
    await desk.respond(first);
    expect((await waiting).startedEventId).toBe(7);
  });

  it("wakes nobody for a marker, a timer or an empty answer", async () => {
    const desk = await openDesk();
    const runId = await desk.start();
    await desk.decide(marker("seen"));
    expect(await desk.lines(runId)).toHaveLength(5);
  });

  it("gives a timed-out task out again and refuses the late answer", async () => {
    const desk = await openDesk();
    const runId = await desk.start();
    const late = await desk.poll();
    await desk.clock.advance(60_000);
    expect(await desk.lines(runId)).toEqual([
      "1 WorkflowExecutionStarted",
      "2 DecisionTaskScheduled",
      "3 DecisionTaskStarted",
      "4 DecisionTaskTimedOut",
      "5 DecisionTaskScheduled",
    ]);
    expect(await desk.last(runId, "DecisionTaskTimedOut")).toEqual({
      timeoutType: "START_TO_CLOSE",
      scheduledEventId: 2,
      startedEventId: 3,
    });
    expect(await refusal(desk.respond(late, complete()))).toEqual({
      name: "UnknownResourceFault",
      message: "Unknown decision task, scheduledEventId = 2",
    });
    const again = await desk.poll();
    expect([again.startedEventId, again.previousStartedEventId]).toEqual([6, 0]);
  });

  it("uses the queued task after a time-out instead of a further one", async () => {
    const desk = await openDesk();
    const runId = await desk.start();
    await desk.poll();
    await desk.signal();
    await desk.clock.advance(60_000);
    expect((await desk.lines(runId)).slice(3)).toEqual([
      "4 WorkflowExecutionSignaled",
      "5 DecisionTaskScheduled",
      "6 DecisionTaskTimedOut",
    ]);
    expect((await desk.poll()).startedEventId).toBe(7);
  });

  it("never times out a decision task whose time-out is NONE", async () => {
    const desk = await openDesk();
    const runId = await desk.start("order-1", { taskStartToCloseTimeout: "NONE" });
    await desk.poll();
    await desk.clock.advance(3_600_000);
    expect(await desk.lines(runId)).toHaveLength(3);
  });

  it("sends tasks to a sticky list until one is not taken in time, then to the execution's own", async () => {
    const desk = await openDesk();
    const runId = await desk.start();
    const { taskToken } = await desk.poll();
    const taskList = { name: "sticky" };
    await desk.engine.respondDecisionTaskCompleted({ taskToken, taskList, taskListScheduleToStartTimeout: "5" });
    await desk.signal();
    expect(await desk.last(runId, "DecisionTaskScheduled")).toMatchObject({ taskList, scheduleToStartTimeout: "5" });
    await desk.clock.advance(5_000);
    expect(await desk.last(runId, "DecisionTaskTimedOut")).toEqual({
      timeoutType: "SCHEDULE_TO_START",
      scheduledEventId: 6,
      startedEventId: 0,
    });
    expect((await desk.poll()).startedEventId).toBe(9);
  });

  it("gives a sticky list up when a task of it is not completed in time", async () => {
    const desk = await openDesk();
    const runId = await desk.start();
    const { taskToken } = await desk.poll();
    const taskList = { name: "sticky" };
    await desk.engine.respondDecisionTaskCompleted({ taskToken, taskList, taskListScheduleToStartTimeout: "5" });
    await desk.signal();
    await desk.engine.pollForDecisionTask({ domain, taskList });
    await desk.clock.advance(60_000);
    expect(await desk.last(runId, "DecisionTaskTimedOut")).toMatchObject({ timeoutType: "START_TO_CLOSE" });
    expect(await desk.last(runId, "DecisionTaskScheduled")).toMatchObject({ taskList: deciders });
  });

  it("keeps a sticky list through the time-out of a task that was on another", async () => {
    const desk = await openDesk();
    const runId = await desk.start();
    const { taskToken } = await desk.poll();
    await desk.signal(); // its task is scheduled before the completion names the list
    const taskList = { name: "sticky" };
    await desk.engine.respondDecisionTaskCompleted({ taskToken, taskList, taskListScheduleToStartTimeout: "5" });
    await desk.poll();
    await desk.clock.advance(60_000);
    expect(await desk.last(runId, "DecisionTaskTimedOut")).toMatchObject({ timeoutType: "START_TO_CLOSE" });
    expect(await desk.last(runId, "DecisionTaskScheduled")).toMatchObject({ taskList, scheduleToStartTimeout: "5" });
  });

  it("sends tasks to another list for good when no time is named", async () => {
    const desk = await openDesk();
    await desk.start();
    const { taskToken } = await desk.poll();
    const taskList = { name: "moved" };
    await desk.engine.respondDecisionTaskCompleted({ taskToken, taskList });
    await desk.signal();
    const first = await desk.engine.pollForDecisionTask({ domain, taskList });
    await desk.clock.advance(60_000);
    const second = await desk.engine.pollForDecisionTask({ domain, taskList });
    expect([first.startedEventId, second.startedEventId]).toEqual([7, 10]);
  });

  it("keeps the latest execution context when a completion has none, and takes an empty one", async () => {
    const desk = await openDesk();
    const runId = await desk.start();
    const context = async () => {
      const execution = { workflowId: "order-1", runId };
      return (await desk.engine.describeWorkflowExecution({ domain, execution })).latestExecutionContext;
    };
    const first = await desk.poll();
    await desk.engine.respondDecisionTaskCompleted({ taskToken: first.taskToken, executionContext: "packing" });
    await desk.signal();
    await desk.decide(schedule("a"));
    expect(await context()).toBe("packing");
    await desk.signal();
    const third = await desk.poll();
    await desk.engine.respondDecisionTaskCompleted({ taskToken: third.taskToken, executionContext: "" });
    expect(await context()).toBe("");
  });
});
