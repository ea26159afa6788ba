import { join } from "node:path";
import type { EventType } from "@aws-sdk/client-swf";
import { describe, expect, it } from "@jest/globals";
import { openEngine } from "../../src/index.ts";
import { sqliteStore } from "../../src/sqlite.ts";
import { allRuns } from "../properties/steps.ts";
import * as decisions from "../support/decisions.ts";
import type { Desk } from "../support/desk.ts";
import { deciders, domain, startMs, workflowType } from "../support/desk.ts";
import { openFolders } from "./folder.ts";
import { handClock } from "./hand-clock.ts";
import type { Restartable } from "./restartable.ts";
import { openRestartable } from "./restartable.ts";

const folderOf = openFolders();

/** Something that is under way when an engine stops. */
interface UnderWay {
  /** Brings it about. Nothing that it leads to has happened yet. */
  readonly begin: (desk: Desk) => Promise<unknown>;
  /** What must come of it, each exactly once. */
  readonly leadsTo: readonly EventType[];
  /** How long the engine is down, in milliseconds; default 0. */
  readonly downMs?: number;
}

async function scheduled(desk: Desk, more: object): Promise<void> {
  await desk.start();
  await desk.decide(decisions.schedule("a", more));
}

/** A parent and its child, both open, and no decision task waiting. */
async function family(desk: Desk): Promise<void> {
  await desk.start();
  await desk.decide(decisions.child("kid"));
  await desk.clock.advance(0);
  await desk.decide();
  await desk.decide();
}

const terminate = (desk: Desk, childPolicy: "TERMINATE" | "REQUEST_CANCEL") =>
  desk.engine.terminateWorkflowExecution({ domain, workflowId: "order-1", childPolicy });

