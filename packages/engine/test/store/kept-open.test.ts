import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { openEngine, virtualClock } from "../../src/index.ts";
import { sqliteStore } from "../../src/sqlite.ts";
import * as decisions from "../support/decisions.ts";
import type { Desk } from "../support/desk.ts";
import { deciders, domain, refusal, startMs, workers, workflowType } from "../support/desk.ts";
import { openFolders } from "./folder.ts";
import { handClock } from "./hand-clock.ts";
import { openRestartable } from "./restartable.ts";

const folderOf = openFolders();
const open = () => openRestartable(folderOf(), handClock(startMs));
const dayMs = 86_400_000;
const resourceArn = `arn:aws:swf:us-east-1:123456789012:/domain/${domain}`;
const startTimeFilter = { oldestDate: new Date(0) };

async function closedCount({ engine }: Desk): Promise<number | undefined> {
  return (await engine.countClosedWorkflowExecutions({ domain, startTimeFilter })).count;
}

describe("what was given out before an engine stopped", () => {
  it("answers with the tokens of open tasks after it", async () => {
    const { desk, kill } = await open();
    const runId = await desk.start();
    await desk.decide(decisions.schedule("a"), decisions.schedule("b"));
    const activity = await desk.work();
    await desk.signal();
    const task = await desk.poll();
    await kill();
    await desk.engine.respondActivityTaskCompleted({ taskToken: String(activity.taskToken), result: "late" });
    await desk.respond(task, decisions.marker("m"));
    expect(await desk.last(runId, "ActivityTaskCompleted")).toMatchObject({ result: "late" });
    const again = { taskToken: String(activity.taskToken) };
    expect(await refusal(desk.engine.respondActivityTaskCompleted(again))).toMatchObject({
      name: "UnknownResourceFault",
    });
    expect((await desk.work()).activityId).toBe("b");
    await desk.close();
  });

  it("goes on with page tokens of histories, tasks and lists", async () => {
    const { desk, kill } = await open();
    const runId = await desk.start();
    for (let count = 0; count < 5; count++) await desk.signal();
    const pages = { maximumPageSize: 3 };
    const task = await desk.engine.pollForDecisionTask({ domain, taskList: deciders, ...pages });
    const execution = { workflowId: "order-1", runId };
    const history = await desk.engine.getWorkflowExecutionHistory({ domain, execution, ...pages });
    for (const workflowId of ["x", "y", "z"]) {
      await desk.start(workflowId);
      await desk.engine.terminateWorkflowExecution({ domain, workflowId });
    }
    const asked = { domain, startTimeFilter, maximumPageSize: 2 };
    const closed = await desk.engine.listClosedWorkflowExecutions(asked);
    const more = async () => [
      await desk.engine.pollForDecisionTask({
        ...{ domain, taskList: deciders, ...pages },
        nextPageToken: String(task.nextPageToken),
      }),
      await desk.engine.getWorkflowExecutionHistory({
        ...{ domain, execution, ...pages },
        nextPageToken: String(history.nextPageToken),
      }),
      await desk.engine.listClosedWorkflowExecutions({ ...asked, nextPageToken: String(closed.nextPageToken) }),
    ];
    const expected = await more();
    expect(expected[2]).toMatchObject({ executionInfos: [{ execution: { workflowId: "x" } }] });
    await kill();
    expect(await more()).toEqual(expected);
    await desk.close();
  });

  it("keeps tasks on the list that a decider asked for, in their order", async () => {
    const { desk, restart } = await open();
    const sticky = { name: "sticky" };
    for (const workflowId of ["late", "early"]) {
      await desk.start(workflowId);
      const { taskToken } = await desk.poll();
      await desk.engine.respondDecisionTaskCompleted({ taskToken, taskList: sticky });
    }
    await desk.clock.advance(1);
    await desk.signal("s", "early");
    await desk.clock.advance(1);
    await desk.signal("s", "late");
    await restart();
    expect(await desk.engine.countPendingDecisionTasks({ domain, taskList: sticky })).toMatchObject({ count: 2 });
    const next = async () => {
      const { workflowExecution } = await desk.engine.pollForDecisionTask({ domain, taskList: sticky });
      return workflowExecution?.workflowId;
    };
    expect([await next(), await next()]).toEqual(["early", "late"]);
    await desk.close();
  });

  it("offers a decision task that waited behind another from when that had ended", async () => {
    const { desk, restart } = await open();
    await desk.start("slow");
    const task = await desk.poll();
    await desk.clock.advance(1_000);
    await desk.signal("s", "slow"); // queued behind the task in hand
    await desk.clock.advance(1_000);
    await desk.start("quick");
    await desk.clock.advance(1_000);
    await desk.respond(task);
    await restart();
    expect((await desk.poll()).workflowExecution?.workflowId).toBe("quick");
    await desk.close();
  });

  it("lets what falls due at one moment happen in the order in which it was begun", async () => {
    const { desk, kill } = await open();
    const runId = await desk.start();
    await desk.decide(decisions.timer("t", 5), decisions.schedule("a", { scheduleToStartTimeout: "5" }));
    await kill(6_000);
    await desk.clock.advance(0);
    const types = (await desk.events(runId)).map(({ eventType }) => eventType).slice(6);
    expect(types).toEqual(["TimerFired", "DecisionTaskScheduled", "ActivityTaskTimedOut"]);
    await desk.close();
  });

  it("goes on from the last moment that was written, on a virtual clock that is behind", async () => {
    const { desk, restart } = await open();
    const runId = await desk.start();
    await desk.clock.advance(60_000);
    await desk.signal();
    const behind = virtualClock({ startMs, manual: true });
    await restart(0, { clock: behind });
    expect(behind.now()).toBe(startMs + 60_000);
    await desk.decide(decisions.timer("t", 10));
    await behind.advance(10_000);
    expect(await desk.last(runId, "TimerFired")).toMatchObject({ timerId: "t" });
    await desk.close();
  });

  it("keeps activities in the order of their priorities and of their scheduling", async () => {
    const { desk, kill } = await open();
    await desk.start();
    await desk.decide(
      decisions.schedule("later"),
      decisions.schedule("first", { taskPriority: "9" }),
      decisions.schedule("last"),
    );
    await kill();
    const taken = [await desk.work(), await desk.work(), await desk.work()];
    expect(taken.map(({ activityId }) => activityId)).toEqual(["first", "later", "last"]);
    expect(await desk.engine.countPendingActivityTasks({ domain, taskList: workers })).toMatchObject({ count: 0 });
    await desk.close();
  });
});

