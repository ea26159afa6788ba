import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { PayloadStore } from "@sweft/payload";
import { memoryStore, objectKey, openPayloads } from "@sweft/payload";
import type { Coroutine } from "@sweft/workflow";
import { activity, continueAsNew, external, signal, start, workflow } from "@sweft/workflow";
import { until } from "../setup.ts";
import type { Yard } from "./support.ts";
import { big, openYard } from "./support.ts";

const long = { executionStartToCloseTimeout: "300 days" } as const;
const word = signal<string>("word");
const end = signal("end");
const work = activity({ name: "work" }, async (text: string) => big(`done ${text}`));

const brief = workflow({ name: "brief" }, function* (text: string) {
  return yield* work(text);
});
const waiting = workflow({ name: "waiting", ...long }, function* (text: string) {
  const done = yield* work(text);
  yield* end.receive();
  return done;
});
/** Continues without taking the words that have come, and takes two in its last run. */
const chain = workflow({ name: "chain", ...long }, function* (runs: number, text: string): Coroutine<string[]> {
  yield* end.receive();
  if (runs > 1) return yield* continueAsNew(chain, runs - 1, text);
  return [text, yield* word.receive(), yield* word.receive()];
});
const parent = workflow({ name: "parent", ...long }, function* () {
  yield* start(waiting.with({ workflowId: "left", onParentClose: "abandon" })(big("for the abandoned")));
  const result = yield* brief.with({ workflowId: "child" })(big("for the child"));
  yield* end.receive();
  return result;
});
const sender = workflow({ name: "sender" }, function* (to: string) {
  yield* external(to).signal(word, big("across"));
});
const listener = workflow({ name: "listener", ...long }, function* () {
  yield* end.receive();
  return yield* word.receive();
});

const scope = (workflowId: string, runId?: string) => ({
  domain: "shop",
  workflowId,
  ...(runId !== undefined && { runId }),
});

let yard: Yard;
beforeEach(async () => {
  yard = openYard();
  await yard.decider({ workflows: [brief, waiting, chain, parent, sender, listener], retentionDays: 1 });
  await yard.acting({ activities: [work], retentionDays: 1 });
});
afterEach(() => yard.close());

