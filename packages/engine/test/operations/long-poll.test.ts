import { getEventListeners } from "node:events";
import { describe, expect, it } from "@jest/globals";
import { openEngine } from "../../src/index.ts";
import { contract } from "../support/contract.ts";
import { complete, schedule } from "../support/decisions.ts";
import { domain, openDesk, refusal, workers, workflowType } from "../support/desk.ts";

contract("long polls", (openDesk) => {
  it("answers empty with no task token when nothing came in time", async () => {
    const desk = await openDesk({ longPollSeconds: 10 });
    const [decision, activity] = [desk.poll(), desk.work()];
    await desk.clock.advance(10_000);
    expect(await decision).toEqual({ previousStartedEventId: 0, startedEventId: 0 });
    expect(await activity).toEqual({ startedEventId: 0 });
  });

  it("wakes as soon as a task arrives", async () => {
    const desk = await openDesk();
    const waiting = desk.poll();
    const before = desk.clock.now();
    await desk.start();
    expect((await waiting).startedEventId).toBe(3);
    expect(desk.clock.now()).toBe(before);
  });

  it("serves waiting pollers in the order of their coming", async () => {
    const desk = await openDesk();
    const polls = [desk.poll(), desk.poll(), desk.poll()];
    for (const id of ["a", "b", "c"]) await desk.start(id);
    const tasks = await Promise.all(polls);
    expect(tasks.map((task) => task.workflowExecution?.workflowId)).toEqual(["a", "b", "c"]);
  });

  it("hands out tasks by priority, then in the order of scheduling", async () => {
    const desk = await openDesk();
    await desk.start();
    const priorities = [undefined, "-1", "5", "0", "5"];
    await desk.decide(
      ...priorities.map((taskPriority, index) => schedule(`${index}`, taskPriority ? { taskPriority } : {})),
    );
    const order = [];
    for (const _ of priorities) order.push((await desk.work()).activityId);
    expect(order).toEqual(["2", "4", "0", "3", "1"]);
  });

  it("leaves the queue when its signal fires, and loses no task", async () => {
    const desk = await openDesk();
    const controller = new AbortController();
    const { signal: abortSignal } = controller;
    const gone = refusal(desk.engine.pollForActivityTask({ domain, taskList: workers }, { abortSignal }));
    controller.abort();
    expect((await gone).name).toBe("AbortError");
    const runId = await desk.start();
    await desk.decide(schedule("a"));
    expect(await desk.lines(runId)).toHaveLength(5);
    expect((await desk.work()).activityId).toBe("a");
  });

  it("takes no task when its signal has fired before", async () => {
    const desk = await openDesk();
    await desk.start();
    const abortSignal = AbortSignal.abort();
    const taskList = { name: "deciders" };
    expect((await refusal(desk.engine.pollForDecisionTask({ domain, taskList }, { abortSignal }))).name).toBe(
      "AbortError",
    );
    expect((await desk.poll()).startedEventId).toBe(3);
  });
});

describe("long polls, in process", () => {
  it("has one listener on its signal, however many polls there are", async () => {
    const desk = await openDesk({ longPollSeconds: 1 });
    const { signal: abortSignal } = new AbortController();
    const poll = () => desk.engine.pollForDecisionTask({ domain, taskList: { name: "deciders" } }, { abortSignal });
    const [served, expired] = [poll(), poll()];
    expect(getEventListeners(abortSignal, "abort")).toHaveLength(1);
    await desk.start();
    await desk.clock.advance(1_000);
    expect([(await served).startedEventId, (await expired).startedEventId]).toEqual([3, 0]);
    expect(getEventListeners(abortSignal, "abort")).toHaveLength(1);
  });

  it("is answered empty by the close of the engine, which refuses later calls", async () => {
    const desk = await openDesk();
    const waiting = desk.poll();
    await desk.engine.close();
    await desk.engine.close();
    expect((await waiting).taskToken).toBeUndefined();
    expect(await refusal(desk.start())).toEqual({
      name: "ENGINE_CLOSED",
      message: "StartWorkflowExecution was called on a closed engine; open a new one.",
    });
  });

  it("wakes on a real clock too, where a closed engine leaves no timer behind", async () => {
    const engine = openEngine();
    await engine.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: "1" });
    await engine.registerWorkflowType({ domain, ...workflowType });
    const waiting = engine.pollForDecisionTask({ domain, taskList: { name: "l" } });
    await engine.startWorkflowExecution({
      domain,
      workflowId: "w",
      workflowType,
      taskList: { name: "l" },
      executionStartToCloseTimeout: "60",
      taskStartToCloseTimeout: "60",
      childPolicy: "ABANDON",
    });
    const { taskToken } = await waiting;
    await engine.respondDecisionTaskCompleted({ taskToken, decisions: [complete()] });
    await engine.close();
    expect(taskToken).toMatch(/^decision\./);
  });
});