const UNDER_WAY: Readonly<Record<string, UnderWay>> = {
  "a timer": {
    begin: async (desk) => {
      await desk.start();
      await desk.decide(decisions.timer("t", 30));
    },
    downMs: 40_000,
    leadsTo: ["TimerFired"],
  },
  "a timer of no seconds": {
    begin: async (desk) => {
      await desk.start();
      await desk.decide(decisions.timer("t", 0));
    },
    leadsTo: ["TimerFired"],
  },
  "an activity that nobody starts": {
    begin: (desk) => scheduled(desk, { scheduleToStartTimeout: "10" }),
    downMs: 20_000,
    leadsTo: ["ActivityTaskTimedOut"],
  },
  "an activity that takes too long": {
    begin: async (desk) => {
      await scheduled(desk, { startToCloseTimeout: "10" });
      await desk.work();
    },
    downMs: 20_000,
    leadsTo: ["ActivityTaskTimedOut"],
  },
  "an activity that takes too long as a whole": {
    begin: async (desk) => {
      await scheduled(desk, { scheduleToCloseTimeout: "10" });
      await desk.work();
    },
    downMs: 20_000,
    leadsTo: ["ActivityTaskTimedOut"],
  },
  "an activity that sends no heartbeat any more": {
    begin: async (desk) => {
      await scheduled(desk, { heartbeatTimeout: "10" });
      const { taskToken } = await desk.work();
      await desk.engine.recordActivityTaskHeartbeat({ taskToken, details: "half" });
    },
    downMs: 20_000,
    leadsTo: ["ActivityTaskTimedOut"],
  },
  "a decision task that takes too long": {
    begin: async (desk) => {
      await desk.start();
      await desk.poll();
    },
    downMs: 61_000,
    leadsTo: ["DecisionTaskTimedOut"],
  },
  "a decision task on a temporary list": {
    begin: async (desk) => {
      await desk.start();
      const { taskToken } = await desk.poll();
      const sticky = { taskList: { name: "sticky" }, taskListScheduleToStartTimeout: "10" };
      await desk.engine.respondDecisionTaskCompleted({ taskToken, ...sticky });
      await desk.signal();
    },
    downMs: 20_000,
    leadsTo: ["DecisionTaskTimedOut"],
  },
  "an execution that takes too long": {
    begin: (desk) => desk.start("order-1", { executionStartToCloseTimeout: "10" }),
    downMs: 20_000,
    leadsTo: ["WorkflowExecutionTimedOut"],
  },
  "a child that is asked for": {
    begin: async (desk) => {
      await desk.start();
      await desk.decide(decisions.child("kid"));
    },
    leadsTo: ["ChildWorkflowExecutionStarted"],
  },
  "a child asked for by a parent that has ended": {
    begin: async (desk) => {
      await desk.start();
      await desk.decide(decisions.child("kid"), decisions.complete());
    },
    leadsTo: [],
  },
  "a signal to another execution": {
    begin: async (desk) => {
      await desk.start("other");
      await desk.decide();
      await desk.start();
      await desk.decide(decisions.signalOut("other"));
    },
    leadsTo: ["WorkflowExecutionSignaled", "ExternalWorkflowExecutionSignaled"],
  },
  "a cancel request to another execution": {
    begin: async (desk) => {
      await desk.start("other");
      await desk.decide();
      await desk.start();
      await desk.decide(decisions.cancelOut("other"));
    },
    leadsTo: ["WorkflowExecutionCancelRequested", "ExternalWorkflowExecutionCancelRequested"],
  },
  "a signal by an execution that ends with it": {
    begin: async (desk) => {
      await desk.start("other");
      await desk.decide();
      await desk.start();
      await desk.decide(decisions.signalOut("other"), decisions.complete());
    },
    leadsTo: ["WorkflowExecutionSignaled"],
  },
  "the end of a child": {
    begin: async (desk) => {
      await family(desk);
      await desk.signal("end", "kid");
      await desk.decide(decisions.complete("done"));
    },
    leadsTo: ["ChildWorkflowExecutionCompleted"],
  },
  "the policy for the children of an execution that was terminated": {
    begin: async (desk) => {
      await family(desk);
      await terminate(desk, "TERMINATE");
    },
    leadsTo: [],
  },
  "a request to cancel the children of an execution that was terminated": {
    begin: async (desk) => {
      await family(desk);
      await terminate(desk, "REQUEST_CANCEL");
    },
    leadsTo: ["WorkflowExecutionCancelRequested"],
  },
  "a child asked for by a parent that was terminated, and the policy for it": {
    begin: async (desk) => {
      await desk.start();
      await desk.decide(decisions.child("kid"));
      await terminate(desk, "REQUEST_CANCEL");
    },
    leadsTo: ["WorkflowExecutionCancelRequested"],
  },
  "a Lambda function that is not started yet": {
    begin: async (desk) => {
      await desk.start("order-1", { lambdaRole: "arn:aws:iam::123456789012:role/x" });
      await desk.decide(decisions.lambda("l", "double", { input: "2" }));
    },
    leadsTo: ["LambdaFunctionStarted", "LambdaFunctionCompleted"],
  },
};

/** The lines of all histories, by workflow id, in the order of starting. */
async function histories(desk: Desk): Promise<string[]> {
  const texts = (await allRuns(desk)).map(async ({ execution }) => {
    const { workflowId = "", runId = "" } = execution ?? {};
    return `${workflowId}: ${(await desk.lines(runId, workflowId)).join(", ")}`;
  });
  return (await Promise.all(texts)).sort();
}

const STOPS: Readonly<Record<string, (engine: Restartable, downMs: number) => Promise<void>>> = {
  closed: ({ restart }, downMs) => restart(downMs),
  killed: ({ kill }, downMs) => kill(downMs),
};

async function open(): Promise<Restartable> {
  const functions = { double: (n: number) => 2 * n };
  return openRestartable(folderOf(), handClock(startMs), { functions });
}