describe("a sweep", () => {
  it("finds what executions leave that are past retention, and deletes it only if told", async () => {
    const run = await yard.client.start(brief, { workflowId: "b" }, big("b"));
    await run.result();
    const left = await yard.keys();
    expect(left.length).toBeGreaterThan(1);
    expect((await yard.sweep()).garbage.objects).toBe(0);
    await yard.pass(3);
    const report = await yard.sweep();
    expect(report).toMatchObject({
      domain: "shop",
      executions: { open: 0, closed: 0 },
      garbage: { objects: left.length, examples: expect.arrayContaining([{ store: "memory", key: left[0] }]) },
      deleted: { objects: 0, oldest: undefined },
      refusal: undefined,
    });
    expect(report.garbage.bytes).toBeGreaterThan(100 * left.length);
    expect(report.garbage.oldest?.getTime()).toBe(yard.clock.now() - 3 * 86_400_000);
    expect(await yard.keys()).toEqual(left);
  });

  it("refuses to delete where the service knows no execution at all, as with another account", async () => {
    await (await yard.client.start(brief, { workflowId: "b" }, big("b"))).result();
    await yard.pass(3);
    const left = await yard.keys();
    expect(await yard.sweep({ delete: true })).toMatchObject({
      refusal: expect.stringContaining("no execution in domain shop"),
      deleted: { objects: 0 },
    });
    expect(await yard.keys()).toEqual(left);
    expect(await yard.sweep({ delete: true, allowEmptyDomain: true })).toMatchObject({
      refusal: undefined,
      deleted: { objects: left.length },
    });
    expect(await yard.keys()).toEqual([]);
  });

  it("leaves an open execution everything, however old, and a closed one until its retention is over", async () => {
    const run = await yard.client.start(waiting, { workflowId: "w" }, big("w"));
    await until(async () => (await yard.keys()).length >= 3);
    const left = await yard.keys();
    await yard.pass(100);
    expect(await yard.sweep({ delete: true })).toMatchObject({
      executions: { open: 1, closed: 0 },
      kept: { known: left.length - 1, referenced: 1 },
      deleted: { objects: 0 },
    });
    expect(await yard.replayed(waiting, run)).toBe("blocked");
    await run.signal(end);
    await run.result();
    await yard.sweep({ delete: true });
    expect(await yard.replayed(waiting, run)).toBe("completed");
  });

  it("keeps signals that runs hand on, through runs that are long forgotten, inside inputs that lie in the store", async () => {
    await yard.client.start(chain, { workflowId: "c" }, 3, big("c"));
    const latest = yard.client.run<string[]>("c");
    await latest.signal(word, big("one"));
    for (let runs = 2; runs > 0; runs--) {
      await latest.signal(end);
      await until(async () => (await yard.sweep()).executions.closed === 1);
      await yard.pass(3);
      expect((await yard.sweep({ delete: true })).refusal).toBeUndefined();
    }
    await latest.signal(end);
    await latest.signal(word, big("two"));
    expect(await latest.result()).toEqual([big("c"), big("one"), big("two")]);
    expect(await yard.replayed(chain, await yard.closed("c"))).toBe("completed");
    expect(yard.logger.codes()).toEqual([]);
  });

  it("keeps the result of a child for its parent, and the input of an abandoned child for that", async () => {
    const run = await yard.client.start(parent, { workflowId: "p" });
    await until(async () => (await yard.sweep()).executions.closed === 1);
    const before = await yard.keys();
    await yard.pass(3);
    const report = await yard.sweep({ delete: true });
    expect(report.deleted.objects).toBeGreaterThan(0);
    expect((await yard.keys()).length).toBe(before.length - report.deleted.objects);
    expect(await yard.replayed(parent, run)).toBe("blocked");
    await run.signal(end);
    expect(await run.result()).toBe(big(`done ${big("for the child")}`));
    await yard.pass(3);
    await yard.sweep({ delete: true });
    const left = yard.client.run("left");
    await left.signal(end);
    expect(await left.result()).toBe(big(`done ${big("for the abandoned")}`));
    expect(await yard.replayed(waiting, await yard.closed("left"))).toBe("completed");
  });

  it("keeps a signal that another execution has sent, after that is gone", async () => {
    const run = await yard.client.start(listener, { workflowId: "l" });
    await (await yard.client.start(sender, { workflowId: "s" }, "l")).result();
    await yard.pass(3);
    await yard.sweep({ delete: true });
    await run.signal(end);
    expect(await run.result()).toBe(big("across"));
    expect(await yard.replayed(listener, run)).toBe("completed");
  });

  it("keeps for the time of grace what no request tells of yet, and for ever what is put again while it reads", async () => {
    await yard.client.start(listener, { workflowId: "l" });
    await yard.payloads().seal(big("a start under way"), { scope: scope("n") });
    expect(await yard.sweep({ delete: true })).toMatchObject({ kept: { young: 1 }, garbage: { objects: 0 } });
    await yard.pass(2);
    const report = await yard.sweep(
      { delete: true },
      {
        async getWorkflowExecutionHistory(_input, call) {
          await yard.clock.advance(1000);
          await yard.payloads().seal(big("a start under way"), { scope: scope("n") });
          return call();
        },
      },
    );
    expect(report).toMatchObject({ garbage: { objects: 1 }, deleted: { objects: 0 }, kept: { young: 1 } });
    await yard.pass(2);
    expect((await yard.sweep({ delete: true, grace: "3 days" })).kept.young).toBe(1);
    expect((await yard.sweep({ delete: true, grace: "1 hour" })).deleted.objects).toBe(1);
  });

  it("touches neither other domains nor what it does not understand, and tells of it", async () => {
    await yard.client.start(listener, { workflowId: "l" });
    const digest = "ab".repeat(32);
    const put = (key: string) => yard.store.put(key, Buffer.from(key));
    const others = [
      objectKey("", { domain: "bank", workflowId: "a" }, digest),
      digest,
      "backups/2024.tar",
      objectKey("staging/", scope("a"), digest),
    ];
    await Promise.all(others.map(put));
    await yard.pass(9);
    expect(await yard.sweep({ delete: true })).toMatchObject({
      otherDomains: 1,
      unknown: { objects: 3, bytes: others.slice(1).join("").length },
      deleted: { objects: 0 },
    });
    expect(await yard.sweep({ delete: true, prefixes: ["staging/", ""] })).toMatchObject({
      unknown: { objects: 2 },
      deleted: { objects: 1, examples: [{ key: others[3] }] },
    });
    expect(await yard.keys()).toEqual(others.slice(0, 3).sort());
  });

  it("looks into several stores, and keeps in each what is referred to in any, by whatever name it is opened", async () => {
    const now = () => yard.clock.now();
    const [one, twin, other] = [memoryStore({ now }), memoryStore({ now }), memoryStore({ now, name: "other" })];
    const writing = openPayloads({ store: one, inlineLimit: 60 });
    await yard.client.start(listener, { workflowId: "l" });
    const kept = await writing.seal(big("kept"), { scope: scope("gone", "r1") });
    await yard.api.signalWorkflowExecution({ domain: "shop", workflowId: "l", signalName: "word", input: kept });
    for (const store of [one, twin, other]) {
      const payloads = openPayloads({ store, inlineLimit: 60 });
      await payloads.seal(big("kept"), { scope: scope("gone", "r1") });
      await payloads.seal(big("lost"), { scope: scope("gone", "r1") });
    }
    await yard.pass(3);
    const report = await yard.sweep({ delete: true, stores: [one, twin, other] });
    expect(report).toMatchObject({ kept: { referenced: 3 }, deleted: { objects: 3 } });
  });

  it("leaves an open run its input, though the store is called otherwise here than at the workers", async () => {
    const named: PayloadStore = { ...yard.store, name: "elsewhere" };
    const run = await yard.client.start(waiting, { workflowId: "w" }, big("in"));
    await until(async () => (await yard.keys()).length > 1);
    await yard.pass(3);
    expect(await yard.sweep({ delete: true, stores: [named] })).toMatchObject({ deleted: { objects: 0 } });
    await run.signal(end);
    expect(await run.result()).toBe(big(`done ${big("in")}`));
  });

  it("looks at few objects at a time where it must, and finds the same", async () => {
    for (const id of ["a", "b", "c"]) await (await yard.client.start(brief, { workflowId: id }, big(id))).result();
    const open = await yard.client.start(waiting, { workflowId: "w" }, big("w"));
    await until(async () => (await yard.keys()).length >= 9);
    await yard.pass(3);
    const whole = await yard.sweep();
    expect(whole.garbage.objects).toBeGreaterThan(5);
    const parts = await yard.sweep({ objectsAtOnce: 2 });
    expect({ ...parts.garbage, examples: [] }).toEqual({ ...whole.garbage, examples: [] });
    expect(parts.kept).toEqual(whole.kept);
    expect((await yard.sweep({ objectsAtOnce: 2, delete: true })).deleted.objects).toBe(whole.garbage.objects);
    expect(await yard.replayed(waiting, open)).toBe("blocked");
  });
});
