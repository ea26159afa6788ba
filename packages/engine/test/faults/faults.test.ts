import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import type { CallFault } from "../../src/faults/index.ts";
import { crashingStore, withFaults } from "../../src/faults/index.ts";
import { openEngine, virtualClock } from "../../src/index.ts";
import { sqliteStore } from "../../src/sqlite.ts";
import { domain, refusal, workflowType } from "../support/desk.ts";

const signal = { domain, workflowId: "w", signalName: "s" };

/** An engine with one execution, whose signals something befalls. */
async function openFaulty(what: CallFault) {
  const clock = virtualClock({ startMs: 0 });
  const engine = openEngine({ clock });
  await register(engine);
  const { runId } = await start(engine);
  const faulty = withFaults(engine, ({ operation }) => (operation === "SignalWorkflowExecution" ? what : undefined));
  const signals = async () => {
    const execution = { workflowId: "w", runId };
    const { events = [] } = await faulty.getWorkflowExecutionHistory({ domain, execution });
    return events.filter(({ eventType }) => eventType === "WorkflowExecutionSignaled");
  };
  return { clock, engine, faulty, signals };
}

type Api = ReturnType<typeof openEngine>;

async function register(api: Api): Promise<void> {
  await api.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: "1" });
  await api.registerWorkflowType({ domain, ...workflowType });
}

function start(api: Api) {
  return api.startWorkflowExecution({
    domain,
    workflowId: "w",
    workflowType,
    taskList: { name: "l" },
    childPolicy: "ABANDON",
    executionStartToCloseTimeout: "60",
    taskStartToCloseTimeout: "60",
  });
}

describe("a call behind a bad network", () => {
  it.each<readonly [CallFault, string, number]>([
    ["dropCall", "CONNECTION_LOST", 0],
    ["dropAnswer", "CONNECTION_LOST", 1],
    ["throttle", "ThrottlingException", 0],
  ])("that meets %s rejects with %s and takes effect %d times", async (what, name, times) => {
    const { engine, faulty, signals } = await openFaulty(what);
    expect((await refusal(faulty.signalWorkflowExecution(signal))).name).toBe(name);
    expect(await signals()).toHaveLength(times);
    expect((await refusal(faulty.world({}).signalWorkflowExecution(signal))).name).toBe(name);
    await engine.close();
  });

  it("that is duplicated takes effect twice and is answered once", async () => {
    const { engine, faulty, signals } = await openFaulty("duplicate");
    await faulty.signalWorkflowExecution(signal);
    expect(await signals()).toHaveLength(2);
    await engine.close();
  });

  it("that is delayed takes effect on the engine's clock", async () => {
    const { engine, faulty, signals } = await openFaulty({ delayMs: 5_000 });
    await faulty.signalWorkflowExecution(signal);
    expect((await signals()).map(({ eventTimestamp }) => eventTimestamp)).toEqual([new Date(5_000)]);
    await engine.close();
  });

  it("is numbered in the order of the calls", async () => {
    const engine = openEngine();
    const calls: unknown[] = [];
    const faulty = withFaults(engine, ({ operation, input, number }) => {
      calls.push([number, operation, input]);
      return undefined;
    });
    const list = { registrationStatus: "REGISTERED" } as const;
    await faulty.listDomains(list);
    await faulty.world({ region: "eu-west-1" }).listDomains(list);
    expect(calls).toEqual([
      [1, "ListDomains", list],
      [2, "ListDomains", list],
    ]);
    await engine.close();
  });
});

describe("a store that crashes", () => {
  it.each([
    ["beforeCommit", 0],
    ["afterCommit", 1],
  ] as const)("%s tells nobody of a success, and keeps %d of one", async (crash, kept) => {
    const folder = mkdtempSync(join(tmpdir(), "sweft-faults-"));
    const file = join(folder, "engine.db");
    let isDue = false;
    const engine = openEngine({ store: crashingStore(sqliteStore(file), () => (isDue ? crash : undefined)) });
    await register(engine);
    isDue = true;
    expect((await refusal(start(engine))).name).toBe("InternalFailure");
    await engine.close();
    const again = openEngine({ store: sqliteStore(file) });
    const startTimeFilter = { oldestDate: new Date(0) };
    expect((await again.countOpenWorkflowExecutions({ domain, startTimeFilter })).count).toBe(kept);
    await again.close();
    rmSync(folder, { recursive: true });
  });
});
