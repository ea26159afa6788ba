import { afterEach, describe, expect, it } from "@jest/globals";
import { openEngine, virtualClock } from "@sweft/engine";
import { memoryStore, openPayloads } from "@sweft/payload";
import { activity, CanceledError, cached, signal, sleep, workflow } from "@sweft/workflow";
import { activityContext, openActivityWorker, openDecider } from "../../src/index.ts";
import type { Place } from "../setup.ts";
import { openPlace, recordingLogger, serve, until } from "../setup.ts";

const virtual = () => openEngine({ seed: 1, clock: virtualClock() });

let place: Place;
afterEach(() => place.close());

describe("an activity that fails", () => {
  it("is tried again as its policy says, each attempt knowing its number", async () => {
    const attempts: number[] = [];
    const flaky = activity({ name: "flaky", retry: { attempts: 3, delay: "1m", jitter: "none" } }, () => {
      const { attempt } = activityContext();
      attempts.push(attempt);
      if (attempt < 3) throw Object.assign(new Error("not yet"), { code: "BUSY" });
      return "done";
    });
    const tries = workflow({ name: "tries" }, function* () {
      return yield* flaky();
    });
    place = openPlace({ engine: virtual() });
    await place.decider({ workflows: [tries] });
    await place.acting({ activities: [flaky] });
    const run = await place.client.start(tries, { workflowId: "t" });
    expect(await run.result()).toBe("done");
    expect(attempts).toEqual([1, 2, 3]);
  });

  it("fails its workflow with the whole chain of causes, as the client sees it", async () => {
    const charge = activity({ name: "charge" }, (): void => {
      throw Object.assign(new Error("card refused", { cause: new Error("no funds") }), {
        code: "REFUSED",
        card: "4242",
      });
    });
    const order = workflow({ name: "order" }, function* () {
      yield* charge();
    });
    place = openPlace();
    await place.decider({ workflows: [order] });
    await place.acting({ activities: [charge] });
    const run = await place.client.start(order, { workflowId: "o" });
    await expect(run.result()).rejects.toMatchObject({
      code: "WORKFLOW_FAILED",
      status: "FAILED",
      workflowId: "o",
      runId: run.runId,
      reason: "ACTIVITY_FAILED: activity charge failed: REFUSED: card refused",
      cause: {
        code: "ACTIVITY_FAILED",
        cause: { code: "REFUSED", card: "4242", message: "card refused", cause: { message: "no funds" } },
      },
    });
  });

  it("by a type that its worker does not have says what the worker knows", async () => {
    const missing = activity({ name: "missing" }, () => 1);
    const known = activity({ name: "known" }, () => 2);
    const asks = workflow({ name: "asks" }, function* () {
      yield* missing();
    });
    place = openPlace();
    await place.decider({ workflows: [asks] });
    const other = await openActivityWorker({
      api: place.api,
      domain: "shop",
      taskList: "elsewhere",
      activities: [missing],
    });
    await other.close();
    await place.acting({ activities: [known] });
    const run = await place.client.start(asks, { workflowId: "a" });
    await expect(run.result()).rejects.toMatchObject({
      reason: expect.stringContaining("UNKNOWN_ACTIVITY_TYPE: this worker does not know missing 1; it knows known 1"),
    });
    expect(place.logger.codes()).toEqual(["UNKNOWN_ACTIVITY_TYPE"]);
  });

  it.each([
    ["cannot be written", () => () => 1, "PAYLOAD_UNSERIALIZABLE"],
    ["has no place to be kept", () => "x".repeat(40_000), "PAYLOAD_TOO_LARGE"],
  ])("because its result %s tells so instead of falling silent", async (_why, make, code) => {
    const makes = activity({ name: "makes" }, (): unknown => make());
    const asks = workflow({ name: "asks" }, function* () {
      return yield* makes();
    });
    place = openPlace();
    await place.decider({ workflows: [asks] });
    await place.acting({ activities: [makes] });
    const run = await place.client.start(asks, { workflowId: "a" });
    await expect(run.result()).rejects.toMatchObject({ cause: { code: "ACTIVITY_FAILED", cause: { code } } });
  });

  it("with an error too large to be kept keeps its name, its code and the beginning of its message", async () => {
    const fails = activity({ name: "fails" }, (): void => {
      throw Object.assign(new Error("z".repeat(50_000)), { code: "LONG" });
    });
    const asks = workflow({ name: "asks" }, function* () {
      try {
        return yield* fails();
      } catch (error) {
        const { code, message } = (error as { cause: { code: string; message: string } }).cause;
        return [code, message.length];
      }
    });
    place = openPlace();
    await place.decider({ workflows: [asks] });
    await place.acting({ activities: [fails] });
    expect(await (await place.client.start(asks, { workflowId: "a" })).result()).toEqual(["LONG", 4096]);
  });
});