describe("executions that have expired", () => {
  it("are neither listed, counted, described nor read, and leave the file", async () => {
    const { desk, restart, file } = await open();
    const runId = await desk.start();
    await desk.engine.terminateWorkflowExecution({ domain, workflowId: "order-1" });
    const execution = { workflowId: "order-1", runId };
    await restart(7 * dayMs - 60_000);
    expect(await closedCount(desk)).toBe(1);
    await restart(120_000);
    expect(await closedCount(desk)).toBe(0);
    expect(await desk.engine.listClosedWorkflowExecutions({ domain, startTimeFilter })).toEqual({ executionInfos: [] });
    const unknown = { name: "UnknownResourceFault" };
    expect(await refusal(desk.engine.describeWorkflowExecution({ domain, execution }))).toMatchObject(unknown);
    expect(await refusal(desk.engine.getWorkflowExecutionHistory({ domain, execution }))).toMatchObject(unknown);
    const left = await desk.start("next"); // a commit, after which expired ones are looked for
    await desk.close();
    const store = sqliteStore(file());
    expect([...store.load().executions].map((each) => each.execution.runId)).toEqual([left]);
    expect(store.events(1, 1, 100)).toEqual([]);
    store.close();
  });

  it("leave the file as fast as they come", async () => {
    const { desk, file } = await open();
    await desk.engine.registerDomain({ name: "short", workflowExecutionRetentionPeriodInDays: "0" });
    await desk.engine.registerWorkflowType({ domain: "short", name: "t", version: "1" });
    const start = {
      domain: "short",
      workflowType: { name: "t", version: "1" },
      taskList: deciders,
      childPolicy: "ABANDON" as const,
      taskStartToCloseTimeout: "NONE",
      executionStartToCloseTimeout: "60",
    };
    for (let batch = 0; batch < 4; batch++) {
      const all = Array.from({ length: 400 }, async (_, index) => {
        const workflowId = `${batch}-${index}`;
        await desk.engine.startWorkflowExecution({ ...start, workflowId });
        await desk.engine.terminateWorkflowExecution({ domain: "short", workflowId });
      });
      await Promise.all(all);
    }
    await desk.clock.advance(61_000);
    for (let count = 0; count < 5; count++) await desk.start(`w${count}`);
    await desk.close();
    const store = sqliteStore(file());
    const { lastExecutionKey } = store.load();
    expect(lastExecutionKey).toBe(1_605);
    expect(store.events(1, 1, 100)).toEqual([]);
    expect(store.events(1_600, 1, 100)).toEqual([]);
    store.close();
  });

  it("never give their keys and run ids to others", async () => {
    const { desk, restart } = await open();
    const tag = (key: string) => desk.engine.tagResource({ resourceArn, tags: [{ key }] }); // a commit
    const terminate = (workflowId: string) => desk.engine.terminateWorkflowExecution({ domain, workflowId });
    const given: string[] = [];
    for (const id of ["a", "b", "c"]) given.push(await desk.start(id, { executionStartToCloseTimeout: "31536000" }));
    await terminate("c");
    await desk.clock.advance(dayMs);
    await terminate("b");
    // The last key given leaves first, then the one before it.
    for (const key of ["c is gone", "b is gone"]) {
      await restart(key === "c is gone" ? 6 * dayMs + 1_000 : dayMs);
      await tag(key);
    }
    await restart();
    given.push(await desk.start("d"));
    expect(new Set(given).size).toBe(4);
    await desk.close();
  });

  it("are not even then given out again when everything was forgotten", async () => {
    const folder = folderOf();
    const options = { seed: "s", clock: handClock(startMs) };
    const given: (string | undefined)[] = [];
    for (let round = 0; round < 3; round++) {
      const engine = openEngine({ ...options, store: sqliteStore(join(folder, "a.db")) });
      await engine.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: "1" });
      await engine.registerWorkflowType({ domain, ...workflowType });
      const said = { taskList: deciders, childPolicy: "ABANDON", taskStartToCloseTimeout: "NONE" } as const;
      const start = { domain, workflowId: "w", workflowType, ...said, executionStartToCloseTimeout: "60" };
      given.push((await engine.startWorkflowExecution(start)).runId);
      await engine.reset();
      await engine.close();
    }
    expect(new Set(given).size).toBe(3);
  });
});
