import { randomBytes } from "node:crypto";
import { afterEach, describe, expect, it } from "@jest/globals";
import { memoryStore, openPayloads, staticKeys, superjsonSerializer } from "@sweft/payload";
import type { Coroutine } from "@sweft/workflow";
import { continueAsNew, signal, workflow } from "@sweft/workflow";
import type { SwfApi } from "../../src/index.ts";
import { sweepPayloads } from "../../src/index.ts";
import { serviceOf } from "../../src/options.ts";
import { executionsOf } from "../../src/sweeping/executions.ts";
import { refusal, until } from "../setup.ts";
import type { Yard } from "./support.ts";
import { big, openYard } from "./support.ts";

class Money {
  readonly cents: number;
  constructor(cents: number) {
    this.cents = cents;
  }
}

const word = signal<string>("word");
const end = signal("end");
const chain = workflow(
  { name: "chain", executionStartToCloseTimeout: "300 days" },
  function* (isLast: boolean, money: Money): Coroutine<string> {
    yield* end.receive();
    if (!isLast) return yield* continueAsNew(chain, true, money);
    return `${yield* word.receive()} for ${money.cents}`;
  },
);

const keys = () => staticKeys({ current: "k1", keys: { k1: KEY } });
const KEY = randomBytes(32);

let yard: Yard;
afterEach(() => yard.close());

function fail(text: string): never {
  throw new Error(`cannot read ${text.length} characters`);
}

/** A run of which the first is past retention, and that has handed on a signal, which lies in the store. */
async function openChain(): Promise<void> {
  await yard.decider({ workflows: [chain], retentionDays: 1 });
  const first = await yard.client.start(chain, { workflowId: "c" }, false, new Money(5));
  await first.signal(word, big("word"));
  await first.signal(end);
  const closed = { domain: "shop", startTimeFilter: { oldestDate: new Date(0) } };
  await until(async () => (await yard.api.listClosedWorkflowExecutions(closed)).executionInfos?.length === 1);
  await yard.pass(3);
}

async function goesOn(): Promise<void> {
  const last = yard.client.run("c");
  await last.signal(end);
  expect(await last.result()).toBe(`${big("word")} for 5`);
  // The workers may have had it in their cache.
  expect(await yard.replayed(chain, await yard.closed("c"))).toBe("completed");
}

describe("a sweep", () => {
  it("looks into what is encrypted with the keys of the workers, and deletes nothing without them", async () => {
    const serializer = superjsonSerializer({ classes: { Money } });
    yard = openYard({ serializer, codecs: { encryption: { keys: keys() } } });
    await openChain();
    const before = await yard.keys();
    const keyless = openPayloads({ store: yard.store, serializer });
    const refused = await yard.sweep({ delete: true, payloads: keyless });
    expect(refused).toMatchObject({ refusal: expect.stringContaining("keys"), deleted: { objects: 0 } });
    expect(refused.unreadable[0]).toMatch(/event 1 of "c", run .*key/);
    expect(await yard.keys()).toEqual(before);
    expect((await yard.sweep({ delete: true })).deleted.objects).toBeGreaterThan(0);
    await goesOn();
  });

  it("needs no classes of the workers' to look into what a run hands on", async () => {
    yard = openYard({ serializer: superjsonSerializer({ classes: { Money } }) });
    await openChain();
    const plain = openPayloads({ store: yard.store });
    expect(await yard.sweep({ delete: true, payloads: plain })).toMatchObject({ refusal: undefined, unreadable: [] });
    await goesOn();
  });

  it("reads what a serializer of the user's own writes, and says if it cannot", async () => {
    const inner = superjsonSerializer({ classes: { Money } });
    const serializer = {
      name: "base64",
      serialize: (value: unknown) => Buffer.from(inner.serialize(value)).toString("base64"),
      deserialize: (text: string) => inner.deserialize(Buffer.from(text, "base64").toString()),
    };
    yard = openYard({ serializer });
    await openChain();
    const ignorant = { ...serializer, deserialize: (text: string) => fail(text) };
    const refused = await yard.sweep({
      delete: true,
      payloads: openPayloads({ store: yard.store, serializer: ignorant }),
    });
    expect(refused).toMatchObject({ refusal: expect.any(String), deleted: { objects: 0 } });
    await yard.sweep({ delete: true });
    await goesOn();
  });

  it("deletes nothing while something is lost that may refer to it, unless told so", async () => {
    yard = openYard({ serializer: superjsonSerializer({ classes: { Money } }) });
    await openChain();
    for (const key of await yard.keys()) if (key.startsWith("shop/c/start/")) await yard.store.delete?.(key);
    const refused = await yard.sweep({ delete: true });
    expect(refused.refusal).toBeDefined();
    expect(refused.unreadable[0]).toContain("holds nothing");
    expect((await yard.sweep({ delete: true, ignoreUnreadable: true })).deleted.objects).toBeGreaterThan(0);
  });

  it("goes on after throttling, and past an execution that the service forgets meanwhile", async () => {
    yard = openYard({ serializer: superjsonSerializer({ classes: { Money } }) });
    await openChain();
    const report = await yard.sweep(
      { delete: true },
      {
        async listOpenWorkflowExecutions(_input, call, nth) {
          if (nth < 3) throw refusal("ThrottlingException");
          const { executionInfos = [] } = await call();
          const forgotten = { execution: { workflowId: "x", runId: "y" }, startTimestamp: new Date(0) };
          return {
            executionInfos: [
              ...executionInfos,
              ...executionInfos.slice(0, 1).map((info) => ({ ...info, ...forgotten })),
            ],
          };
        },
        async getWorkflowExecutionHistory(_input, call, nth) {
          if (nth === 1) throw refusal("ThrottlingException");
          return call();
        },
      },
    );
    expect(report.executions.open).toBe(2);
    expect(report.deleted.objects).toBeGreaterThan(0);
    await goesOn();
  });

  it("takes requests no faster than told", async () => {
    yard = openYard();
    await yard.decider({ workflows: [chain] });
    const pauses: number[] = [];
    const now = () => 1_700_000_000_000;
    const schedule = (dueMs: number, run: () => void) => {
      pauses.push(dueMs - now());
      const soon = setImmediate(run);
      return () => clearImmediate(soon);
    };
    await yard.sweep({ requestsPerSecond: 4, clock: { now, schedule, hold: () => () => {} } });
    expect(pauses).toEqual([250]);
  });

  it("refuses what it cannot do", async () => {
    yard = openYard();
    const { list: _, ...unlisted } = memoryStore();
    const { delete: __, ...undeletable } = memoryStore();
    const invalid = { code: "WORKER_OPTION_INVALID" };
    await expect(yard.sweep({ stores: [unlisted] })).rejects.toMatchObject(invalid);
    await expect(yard.sweep({ stores: [undeletable], delete: true })).rejects.toMatchObject(invalid);
    await expect(yard.sweep({ stores: [] })).rejects.toMatchObject(invalid);
    await expect(yard.sweep({ prefixes: [] })).rejects.toMatchObject(invalid);
    await expect(yard.sweep({ grace: "59 minutes" })).rejects.toMatchObject(invalid);
    await expect(yard.sweep({ requestsPerSecond: 0 })).rejects.toMatchObject(invalid);
    await expect(yard.sweep({ objectsAtOnce: 0 })).rejects.toMatchObject(invalid);
    await expect(sweepPayloads({ api: yard.api, domain: "shop" })).rejects.toMatchObject(invalid);
    await expect(yard.sweep()).rejects.toMatchObject({ name: "UnknownResourceFault" });
  });
});