describe("a child workflow", () => {
  it("gives its result to its parent, on the parent's task list", async () => {
    const child = workflow({ name: "child" }, function* (n: number) {
      yield* sleep("1m");
      return n * 2;
    });
    const parent = workflow({ name: "parent" }, function* () {
      return (yield* child(1)) + (yield* child(2));
    });
    place = openPlace({ engine: virtual() });
    await place.decider({ workflows: [parent, child], taskList: "family" });
    const run = await place.client.start(parent, { workflowId: "p", taskList: "family" });
    expect(await run.result()).toBe(6);
  });
});

describe("a canceled workflow", () => {
  it("cleans up in finally, and its client sees it canceled", async () => {
    const refunds: string[] = [];
    const refund = activity({ name: "refund" }, (id: string) => {
      refunds.push(id);
    });
    const order = workflow({ name: "order" }, function* (id: string) {
      try {
        yield* sleep("1 hour");
      } finally {
        yield* refund(id);
      }
    });
    place = openPlace();
    await place.decider({ workflows: [order] });
    await place.acting({ activities: [refund] });
    const run = await place.client.start(order, { workflowId: "o" }, "o-1");
    await run.cancel();
    await expect(run.result()).rejects.toMatchObject({ code: "WORKFLOW_CANCELED" });
    expect(refunds).toEqual(["o-1"]);
    await expect(run.cancel()).rejects.toMatchObject({ code: "RUN_NOT_OPEN" });
  });

  it("aborts the signal of its running activity, which may end as canceled with details", async () => {
    let isRunning = false;
    const slow = activity({ name: "slow", cancellation: "wait" }, async (): Promise<void> => {
      isRunning = true;
      const { signal: aborted } = activityContext();
      await new Promise((resolve) => aborted.addEventListener("abort", resolve));
      throw new CanceledError(`stopped: ${(aborted.reason as Error).message}`, { details: "half done" });
    });
    const waits = workflow({ name: "waits" }, function* () {
      try {
        return yield* slow();
      } catch (error) {
        return (error as { details: unknown }).details;
      }
    });
    place = openPlace();
    await place.decider({ workflows: [waits] });
    await place.acting({ activities: [slow], heartbeatSeconds: 0.01 });
    const run = await place.client.start(waits, { workflowId: "w" });
    await until(() => isRunning);
    await run.cancel();
    expect(await run.result()).toBe("half done");
    const types = (await run.history()).map(({ eventType }) => eventType);
    expect(types).toContain("ActivityTaskCanceled");
  });
});

describe("cached functions", () => {
  it("run once, in parallel, and keep what they gave or threw through every replay", async () => {
    const calls: string[] = [];
    const asks = workflow({ name: "asks" }, function* () {
      const rate = yield* cached("rate", async () => {
        calls.push("rate");
        return 1.08;
      });
      let refused: unknown;
      try {
        yield* cached("broken", () => {
          calls.push("broken");
          throw new RangeError("no rate");
        });
      } catch (error) {
        refused = (error as { code: string; cause: { name: string } }).cause.name;
      }
      yield* sleep("1 hour");
      return { rate, refused };
    });
    place = openPlace({ engine: virtual() });
    await place.decider({ workflows: [asks], cachedRuns: 0 });
    const run = await place.client.start(asks, { workflowId: "a" });
    expect(await run.result()).toEqual({ rate: 1.08, refused: "RangeError" });
    expect(calls).toEqual(["rate", "broken"]);
  });
});

// A held run wakes every hour at most. Meanwhile virtual time runs on towards the end of the execution.
const patient = { executionStartToCloseTimeout: "300 days" } as const;

