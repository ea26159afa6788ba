import { describe, expect, it } from "@jest/globals";
import { child, lambda, marker, schedule, timer } from "./support/decisions.ts";
import { domain, openDesk, refusal } from "./support/desk.ts";

const many = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`);

describe("limits", () => {
  it.each([
    ["activities", schedule, "ScheduleActivityTaskFailed", "OPEN_ACTIVITIES_LIMIT_EXCEEDED"],
    ["timers", (id: string) => timer(id, 999), "StartTimerFailed", "OPEN_TIMERS_LIMIT_EXCEEDED"],
    [
      "Lambda functions",
      (id: string) => lambda(id, "f"),
      "ScheduleLambdaFunctionFailed",
      "OPEN_LAMBDA_FUNCTIONS_LIMIT_EXCEEDED",
    ],
    ["children", child, "StartChildWorkflowExecutionFailed", "OPEN_CHILDREN_LIMIT_EXCEEDED"],
  ])("lets 1,000 %s be open, and no more", async (_what, decide, failed, cause) => {
    const desk = await openDesk({ functions: { f: () => {} } });
    const runId = await desk.start();
    await desk.decide(...many(1_001).map((id) => decide(id)));
    const events = await desk.events(runId);
    expect(events.filter(({ eventType }) => eventType === failed)).toHaveLength(1);
    expect(await desk.last(runId, failed)).toMatchObject({ cause });
    await desk.engine.close();
  });

  it("terminates an execution whose history is full", async () => {
    const desk = await openDesk();
    const runId = await desk.start();
    await desk.decide(...many(24_994).map(marker));
    expect(await desk.last(runId, "WorkflowExecutionTerminated")).toBeUndefined();
    await desk.signal();
    const events = await desk.events(runId);
    expect(events.at(-1)).toMatchObject({
      eventId: 25_001,
      workflowExecutionTerminatedEventAttributes: { cause: "EVENT_LIMIT_EXCEEDED", childPolicy: "TERMINATE" },
    });
    expect((await refusal(desk.signal())).name).toBe("UnknownResourceFault");
  });

  it("counts open executions, domains, types and tags", async () => {
    const { engine, ...desk } = await openDesk({
      limits: { openExecutions: 1, domains: 1, types: 1, resourceTags: 1 },
    });
    await desk.start();
    const parentId = (await desk.poll()).workflowExecution?.runId;
    expect((await refusal(desk.start("second"))).name).toBe("LimitExceededFault");
    const domains = { workflowExecutionRetentionPeriodInDays: "1", tags: [{ key: "a" }, { key: "b" }] };
    expect((await refusal(engine.registerDomain({ name: "x", ...domains }))).name).toBe("TooManyTagsFault");
    expect((await refusal(engine.registerDomain({ name: "x", ...domains, tags: [] }))).name).toBe("LimitExceededFault");
    const type = { domain, name: "more", version: "1" };
    expect((await refusal(engine.registerActivityType(type))).name).toBe("LimitExceededFault");
    expect((await refusal(engine.registerWorkflowType(type))).name).toBe("LimitExceededFault");
    expect(parentId).toBeDefined();
  });

  it.each([
    ["openActivities", schedule, "ScheduleActivityTaskFailed", "OPEN_ACTIVITIES_LIMIT_EXCEEDED"],
    ["openTimers", (id: string) => timer(id, 999), "StartTimerFailed", "OPEN_TIMERS_LIMIT_EXCEEDED"],
    ["openChildren", child, "StartChildWorkflowExecutionFailed", "OPEN_CHILDREN_LIMIT_EXCEEDED"],
    [
      "openLambdaFunctions",
      (id: string) => lambda(id, "f"),
      "ScheduleLambdaFunctionFailed",
      "OPEN_LAMBDA_FUNCTIONS_LIMIT_EXCEEDED",
    ],
  ])("lets as many be open as %s says", async (limit, decide, failed, cause) => {
    const functions = { f: () => new Promise<never>(() => {}) };
    const desk = await openDesk({ limits: { [limit]: 2 }, functions });
    const runId = await desk.start();
    await desk.decide(decide("a"), decide("b"));
    expect(await desk.last(runId, failed)).toBeUndefined();
    await desk.signal();
    await desk.decide(decide("c"));
    expect(await desk.last(runId, failed)).toMatchObject({ cause });
    await desk.engine.close();
  });

  it("terminates at the event that fills a history, not before", async () => {
    const desk = await openDesk({ limits: { historyEvents: 10 } });
    const runId = await desk.start();
    await desk.decide(marker("5"), marker("6"), marker("7"), marker("8"));
    expect(await desk.lines(runId)).toHaveLength(8);
    await desk.signal();
    expect((await desk.lines(runId)).slice(8)).toEqual([
      "9 WorkflowExecutionSignaled",
      "10 DecisionTaskScheduled",
      "11 WorkflowExecutionTerminated",
    ]);
  });

  it("lets as many polls wait at one list as pollersPerList says", async () => {
    const { engine, clock } = await openDesk({ limits: { pollersPerList: 2 }, longPollSeconds: 5 });
    const taskList = { name: "busy" };
    for (const poll of [engine.pollForDecisionTask, engine.pollForActivityTask]) {
      const waiting = [poll({ domain, taskList }), poll({ domain, taskList })];
      expect(await refusal(poll({ domain, taskList }))).toEqual({
        name: "LimitExceededFault",
        message: "The task list has 2 pollers, the most it may have",
      });
      const elsewhere = poll({ domain, taskList: { name: "other" } });
      await clock.advance(5_000);
      await Promise.all([...waiting, elsewhere]);
      const again = poll({ domain, taskList });
      await clock.advance(5_000);
      await again;
    }
  });

  it("refuses limits that are none", async () => {
    expect(await refusal(openDesk({ limits: { openTimers: Number.NaN } }))).toEqual({
      name: "ENGINE_OPTION_INVALID",
      message: "limits.openTimers is NaN; give a number from 0.",
    });
  });

  it("fails to start a child when the domain is full", async () => {
    const desk = await openDesk({ limits: { openExecutions: 1 } });
    const runId = await desk.start();
    await desk.decide(child("kid"));
    const failed = await desk.last(runId, "StartChildWorkflowExecutionFailed");
    expect(failed).toMatchObject({ cause: "OPEN_WORKFLOWS_LIMIT_EXCEEDED", initiatedEventId: 0 });
  });

  it("counts children that were asked for among the executions of the domain", async () => {
    const desk = await openDesk({ limits: { openExecutions: 3 } });
    const runId = await desk.start();
    await desk.decide(child("a"), child("b"), child("c"));
    const failed = await desk.last(runId, "StartChildWorkflowExecutionFailed");
    expect(failed).toMatchObject({ workflowId: "c", cause: "OPEN_WORKFLOWS_LIMIT_EXCEEDED" });
    await desk.clock.advance(0);
    const startTimeFilter = { oldestDate: new Date(0) };
    expect((await desk.engine.countOpenWorkflowExecutions({ domain, startTimeFilter })).count).toBe(3);
  });
});
