import { expect, it } from "@jest/globals";
import { contract } from "../support/contract.ts";
import {
  cancel,
  cancelActivity,
  complete,
  continueAsNew,
  fail,
  marker,
  schedule,
  timer,
} from "../support/decisions.ts";
import { domain, refusal, workflowType } from "../support/desk.ts";

contract("closing decisions", (openDesk) => {
  it.each([
    ["CompleteWorkflowExecutionFailed", complete()],
    ["FailWorkflowExecutionFailed", fail("no")],
    ["CancelWorkflowExecutionFailed", cancel()],
    ["ContinueAsNewWorkflowExecutionFailed", continueAsNew()],
  ])("writes %s for what no decider has seen, and keeps what came before it", async (failed, closing) => {
    const desk = await openDesk();
    const runId = await desk.start();
    const task = await desk.poll();
    await desk.signal();
    await desk.respond(task, marker("kept"), closing);
    expect((await desk.lines(runId)).slice(3)).toEqual([
      "4 WorkflowExecutionSignaled",
      "5 DecisionTaskScheduled",
      "6 DecisionTaskCompleted",
      "7 MarkerRecorded",
      `8 ${failed}`,
    ]);
    expect(await desk.last(runId, failed)).toEqual({ cause: "UNHANDLED_DECISION", decisionTaskCompletedEventId: 6 });
    expect((await desk.poll()).startedEventId).toBe(9);
  });

  it.each([
    ["COMPLETED", complete("done"), "WorkflowExecutionCompleted", { result: "done" }],
    ["FAILED", fail("no"), "WorkflowExecutionFailed", { reason: "no" }],
    ["CANCELED", cancel(""), "WorkflowExecutionCanceled", { details: "" }],
  ])("closes as %s with work still open, which stays counted", async (closeStatus, closing, eventType, said) => {
    const desk = await openDesk();
    const runId = await desk.start();
    await desk.decide(schedule("a"), timer("t", 60));
    const activity = await desk.work();
    await desk.signal();
    await desk.decide(closing);
    expect(await desk.last(runId, eventType)).toEqual({ ...said, decisionTaskCompletedEventId: 11 });
    const execution = { workflowId: "order-1", runId };
    const described = await desk.engine.describeWorkflowExecution({ domain, execution });
    expect(described.executionInfo).toMatchObject({ executionStatus: "CLOSED", closeStatus, cancelRequested: false });
    expect(described.openCounts).toMatchObject({ openActivityTasks: 1, openTimers: 1, openDecisionTasks: 0 });
    expect(await refusal(desk.engine.respondActivityTaskCompleted({ taskToken: activity.taskToken }))).toEqual({
      name: "UnknownResourceFault",
      message: `Unknown execution: WorkflowExecution=[workflowId=order-1, runId=${runId}]`,
    });
    await desk.clock.advance(120_000);
    expect(await desk.lines(runId)).toHaveLength(12);
  });

  it("refuses a close in the completion that cancels an unstarted activity, and takes it in the next", async () => {
    const desk = await openDesk();
    const runId = await desk.start();
    await desk.decide(schedule("a"));
    await desk.signal();
    await desk.decide(cancelActivity("a"), cancel());
    await desk.decide(cancel());
    expect((await desk.lines(runId)).slice(8)).toEqual([
      "9 DecisionTaskCompleted",
      "10 ActivityTaskCancelRequested",
      "11 ActivityTaskCanceled",
      "12 CancelWorkflowExecutionFailed",
      "13 DecisionTaskScheduled",
      "14 DecisionTaskStarted",
      "15 DecisionTaskCompleted",
      "16 WorkflowExecutionCanceled",
    ]);
  });

  it("takes a close in the completion that asks a started activity to cancel", async () => {
    const desk = await openDesk();
    const runId = await desk.start();
    await desk.decide(schedule("a"));
    await desk.work();
    await desk.signal();
    await desk.decide(cancelActivity("a"), cancel());
    expect((await desk.lines(runId)).slice(10)).toEqual([
      "11 ActivityTaskCancelRequested",
      "12 WorkflowExecutionCanceled",
    ]);
  });

  it("continues as new under the same workflow id with the type's defaults, dropping what was open", async () => {
    const desk = await openDesk();
    const runId = await desk.start("order-1", { tagList: ["vip"], executionStartToCloseTimeout: "99", input: "1" });
    await desk.decide(schedule("a"), timer("t", 5));
    await desk.signal();
    await desk.decide(continueAsNew({ input: "2" }));
    const continued = (await desk.last(runId, "WorkflowExecutionContinuedAsNew")) as { newExecutionRunId: string };
    expect(continued).toEqual({
      input: "2",
      decisionTaskCompletedEventId: 10,
      newExecutionRunId: continued.newExecutionRunId,
      executionStartToCloseTimeout: "86400",
      taskStartToCloseTimeout: "60",
      taskList: { name: "deciders" },
      childPolicy: "TERMINATE",
      workflowType,
    });
    await desk.clock.advance(10_000);
    expect(await desk.lines(continued.newExecutionRunId)).toHaveLength(2);
    expect(await desk.last(continued.newExecutionRunId, "WorkflowExecutionStarted")).toEqual({
      input: "2",
      executionStartToCloseTimeout: "86400",
      taskStartToCloseTimeout: "60",
      taskList: { name: "deciders" },
      childPolicy: "TERMINATE",
      workflowType,
      continuedExecutionRunId: runId,
      parentInitiatedEventId: 0,
    });
    expect(continued.newExecutionRunId).not.toBe(runId);
  });

  it.each([
    ["WORKFLOW_TYPE_DOES_NOT_EXIST", { workflowTypeVersion: "9" }],
    ["DEFAULT_EXECUTION_START_TO_CLOSE_TIMEOUT_UNDEFINED", { workflowTypeVersion: "bare" }],
    ["DEFAULT_TASK_LIST_UNDEFINED", { workflowTypeVersion: "bare", executionStartToCloseTimeout: "9" }],
  ])("fails to continue as new with %s", async (cause, said) => {
    const desk = await openDesk();
    await desk.engine.registerWorkflowType({ domain, name: "order", version: "bare" });
    const runId = await desk.start();
    await desk.decide(continueAsNew(said));
    expect(await desk.last(runId, "ContinueAsNewWorkflowExecutionFailed")).toMatchObject({ cause });
    expect((await desk.lines(runId)).at(-1)).toBe("6 DecisionTaskScheduled");
  });

  it("refuses a list in which something follows a close, and leaves the task open", async () => {
    const desk = await openDesk();
    const runId = await desk.start();
    const task = await desk.poll();
    for (const decisions of [
      [complete(), marker("late")],
      [complete(), fail("twice")],
    ]) {
      expect(await refusal(desk.respond(task, ...decisions))).toEqual({
        name: "ValidationException",
        message: "Close must be last decision in list",
      });
    }
    expect(await desk.lines(runId)).toHaveLength(3);
    await desk.respond(task, complete());
    expect(await desk.lines(runId)).toHaveLength(5);
  });
});