describe("a bug in workflow code", () => {
  it("holds the run, is logged, and a decider with mended code brings it to its end", async () => {
    const go = signal("go");
    const broken = workflow({ name: "order", ...patient }, function* () {
      yield* sleep("1s");
      const missing = undefined as unknown as { price: number };
      return missing.price;
    });
    const mended = workflow({ name: "order", ...patient }, function* () {
      yield* sleep("1s");
      yield* go.receive();
      return "mended";
    });
    const engine = virtual();
    place = openPlace({ engine });
    const first = await place.decider({ workflows: [broken] });
    const run = await place.client.start(broken, { workflowId: "o" });
    await until(() => place.logger.lines.some(({ level }) => level === "error"));
    const release = engine.clock.hold();
    await first.close();
    expect(place.logger.lines.find(({ level }) => level === "error")).toMatchObject({
      message: "a bug holds the run until fixed code arrives",
      fields: {
        workflowId: "o",
        runId: run.runId,
        err: { name: "TypeError" },
        at: expect.stringContaining(__filename),
      },
    });
    await run.signal(go);
    await place.decider({ workflows: [mended] });
    release();
    expect(await run.result()).toBe("mended");
  });

  it("of a workflow that this decider does not have holds it until one comes that does", async () => {
    const order = workflow({ name: "order", ...patient }, function* () {
      return "done";
    });
    const other = workflow({ name: "other" }, function* () {});
    const engine = virtual();
    place = openPlace({ engine });
    const registers = await place.decider({ workflows: [order], taskList: "elsewhere" });
    await registers.close();
    const lacking = await place.decider({ workflows: [other] });
    const run = await place.client.start(order, { workflowId: "o" });
    await until(() => place.logger.codes().length > 1);
    const release = engine.clock.hold();
    await lacking.close();
    expect(new Set(place.logger.codes())).toEqual(new Set(["UNKNOWN_WORKFLOW_TYPE"]));
    expect(place.logger.lines.find(({ level }) => level === "error")?.fields).toMatchObject({
      err: { message: expect.stringMatching(/^this worker does not know order 1; it knows other 1\b/) },
    });
    await place.decider({ workflows: [order] });
    release();
    expect(await run.result()).toBe("done");
    const waits = (await run.history()).flatMap(
      ({ timerStartedEventAttributes: timer }) => timer?.startToFireTimeout ?? [],
    );
    expect(waits.slice(0, 2)).toEqual(["60", "120"]);
  });

  it("that makes a decision too large holds it until a store is given", async () => {
    const pass = activity({ name: "pass" }, (text: string) => text.length);
    const large = workflow({ name: "large", ...patient }, function* () {
      return yield* pass("x".repeat(40_000));
    });
    place = openPlace({ engine: virtual() });
    const without = await place.decider({ workflows: [large] });
    const run = await place.client.start(large, { workflowId: "l" });
    await until(() => place.logger.codes().length > 0);
    const release = place.engine.clock.hold();
    await without.close();
    expect(place.logger.lines.find(({ level }) => level === "error")?.fields).toMatchObject({
      err: { code: "DECISION_TOO_LARGE", message: expect.stringContaining("decisions[1], ScheduleActivityTask") },
    });
    const payloads = openPayloads({ store: memoryStore() });
    await place.decider({ workflows: [large], payloads });
    await place.acting({ activities: [pass], payloads });
    release();
    expect(await run.result()).toBe(40_000);
  });
});

describe("two deciders of one workflow", () => {
  it("with live runs of their own take turns on one run without a contradiction", async () => {
    const naps = workflow({ name: "naps" }, function* () {
      let total = 0;
      for (let i = 0; i < 12; i++) {
        yield* sleep(1);
        total += yield* cached("one", () => 1);
      }
      return total;
    });
    const engine = virtual();
    place = openPlace({ engine });
    await place.decider({ workflows: [naps] });
    const logger = recordingLogger();
    const second = await openDecider({
      api: serve(engine),
      domain: "shop",
      clock: engine.clock,
      logger,
      workflows: [naps],
    });
    const run = await place.client.start(naps, { workflowId: "n" });
    expect(await run.result()).toBe(12);
    await second.close();
    expect([...place.logger.codes(), ...logger.codes()]).toEqual([]);
  });
});
