import { expect, it } from "@jest/globals";
import { contract } from "../support/contract.ts";
import { child, continueAsNew, schedule } from "../support/decisions.ts";
import type { Desk } from "../support/desk.ts";
import { activityType, deciders, domain, workers, workflowType } from "../support/desk.ts";

const rich = { name: "rich", version: "1" };
const effective = {
  executionStartToCloseTimeout: "500",
  taskStartToCloseTimeout: "NONE",
  childPolicy: "REQUEST_CANCEL",
  taskList: deciders,
  taskPriority: "7",
  lambdaRole: "arn:aws:iam::123456789012:role/swf-lambda",
} as const;

/** Registers a workflow type with a default for everything. */
async function registerRich({ engine }: Desk): Promise<void> {
  await engine.registerWorkflowType({
    domain,
    ...rich,
    defaultExecutionStartToCloseTimeout: effective.executionStartToCloseTimeout,
    defaultTaskStartToCloseTimeout: effective.taskStartToCloseTimeout,
    defaultChildPolicy: effective.childPolicy,
    defaultTaskList: effective.taskList,
    defaultTaskPriority: effective.taskPriority,
    defaultLambdaRole: effective.lambdaRole,
  });
}

contract("what nobody says", (openDesk) => {
  it("comes from the type: at a start, for a child, for the next run", async () => {
    const desk = await openDesk();
    await registerRich(desk);
    const runId = await desk.start("order-1", { workflowType: rich });
    expect(await desk.last(runId, "WorkflowExecutionStarted")).toMatchObject(effective);
    expect(await desk.last(runId, "DecisionTaskScheduled")).toMatchObject({
      taskPriority: "7",
      startToCloseTimeout: "NONE",
    });
    const execution = { workflowId: "order-1", runId };
    const described = await desk.engine.describeWorkflowExecution({ domain, execution });
    expect(described.executionConfiguration).toEqual(effective);
    await desk.decide(child("kid", { workflowType: rich }), continueAsNew());
    expect(await desk.last(runId, "StartChildWorkflowExecutionInitiated")).toMatchObject(effective);
    expect(await desk.last(runId, "WorkflowExecutionContinuedAsNew")).toMatchObject(effective);
  });

  it("is nothing of the parent's", async () => {
    const desk = await openDesk();
    await registerRich(desk);
    const runId = await desk.start("order-1", { workflowType: rich });
    await desk.decide(child("kid"), schedule("a"));
    expect(await desk.last(runId, "StartChildWorkflowExecutionInitiated")).toEqual({
      workflowId: "kid",
      workflowType,
      executionStartToCloseTimeout: "86400",
      taskStartToCloseTimeout: "60",
      childPolicy: "TERMINATE",
      taskList: deciders,
      decisionTaskCompletedEventId: 4,
    });
    expect(await desk.last(runId, "ActivityTaskScheduled")).not.toHaveProperty("taskPriority");
  });

  it("comes from the activity type, its priority and its list too", async () => {
    const desk = await openDesk();
    const eager = { name: "eager", version: "1" };
    await desk.engine.registerActivityType({
      domain,
      ...eager,
      defaultTaskList: workers,
      defaultTaskPriority: "7",
      defaultTaskScheduleToStartTimeout: "1",
      defaultTaskScheduleToCloseTimeout: "2",
      defaultTaskStartToCloseTimeout: "3",
      defaultTaskHeartbeatTimeout: "4",
    });
    const runId = await desk.start();
    await desk.decide(schedule("plain", { activityType }), schedule("eager", { activityType: eager }));
    expect(await desk.last(runId, "ActivityTaskScheduled")).toMatchObject({
      taskList: workers,
      taskPriority: "7",
      scheduleToStartTimeout: "1",
      scheduleToCloseTimeout: "2",
      startToCloseTimeout: "3",
      heartbeatTimeout: "4",
    });
    expect((await desk.work()).activityId).toBe("eager");
  });
});

contract("decision tasks of several executions", (openDesk) => {
  it("are handed out by the priorities of their executions, then in their order", async () => {
    const desk = await openDesk();
    const starts = {
      plain: {},
      low: { taskPriority: "-1" },
      high: { taskPriority: "5" },
      second: { taskPriority: "5" },
    };
    for (const [workflowId, said] of Object.entries(starts)) await desk.start(workflowId, said);
    const order: unknown[] = [];
    for (const _ of Object.keys(starts)) order.push((await desk.poll()).workflowExecution?.workflowId);
    expect(order).toEqual(["high", "second", "plain", "low"]);
  });
});
