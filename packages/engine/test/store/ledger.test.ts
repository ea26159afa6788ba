import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import Libsql from "libsql";
import { sqliteStore } from "../../src/sqlite.ts";
import * as decisions from "../support/decisions.ts";
import type { Desk } from "../support/desk.ts";
import { domain, openDesk, startMs } from "../support/desk.ts";
import { openFolders } from "./folder.ts";
import { handClock } from "./hand-clock.ts";
import type { Commit } from "./watched-store.ts";
import { linesOf, watched } from "./watched-store.ts";

const folderOf = openFolders();

/** A desk on a file, and the commits since it was opened. */
async function open() {
  const file = join(folderOf(), "a.db");
  const commits: Commit[] = [];
  const store = watched(sqliteStore(file), (commit) => commits.push(commit));
  const clock = handClock(startMs);
  const desk: Desk = { ...(await openDesk({ store, clock })), clock };
  commits.length = 0;
  return { desk, commits, file };
}

describe("the ledger", () => {
  it("lets no answer leave before another process can read what it says", async () => {
    const { desk, file } = await open();
    const reader = new Libsql(file);
    const kept = () => (reader.prepare("SELECT type FROM events").all() as { type: string }[]).map(({ type }) => type);
    await desk.start();
    expect(kept()).toEqual(["WorkflowExecutionStarted", "DecisionTaskScheduled"]);
    const task = await desk.poll();
    expect(kept().at(-1)).toBe("DecisionTaskStarted");
    await desk.respond(task, decisions.schedule("a", { heartbeatTimeout: "60" }));
    expect(kept().at(-1)).toBe("ActivityTaskScheduled");
    const { taskToken = "" } = await desk.work();
    expect(kept().at(-1)).toBe("ActivityTaskStarted");
    await desk.engine.recordActivityTaskHeartbeat({ taskToken, details: "half" });
    expect(reader.prepare("SELECT details ->> '$' AS details FROM heartbeats").all()).toEqual([{ details: "half" }]);
    await desk.engine.registerDomain({ name: "other", workflowExecutionRetentionPeriodInDays: "1" });
    expect(reader.prepare("SELECT name FROM domains ORDER BY id").all()).toEqual([{ name: domain }, { name: "other" }]);
    reader.close();
    await desk.close();
  });

  it("commits once what many ask for in one turn", async () => {
    const { desk, commits } = await open();
    await desk.start();
    commits.length = 0;
    await Promise.all(Array.from({ length: 50 }, () => desk.signal()));
    expect(commits.map((commit) => commit.writes.map(({ events }) => events.length))).toEqual([[50]]);
    await desk.close();
  });

  it("commits a response together with the task that it hands to a waiting poll", async () => {
    const { desk, commits } = await open();
    const decider = desk.poll();
    await desk.start("a");
    const worker = desk.work();
    const next = desk.poll();
    commits.length = 0;
    await desk.respond(await decider, decisions.schedule("1"));
    await worker;
    expect(commits.map(linesOf)).toEqual([
      ["a 4 DecisionTaskCompleted", "a 5 ActivityTaskScheduled", "a 6 ActivityTaskStarted"],
    ]);
    commits.length = 0;
    await desk.engine.respondActivityTaskCompleted({ taskToken: String((await worker).taskToken) });
    await next;
    expect(commits.map(linesOf)).toEqual([
      ["a 7 ActivityTaskCompleted", "a 8 DecisionTaskScheduled", "a 9 DecisionTaskStarted"],
    ]);
    await desk.close();
  });

  it("commits the end of a child together with what its parent hears of it", async () => {
    const { desk, commits } = await open();
    await desk.start("a");
    await desk.decide(decisions.child("kid"));
    commits.length = 0;
    await desk.clock.advance(0);
    expect(commits.map(linesOf)).toEqual([
      [
        ...["kid 1 WorkflowExecutionStarted", "kid 2 DecisionTaskScheduled"],
        ...["a 6 ChildWorkflowExecutionStarted", "a 7 DecisionTaskScheduled"],
      ],
    ]);
    await desk.decide(decisions.complete());
    expect(commits.at(-1)?.writes.map(({ stage }) => stage)).toEqual(["closing"]);
    commits.length = 0;
    await desk.clock.advance(0);
    const [commit, ...others] = commits;
    expect(others).toEqual([]);
    expect(commit?.writes.map(({ stage, events }) => [stage, events.length])).toEqual([
      ["open", 1],
      ["closed", 0],
    ]);
    await desk.close();
  });

  it("commits nothing for calls that change nothing", async () => {
    const { desk, commits } = await open();
    const runId = await desk.start();
    commits.length = 0;
    await desk.events(runId);
    await desk.engine.listDomains({ registrationStatus: "REGISTERED" });
    await desk.engine.listClosedWorkflowExecutions({ domain, startTimeFilter: { oldestDate: new Date(0) } });
    await expect(desk.start()).rejects.toMatchObject({ code: "WorkflowExecutionAlreadyStartedFault" });
    expect(commits).toEqual([]);
    await desk.close();
  });

  it("answers a read only after the commit of what it shows", async () => {
    const { desk, commits } = await open();
    const runId = await desk.start();
    commits.length = 0;
    const order: string[] = [];
    const note = (name: string) => () => order.push(`${name} after ${commits.length}`);
    const execution = { workflowId: "order-1", runId };
    const startTimeFilter = { oldestDate: new Date(0) };
    await Promise.all([
      desk.engine.terminateWorkflowExecution({ domain, workflowId: "order-1" }).then(note("terminate")),
      desk.engine.describeWorkflowExecution({ domain, execution }).then(note("describe")),
      desk.engine.listClosedWorkflowExecutions({ domain, startTimeFilter }).then(note("list")),
      desk.start().then(note("start")),
      desk.engine.listOpenWorkflowExecutions({ domain, startTimeFilter }).then(note("open")),
    ]);
    // The list of closed executions is read from the store, which for that gets a commit of its own.
    expect(commits.map(linesOf)).toEqual([
      ["order-1 3 WorkflowExecutionTerminated"],
      ["order-1 1 WorkflowExecutionStarted", "order-1 2 DecisionTaskScheduled"],
    ]);
    const first = ["describe after 1", "list after 1", "terminate after 1"];
    expect(order.sort()).toEqual([...first, "open after 2", "start after 2"].sort());
    await desk.close();
  });
});
