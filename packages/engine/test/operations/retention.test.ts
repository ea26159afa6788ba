import { expect, it } from "@jest/globals";
import { contract } from "../support/contract.ts";
import { child, complete, schedule } from "../support/decisions.ts";
import type { Desk } from "../support/desk.ts";
import {
  activityType,
  deciders,
  domain,
  openDesk as openPlain,
  refusal,
  workers,
  workflowType,
} from "../support/desk.ts";

const startTimeFilter = { oldestDate: new Date(0) };

/** A domain with the types of the desk, and with a retention of its own. */
async function retaining(desk: Desk, days: string): Promise<string> {
  const name = `kept-${days}`;
  const { engine } = desk;
  await engine.registerDomain({ name, workflowExecutionRetentionPeriodInDays: days });
  const workflow = await engine.describeWorkflowType({ domain, workflowType });
  await engine.registerWorkflowType({ domain: name, ...workflowType, ...workflow.configuration });
  const activity = await engine.describeActivityType({ domain, activityType });
  await engine.registerActivityType({ domain: name, ...activityType, ...activity.configuration });
  return name;
}

contract("an execution that has closed", (openDesk) => {
  it.each(["0", "NONE"])("is forgotten at once where the retention is %s", async (days) => {
    const desk = await openDesk();
    const { engine } = desk;
    const kept = await retaining(desk, days);
    const { runId } = await engine.startWorkflowExecution({ domain: kept, workflowId: "w", workflowType });
    const { taskToken } = await engine.pollForDecisionTask({ domain: kept, taskList: deciders });
    await engine.respondDecisionTaskCompleted({ taskToken, decisions: [complete()] });
    const execution = { workflowId: "w", runId };
    const unknown = {
      name: "UnknownResourceFault",
      message: `Unknown execution: WorkflowExecution=[workflowId=w, runId=${runId}]`,
    };
    expect(await refusal(engine.describeWorkflowExecution({ domain: kept, execution }))).toEqual(unknown);
    expect(await refusal(engine.getWorkflowExecutionHistory({ domain: kept, execution }))).toEqual(unknown);
    const filters = { domain: kept, startTimeFilter };
    expect((await engine.listClosedWorkflowExecutions(filters)).executionInfos).toEqual([]);
    expect((await engine.countClosedWorkflowExecutions(filters)).count).toBe(0);
  });

  it("is remembered for its days and not a moment longer", async () => {
    const desk = await openDesk();
    const runId = await desk.start();
    await desk.decide(complete());
    const execution = { workflowId: "order-1", runId };
    await desk.clock.advance(7 * 86_400_000 - 1);
    expect(await desk.lines(runId)).toHaveLength(5);
    await desk.clock.advance(1);
    expect((await refusal(desk.engine.describeWorkflowExecution({ domain, execution }))).name).toBe(
      "UnknownResourceFault",
    );
  });

  it("lets those who still work for it know that it is gone, even once it is forgotten", async () => {
    const desk = await openDesk();
    const { engine } = desk;
    const kept = await retaining(desk, "0");
    await engine.startWorkflowExecution({ domain: kept, workflowId: "w", workflowType });
    const first = await engine.pollForDecisionTask({ domain: kept, taskList: deciders, maximumPageSize: 1 });
    await engine.respondDecisionTaskCompleted({ taskToken: first.taskToken, decisions: [schedule("a")] });
    const { taskToken } = await engine.pollForActivityTask({ domain: kept, taskList: workers });
    await engine.terminateWorkflowExecution({ domain: kept, workflowId: "w" });
    const gone = (task: string, id: number) => ({
      name: "UnknownResourceFault",
      message: `Unknown ${task}, scheduledEventId = ${id}`,
    });
    expect(await refusal(engine.recordActivityTaskHeartbeat({ taskToken }))).toEqual(gone("activity", 5));
    expect(await refusal(engine.respondActivityTaskCompleted({ taskToken }))).toEqual(gone("activity", 5));
    expect(await refusal(desk.respond(first))).toEqual(gone("decision task", 2));
    const { nextPageToken } = first;
    const second = engine.pollForDecisionTask({ domain: kept, taskList: deciders, nextPageToken });
    expect(await refusal(second)).toEqual(gone("decision task", 2));
  });

  it("tells its parent of its end although it is forgotten", async () => {
    const desk = await openDesk();
    const { engine } = desk;
    const kept = await retaining(desk, "0");
    await engine.startWorkflowExecution({ domain: kept, workflowId: "parent", workflowType });
    const poll = () => engine.pollForDecisionTask({ domain: kept, taskList: deciders });
    await desk.respond(await poll(), child("kid"));
    await desk.clock.advance(0);
    for (let task = await poll(); ; task = await poll()) {
      const closes = task.workflowExecution?.workflowId === "kid";
      await desk.respond(task, ...(closes ? [complete("r")] : []));
      if (closes) break;
    }
    await desk.clock.advance(0);
    const { events = [] } = await poll();
    expect(events.map(({ eventType }) => eventType)).toContain("ChildWorkflowExecutionCompleted");
  });
});

it("a token of nobody's is no token", async () => {
  const { engine } = await openPlain();
  const invalid = { name: "ValidationException", message: "Invalid token" };
  for (const taskToken of ["x", "activity.a.1.2", "activity..1.2", `activity.22${"A".repeat(43)}=.2.1`]) {
    expect(await refusal(engine.respondActivityTaskCompleted({ taskToken }))).toEqual(invalid);
  }
  await engine.close();
});
