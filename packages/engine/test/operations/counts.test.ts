import { expect, it } from "@jest/globals";
import type { OpenDesk } from "../support/contract.ts";
import { contract } from "../support/contract.ts";
import { cancelActivity, complete, fail, schedule } from "../support/decisions.ts";
import type { Desk } from "../support/desk.ts";
import { deciders, domain, refusal, workers } from "../support/desk.ts";

const always = { oldestDate: new Date(0) };

/** Two executions that are open, and three that have closed. */
async function openShop(openDesk: OpenDesk) {
  const desk = await openDesk();
  for (const [workflowId, closing] of [
    ["a", complete()],
    ["b", fail("no")],
    ["c", complete()],
  ] as const) {
    await desk.start(workflowId, { tagList: [workflowId, "closed"] });
    await desk.decide(closing);
    await desk.clock.advance(1_000);
  }
  await desk.start("d", { tagList: ["red"] });
  await desk.start("e");
  return desk;
}

contract("counts of executions", (openDesk) => {
  it.each([
    [{ startTimeFilter: always }, 2],
    [{ startTimeFilter: always, tagFilter: { tag: "red" } }, 1],
    [{ startTimeFilter: always, typeFilter: { name: "order", version: "1" } }, 2],
    [{ startTimeFilter: always, executionFilter: { workflowId: "a" } }, 0],
    [{ startTimeFilter: { oldestDate: new Date(0), latestDate: new Date(1) } }, 0],
  ])("has as many open ones as the list: %j", async (filters, count) => {
    const { engine } = await openShop(openDesk);
    expect(await engine.countOpenWorkflowExecutions({ domain, ...filters })).toEqual({ count, truncated: false });
    const { executionInfos } = await engine.listOpenWorkflowExecutions({ domain, ...filters });
    expect(executionInfos).toHaveLength(count);
  });

  it.each([
    [{ startTimeFilter: always }, 3],
    [{ closeTimeFilter: always }, 3],
    [{ closeTimeFilter: always, closeStatusFilter: { status: "COMPLETED" as const } }, 2],
    [{ startTimeFilter: always, tagFilter: { tag: "b" } }, 1],
    [{ startTimeFilter: always, executionFilter: { workflowId: "d" } }, 0],
    [{ startTimeFilter: always, typeFilter: { name: "no" } }, 0],
  ])("has as many closed ones as the list: %j", async (filters, count) => {
    const { engine } = await openShop(openDesk);
    expect(await engine.countClosedWorkflowExecutions({ domain, ...filters })).toEqual({ count, truncated: false });
    const { executionInfos } = await engine.listClosedWorkflowExecutions({ domain, ...filters });
    expect(executionInfos).toHaveLength(count);
  });

  it("refuses what the lists refuse", async () => {
    const { engine } = await openShop(openDesk);
    const two = { tagFilter: { tag: "red" }, typeFilter: { name: "order" } };
    const exclusive = "Cannot specify more than one exclusive filters in the same query";
    const calls = [
      engine.countOpenWorkflowExecutions({ domain: "no", startTimeFilter: always }),
      engine.countClosedWorkflowExecutions({ domain: "no", startTimeFilter: always }),
      engine.countOpenWorkflowExecutions({ domain, startTimeFilter: always, ...two }),
      engine.countClosedWorkflowExecutions({ domain, startTimeFilter: always, ...two }),
      engine.countClosedWorkflowExecutions({ domain, startTimeFilter: always, closeTimeFilter: always }),
      engine.countClosedWorkflowExecutions({ domain }),
      engine.countOpenWorkflowExecutions({ domain, startTimeFilter: undefined }),
    ];
    expect((await Promise.all(calls.map(refusal))).map(({ message }) => message)).toEqual([
      "Unknown domain: no",
      "Unknown domain: no",
      `${exclusive}: [typeFilter, tagFilter]`,
      `${exclusive}: [typeFilter, tagFilter]`,
      `${exclusive}: [startTimeFilter, closeTimeFilter]`,
      "Must specify time filter",
      "1 validation error detected: Value null at 'startTimeFilter' failed to satisfy constraint: Member must not be null",
    ]);
  });
});

const activities = async ({ engine }: Desk, name = workers.name) =>
  (await engine.countPendingActivityTasks({ domain, taskList: { name } })).count;
const decisions = async ({ engine }: Desk, name = deciders.name) =>
  (await engine.countPendingDecisionTasks({ domain, taskList: { name } })).count;

contract("counts of pending tasks", (openDesk) => {
  it("counts decision tasks that wait, not those in the hands of deciders", async () => {
    const desk = await openDesk();
    expect(await decisions(desk)).toBe(0);
    await desk.start("a");
    await desk.start("b");
    await desk.signal("more", "a");
    expect(await decisions(desk)).toBe(2);
    const task = await desk.poll();
    expect(await decisions(desk)).toBe(1);
    await desk.signal("behind the started one", "a");
    expect(await decisions(desk)).toBe(1);
    await desk.respond(task);
    expect(await decisions(desk)).toBe(2);
    await desk.engine.terminateWorkflowExecution({ domain, workflowId: "b" });
    expect(await decisions(desk)).toBe(1);
  });

  it("counts decision tasks again that were given out and timed out", async () => {
    const desk = await openDesk();
    await desk.start();
    await desk.poll();
    await desk.clock.advance(60_000);
    expect(await decisions(desk)).toBe(1);
  });

  it("counts activity tasks until they are taken, canceled, late or gone with their execution", async () => {
    const desk = await openDesk();
    await desk.start();
    const late = { scheduleToStartTimeout: "10" };
    await desk.decide(schedule("1"), schedule("2", { taskPriority: "3" }), schedule("3", late), schedule("4"));
    expect(await activities(desk)).toBe(4);
    expect((await desk.work()).activityId).toBe("2");
    expect(await activities(desk)).toBe(3);
    await desk.signal();
    await desk.decide(cancelActivity("1"));
    expect(await activities(desk)).toBe(2);
    await desk.clock.advance(10_000);
    expect(await activities(desk)).toBe(1);
    await desk.engine.terminateWorkflowExecution({ domain, workflowId: "order-1" });
    expect(await activities(desk)).toBe(0);
  });

  it("keeps lists apart: by name, and those of deciders from those of workers", async () => {
    const desk = await openDesk();
    await desk.start("a", { taskList: workers });
    expect([await decisions(desk, workers.name), await decisions(desk), await activities(desk)]).toEqual([1, 0, 0]);
  });

  it("counts nothing that goes straight to a poller who waits", async () => {
    const desk = await openDesk();
    const waiting = desk.poll();
    await desk.start();
    expect(await decisions(desk)).toBe(0);
    expect((await waiting).taskToken).toBeDefined();
  });

  it("says that nothing is left out, and refuses an unknown domain", async () => {
    const { engine } = await openDesk();
    const taskList = { name: "never used" };
    expect(await engine.countPendingActivityTasks({ domain, taskList })).toEqual({ count: 0, truncated: false });
    const unknown = { name: "UnknownResourceFault", message: "Unknown domain: no" };
    expect(await refusal(engine.countPendingActivityTasks({ domain: "no", taskList }))).toEqual(unknown);
    expect(await refusal(engine.countPendingDecisionTasks({ domain: "no", taskList }))).toEqual(unknown);
  });
});