describe("executionsOf", () => {
  it("tells of an execution that closes while it lists", async () => {
    yard = openYard();
    const execution = { workflowId: "w", runId: "r" };
    const info = { execution, workflowType: undefined, executionStatus: undefined, startTimestamp: new Date(5) };
    let lists = 0;
    const api: SwfApi = {
      ...yard.api,
      listOpenWorkflowExecutions: async () => ({ executionInfos: lists++ === 0 ? [info] : [] }),
      listClosedWorkflowExecutions: async () => ({ executionInfos: lists++ === 0 ? [] : [info] }),
    };
    const found: unknown[] = [];
    const windows = executionsOf(serviceOf({ api, domain: "shop" }), { ask: (request) => request(), close: () => {} });
    for await (const { isOpen, executions } of windows) found.push({ isOpen, executions });
    expect(found).toContainEqual({ isOpen: true, executions: [execution] });
  });

  it("lists every execution, in windows that begin anew, however many began at one moment", async () => {
    yard = openYard();
    const started = Array.from({ length: 17_000 }, (_, i) => ({
      runId: `r${i}`,
      // Six thousand at one moment, and the others in pairs.
      startMs: 1_700_000_000_000 + (i < 3_000 ? i : i < 9_000 ? 3_000 : Math.floor(i / 2)),
    })).sort((a, b) => b.startMs - a.startMs);
    let most = 0;
    const listClosedWorkflowExecutions: SwfApi["listClosedWorkflowExecutions"] = async (input) => {
      const from = Number(input.nextPageToken ?? 0);
      most = Math.max(most, from);
      const latestMs = input.startTimeFilter?.latestDate?.getTime() ?? Number.POSITIVE_INFINITY;
      const matching = started.filter(({ startMs }) => startMs <= latestMs);
      const executionInfos = matching.slice(from, from + 1000).map(({ runId, startMs }) => ({
        execution: { workflowId: "w", runId },
        workflowType: undefined,
        executionStatus: undefined,
        startTimestamp: new Date(startMs),
      }));
      const next = from + 1000;
      return { executionInfos, ...(next < matching.length && { nextPageToken: String(next) }) };
    };
    const api: SwfApi = {
      ...yard.api,
      listOpenWorkflowExecutions: async () => ({ executionInfos: [] }),
      listClosedWorkflowExecutions,
    };
    const service = serviceOf({ api, domain: "shop" });
    const found: string[] = [];
    const windows = executionsOf(service, { ask: (request) => request(), close: () => {} });
    for await (const { executions } of windows) found.push(...executions.map(({ runId }) => runId));
    expect(found.length).toBe(started.length);
    expect(new Set(found).size).toBe(started.length);
    expect(most).toBeLessThan(9_000);
  });
});
