import { expect, it } from "@jest/globals";
import { contract } from "../support/contract.ts";
import { cancel, child, complete, continueAsNew, fail, timer } from "../support/decisions.ts";
import type { Desk } from "../support/desk.ts";
import { deciders, domain, workflowType } from "../support/desk.ts";

/** Starts a parent with one child, which has been started too. */
async function family(desk: Desk, more: object = {}, parentMore: object = {}) {
  const parentId = await desk.start("parent", parentMore);
  await desk.decide(child("kid", more));
  await desk.clock.advance(0);
  const started = (await desk.last(parentId, "ChildWorkflowExecutionStarted", "parent")) as {
    readonly workflowExecution: { readonly workflowId: string; readonly runId: string };
  };
  return { parentId, execution: started.workflowExecution, kidId: started.workflowExecution.runId };
}

/** Decides for the child alone, whoever's task comes first. */
async function decideForKid(desk: Desk, ...decisions: Parameters<Desk["decide"]>) {
  for (let task = await desk.poll(); ; task = await desk.poll()) {
    if (task.workflowExecution?.workflowId === "kid") return desk.respond(task, ...decisions);
    await desk.respond(task);
  }
}

contract("children", (openDesk) => {
  it("starts later than it is initiated, knows its parent, and wakes it", async () => {
    const desk = await openDesk();
    const parentId = await desk.start("parent");
    await desk.decide(child("kid", { input: "i", control: "c", taskPriority: "3", tagList: ["x"] }));
    expect((await desk.lines(parentId, "parent")).slice(4)).toEqual(["5 StartChildWorkflowExecutionInitiated"]);
    await desk.clock.advance(0);
    expect((await desk.lines(parentId, "parent")).slice(5)).toEqual([
      "6 ChildWorkflowExecutionStarted",
      "7 DecisionTaskScheduled",
    ]);
    const config = {
      executionStartToCloseTimeout: "86400",
      taskStartToCloseTimeout: "60",
      taskList: deciders,
      taskPriority: "3",
      childPolicy: "TERMINATE",
    };
    const said = { workflowType, input: "i", tagList: ["x"], ...config };
    expect(await desk.last(parentId, "StartChildWorkflowExecutionInitiated", "parent")).toEqual({
      ...said,
      workflowId: "kid",
      control: "c",
      decisionTaskCompletedEventId: 4,
    });
    const started = (await desk.last(parentId, "ChildWorkflowExecutionStarted", "parent")) as {
      workflowExecution: { runId: string };
    };
    expect(started).toMatchObject({ workflowType, initiatedEventId: 5, workflowExecution: { workflowId: "kid" } });
    const kidId = started.workflowExecution.runId;
    expect(await desk.last(kidId, "WorkflowExecutionStarted", "kid")).toEqual({
      ...said,
      parentWorkflowExecution: { workflowId: "parent", runId: parentId },
      parentInitiatedEventId: 5,
    });
  });

  it.each([
    ["ChildWorkflowExecutionCompleted", complete("r"), { result: "r" }],
    ["ChildWorkflowExecutionFailed", fail("why"), { reason: "why" }],
    ["ChildWorkflowExecutionCanceled", cancel("d"), { details: "d" }],
  ])("tells its parent with %s", async (eventType, closing, said) => {
    const desk = await openDesk();
    const { parentId, execution } = await family(desk);
    await decideForKid(desk, closing);
    await desk.clock.advance(0);
    expect(await desk.last(parentId, eventType, "parent")).toEqual({
      workflowExecution: execution,
      workflowType,
      initiatedEventId: 5,
      startedEventId: 6,
      ...said,
    });
    const described = await desk.engine.describeWorkflowExecution({
      domain,
      execution: { workflowId: "parent", runId: parentId },
    });
    expect(described.openCounts?.openChildWorkflowExecutions).toBe(0);
  });

  it("tells its parent of its time-out and of its termination", async () => {
    const desk = await openDesk();
    const { parentId, execution } = await family(desk, { executionStartToCloseTimeout: "30" });
    const told = { workflowExecution: execution, workflowType, initiatedEventId: 5, startedEventId: 6 };
    await desk.clock.advance(30_000);
    expect(await desk.last(parentId, "ChildWorkflowExecutionTimedOut", "parent")).toEqual({
      ...told,
      timeoutType: "START_TO_CLOSE",
    });
    const other = await openDesk();
    const second = await family(other);
    await other.engine.terminateWorkflowExecution({ domain, workflowId: "kid" });
    await other.clock.advance(0);
    expect(await other.last(second.parentId, "ChildWorkflowExecutionTerminated", "parent")).toEqual({
      ...told,
      workflowExecution: second.execution,
    });
  });

  it("keeps its parent through continue-as-new, which the parent does not see", async () => {
    const desk = await openDesk();
    const { parentId } = await family(desk);
    await decideForKid(desk, continueAsNew());
    await decideForKid(desk, complete("end"));
    await desk.clock.advance(0);
    expect(await desk.last(parentId, "ChildWorkflowExecutionCompleted", "parent")).toMatchObject({
      initiatedEventId: 5,
      result: "end",
    });
  });

  it("fails later with WORKFLOW_ALREADY_RUNNING and the Initiated event, at once and with 0 for other causes", async () => {
    const desk = await openDesk();
    await desk.start("kid");
    await desk.decide();
    const parentId = await desk.start("parent");
    await desk.decide(child("kid", { control: "c" }), child("x", { workflowType: { name: "no", version: "1" } }));
    const failed = { cause: "WORKFLOW_TYPE_DOES_NOT_EXIST", workflowId: "x", initiatedEventId: 0 };
    expect(await desk.last(parentId, "StartChildWorkflowExecutionFailed", "parent")).toMatchObject(failed);
    await desk.clock.advance(0);
    expect(await desk.last(parentId, "StartChildWorkflowExecutionFailed", "parent")).toEqual({
      workflowType,
      workflowId: "kid",
      cause: "WORKFLOW_ALREADY_RUNNING",
      initiatedEventId: 5,
      decisionTaskCompletedEventId: 4,
      control: "c",
    });
  });

  it("names the first value without a default", async () => {
    const desk = await openDesk();
    const bare = { name: "bare", version: "1" };
    await desk.engine.registerWorkflowType({ domain, ...bare });
    const runId = await desk.start();
    const said: Record<string, unknown> = { workflowType: bare };
    for (const [name, value] of [
      ["executionStartToCloseTimeout", "NONE"],
      ["taskList", deciders],
      ["taskStartToCloseTimeout", "9"],
      ["childPolicy", "ABANDON"],
    ] as const) {
      await desk.decide(child("kid", said));
      said[name] = value;
    }
    await desk.decide(child("kid", said));
    const events = await desk.events(runId);
    expect(events.flatMap((event) => event.startChildWorkflowExecutionFailedEventAttributes?.cause ?? [])).toEqual([
      "DEFAULT_EXECUTION_START_TO_CLOSE_TIMEOUT_UNDEFINED",
      "DEFAULT_TASK_LIST_UNDEFINED",
      "DEFAULT_TASK_START_TO_CLOSE_TIMEOUT_UNDEFINED",
      "DEFAULT_CHILD_POLICY_UNDEFINED",
    ]);
    const initiated = await desk.last(runId, "StartChildWorkflowExecutionInitiated");
    expect(initiated).toMatchObject({ executionStartToCloseTimeout: "31536000", childPolicy: "ABANDON" });
  });

  it.each([
    ["TERMINATE", "WorkflowExecutionTerminated", { cause: "CHILD_POLICY_APPLIED", childPolicy: "TERMINATE" }],
    [
      "REQUEST_CANCEL",
      "WorkflowExecutionCancelRequested",
      { cause: "CHILD_POLICY_APPLIED", externalInitiatedEventId: 0 },
    ],
    ["ABANDON", "DecisionTaskScheduled", {}],
  ] as const)("gets the policy %s when the parent is terminated", async (childPolicy, eventType, said) => {
    const desk = await openDesk();
    const { parentId, kidId } = await family(desk);
    await decideForKid(desk, timer("t", 999));
    const before = (await desk.lines(kidId, "kid")).length;
    await desk.engine.terminateWorkflowExecution({
      domain,
      workflowId: "parent",
      childPolicy,
      reason: "r",
      details: "",
    });
    expect(await desk.last(parentId, "WorkflowExecutionTerminated", "parent")).toEqual({
      reason: "r",
      details: "",
      childPolicy,
      cause: "OPERATOR_INITIATED",
    });
    await desk.clock.advance(0);
    expect(await desk.last(kidId, eventType, "kid")).toMatchObject(said);
    const added = (await desk.lines(kidId, "kid")).length - before;
    expect(added).toBe({ TERMINATE: 1, REQUEST_CANCEL: 2, ABANDON: 0 }[childPolicy]);
  });

  it("gets no policy of somebody who asked for a child of its id in vain", async () => {
    const desk = await openDesk();
    const strangerId = await desk.start("kid");
    await desk.decide();
    await desk.start("parent");
    await desk.decide(child("kid"));
    await desk.engine.terminateWorkflowExecution({ domain, workflowId: "parent" });
    await desk.clock.advance(0);
    expect(await desk.lines(strangerId, "kid")).toHaveLength(4);
  });

  it("is terminated with all below it when the parent times out", async () => {
    const desk = await openDesk();
    const { parentId, kidId } = await family(desk, {}, { executionStartToCloseTimeout: "60" });
    await decideForKid(desk, child("grandkid"));
    await desk.clock.advance(60_000);
    await desk.clock.advance(0);
    const timedOut = await desk.last(parentId, "WorkflowExecutionTimedOut", "parent");
    expect(timedOut).toEqual({ timeoutType: "START_TO_CLOSE", childPolicy: "TERMINATE" });
    expect(await desk.last(kidId, "WorkflowExecutionTerminated", "kid")).toBeDefined();
    const open = await desk.engine.listOpenWorkflowExecutions({ domain, startTimeFilter: { oldestDate: new Date(0) } });
    expect(open.executionInfos).toEqual([]);
  });

  it("is terminated without its own children if its own policy leaves them alone", async () => {
    const desk = await openDesk();
    const { kidId } = await family(desk, { childPolicy: "ABANDON" });
    await decideForKid(desk, child("grandkid"));
    await desk.clock.advance(0);
    await desk.engine.terminateWorkflowExecution({ domain, workflowId: "parent" });
    await desk.clock.advance(0);
    const terminated = await desk.last(kidId, "WorkflowExecutionTerminated", "kid");
    expect(terminated).toEqual({ childPolicy: "ABANDON", cause: "CHILD_POLICY_APPLIED" });
    const open = await desk.engine.listOpenWorkflowExecutions({ domain, startTimeFilter: { oldestDate: new Date(0) } });
    expect(open.executionInfos?.map(({ execution }) => execution?.workflowId)).toEqual(["grandkid"]);
  });

  it("lives on when the parent closes by its own decision, and starts even then", async () => {
    const desk = await openDesk();
    const parentId = await desk.start("parent");
    await desk.decide(child("kid"), complete());
    await desk.clock.advance(0);
    await decideForKid(desk, complete());
    await desk.clock.advance(0);
    expect((await desk.lines(parentId, "parent")).slice(4)).toEqual([
      "5 StartChildWorkflowExecutionInitiated",
      "6 WorkflowExecutionCompleted",
    ]);
    const closed = await desk.engine.listClosedWorkflowExecutions({
      domain,
      startTimeFilter: { oldestDate: new Date(0) },
      executionFilter: { workflowId: "kid" },
    });
    expect(closed.executionInfos).toMatchObject([{ closeStatus: "COMPLETED", parent: { runId: parentId } }]);
  });

  it.each([
    ["TERMINATE", ["WorkflowExecutionTerminated"]],
    ["REQUEST_CANCEL", ["WorkflowExecutionCancelRequested"]],
    ["ABANDON", []],
  ] as const)(
    "starts when its parent was terminated meanwhile, and then gets the policy %s",
    async (childPolicy, added) => {
      const desk = await openDesk();
      await desk.start("parent");
      await desk.decide(child("kid"));
      await desk.engine.terminateWorkflowExecution({ domain, workflowId: "parent", childPolicy });
      await desk.clock.advance(0);
      const lists = await Promise.all([
        desk.engine.listOpenWorkflowExecutions({ domain, startTimeFilter: { oldestDate: new Date(0) } }),
        desk.engine.listClosedWorkflowExecutions({ domain, startTimeFilter: { oldestDate: new Date(0) } }),
      ]);
      const kid = lists
        .flatMap(({ executionInfos }) => executionInfos ?? [])
        .find(({ execution }) => execution?.workflowId === "kid");
      const events = await desk.events(String(kid?.execution?.runId), "kid");
      expect(events.map(({ eventType }) => eventType)).toEqual([
        "WorkflowExecutionStarted",
        "DecisionTaskScheduled",
        ...added,
      ]);
    },
  );
});