describe.each(Object.keys(STOPS))("after an engine was %s, the next one sees once to", (stop) => {
  it.each(Object.keys(UNDER_WAY))("%s", async (name) => {
    const { begin, leadsTo, downMs = 0 } = UNDER_WAY[name] as UnderWay;
    const stopped = STOPS[stop] as (typeof STOPS)[string];

    const alone = await open();
    await begin(alone.desk);
    await alone.desk.clock.advance(downMs);
    await alone.desk.clock.advance(0);
    const expected = await histories(alone.desk);
    await alone.desk.close();

    const engine = await open();
    await begin(engine.desk);
    const before = await histories(engine.desk);
    await stopped(engine, downMs);
    expect(await histories(engine.desk)).toEqual(before);
    await engine.desk.clock.advance(0);
    expect(await histories(engine.desk)).toEqual(expected);
    await stopped(engine, 0);
    await engine.desk.clock.advance(0);
    const after = await histories(engine.desk);
    expect(after).toEqual(expected);
    expect(after).not.toEqual(before);
    for (const type of leadsTo) {
      const times = (text: string) => text.split(new RegExp(`\\b${type}\\b`)).length - 1;
      expect([type, times(before.join()), times(after.join())]).toEqual([type, 0, 1]);
    }
    await engine.desk.close();
  });
});

describe("what an engine takes over from one that was killed", () => {
  it("has the last heartbeat of an activity, with its details, whatever text they are", async () => {
    const { desk, kill } = await open();
    const runId = await desk.start();
    await desk.decide(decisions.schedule("a", { heartbeatTimeout: "10" }));
    const { taskToken } = await desk.work();
    await desk.clock.advance(8_000);
    const details = "\u0000 half \ud800 \u{1f600}";
    await desk.engine.recordActivityTaskHeartbeat({ taskToken, details });
    await kill(5_000);
    await desk.clock.advance(0);
    expect(await desk.last(runId, "ActivityTaskTimedOut")).toBeUndefined();
    await kill(6_000);
    await desk.clock.advance(0);
    expect(await desk.last(runId, "ActivityTaskTimedOut")).toMatchObject({ timeoutType: "HEARTBEAT", details });
    await desk.close();
  });

  it("calls a Lambda function again that was running, and records one end", async () => {
    const calls: ((value: number) => void)[] = [];
    const functions = { wait: () => new Promise<number>((done) => calls.push(done)) };
    const { desk, kill } = await openRestartable(folderOf(), handClock(startMs), { functions });
    const runId = await desk.start("order-1", { lambdaRole: "arn:aws:iam::123456789012:role/x" });
    await desk.decide(decisions.lambda("l", "wait"));
    await desk.clock.advance(0);
    expect(calls).toHaveLength(1);
    await kill();
    await desk.clock.advance(0);
    expect(calls).toHaveLength(2);
    for (const [index, end] of calls.entries()) end(index);
    await desk.clock.advance(0);
    expect(await desk.last(runId, "LambdaFunctionCompleted")).toMatchObject({ result: "1" });
    const ends = (await desk.events(runId)).filter(({ eventType }) => eventType === "LambdaFunctionCompleted");
    expect(ends).toHaveLength(1);
    await desk.close();
  });

  it("never runs behind what is written, even if the machine's clock does", async () => {
    const folder = folderOf();
    const clock = handClock(startMs - 5_000);
    const first = openEngine({ store: sqliteStore(join(folder, "a.db")), clock });
    await first.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: "1" });
    await first.registerWorkflowType({ domain, ...workflowType });
    await clock.advance(5_000);
    const said = { taskList: deciders, childPolicy: "TERMINATE", taskStartToCloseTimeout: "NONE" } as const;
    const start = { domain, workflowId: "w", workflowType, ...said, executionStartToCloseTimeout: "60" };
    const { runId = "" } = await first.startWorkflowExecution(start);
    await first.close();
    const second = openEngine({ store: sqliteStore(join(folder, "a.db")), clock: handClock(1_000) });
    await second.signalWorkflowExecution({ domain, workflowId: "w", signalName: "late" });
    const execution = { workflowId: "w", runId };
    const { events = [] } = await second.getWorkflowExecutionHistory({ domain, execution });
    expect(events.map(({ eventTimestamp }) => Number(eventTimestamp) - startMs)).toEqual([0, 0, 0]);
    await second.close();
  });
});
