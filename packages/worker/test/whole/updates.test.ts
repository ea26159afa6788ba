import { afterEach, describe, expect, it } from "@jest/globals";
import { memoryStore, openPayloads } from "@sweft/payload";
import type { Workflow } from "@sweft/workflow";
import { continueAsNew, query, signal, update, workflow } from "@sweft/workflow";
import type { WorkerClock } from "../../src/index.ts";
import { openReplies, systemClock } from "../../src/index.ts";
import type { Interference, Place, PlaceOptions } from "../setup.ts";
import { openPlace, outage, refusal, until } from "../setup.ts";

const add = update<[item: string, count?: number], number>("add");
const items = query<[], readonly string[]>("items");
const checkOut = signal("check-out");
const next = signal("next");

const cart = workflow({ name: "cart" }, function* (kept: readonly string[]) {
  const all = [...kept];
  yield* items.answer(() => all);
  yield* add.answer({
    validate(_item, count = 1) {
      if (count < 1) throw Object.assign(new Error("count must be positive"), { code: "COUNT" });
    },
    *handle(item, count = 1) {
      if (item === "crash") throw Object.assign(new Error("no such item"), { code: "NO_ITEM" });
      if (item === "slow") yield* next.receive();
      for (let i = 0; i < count; i++) all.push(item);
      return all.length;
    },
  });
  yield* checkOut.receive();
  return all.join();
});

/** Waits before it handles anything, and continues as new at the word. */
const relay: Workflow<[number], string> = workflow({ name: "relay" }, function* (left: number) {
  if (left > 0) {
    yield* next.receive();
    return yield* continueAsNew(relay, left - 1);
  }
  yield* update("where", function* () {
    return `run ${left}`;
  });
  yield* checkOut.receive();
  return "done";
});

/** Counts signals. */
const counter = workflow({ name: "counter" }, function* () {
  let count = 0;
  yield* next.handle(function* () {
    count++;
  });
  yield* checkOut.receive();
  return count;
});

let place: Place;
afterEach(() => place.close());

async function shop(interference: Interference = {}, more: PlaceOptions = {}): Promise<Place> {
  place = openPlace({ interference, ...more });
  await place.decider({ workflows: [cart, relay, counter] });
  return place;
}

describe("an update", () => {
  it("gives what its handler returns", async () => {
    await shop();
    const run = await place.client.start(cart, { workflowId: "c" }, []);
    expect(await run.update(add, {}, "book", 2)).toBe(2);
    expect(await run.update("add", {}, "pen")).toBe(3);
    await run.signal(checkOut, undefined);
    expect(await run.result()).toBe("book,book,pen");
  });

  it("tells a rejection from a failure, with what was thrown", async () => {
    await shop();
    const run = await place.client.start(cart, { workflowId: "c" }, []);
    await expect(run.update(add, {}, "book", 0)).rejects.toMatchObject({
      code: "UPDATE_REJECTED",
      message: 'update add of workflow "c" was rejected: count must be positive',
      cause: { code: "COUNT" },
    });
    await expect(run.update(add, {}, "crash")).rejects.toMatchObject({
      code: "UPDATE_FAILED",
      cause: { code: "NO_ITEM" },
    });
  });

  it("is done once if the answer to its sending is lost", async () => {
    await shop({
      signalWorkflowExecution: async (_input, call, nth) => {
        await call();
        if (nth <= 2) throw outage();
      },
    });
    const run = await place.client.start(cart, { workflowId: "c" }, []);
    expect(await run.update(add, {}, "book")).toBe(1);
    expect((await run.history()).filter(({ eventType }) => eventType === "WorkflowExecutionSignaled")).toHaveLength(3);
    expect((await run.query(cart, items)).result).toEqual(["book"]);
  });

  it("asked again under its id gets the same answer, after the end of the run too", async () => {
    await shop();
    const run = await place.client.start(cart, { workflowId: "c" }, []);
    expect(await run.update(add, { id: "u-1" }, "book")).toBe(1);
    expect(await run.update(add, {}, "pen")).toBe(2);
    expect(await run.update(add, { id: "u-1" }, "book")).toBe(1);
    await run.signal(checkOut, undefined);
    expect(await run.result()).toBe("book,pen");
    expect(await run.update(add, { id: "u-1" }, "book")).toBe(1);
    await expect(run.update(add, { id: "u-2" }, "book")).rejects.toMatchObject({ code: "RUN_CLOSED" });
  });

  it("of a run that has ended is refused, and of one that ends meanwhile is closed", async () => {
    await shop();
    const run = await place.client.start(cart, { workflowId: "c" }, []);
    const slow = run.update(add, {}, "slow");
    await until(async () => (await run.history()).some(({ eventType }) => eventType === "WorkflowExecutionSignaled"));
    const closed = expect(slow).rejects.toMatchObject({ code: "RUN_CLOSED" });
    await run.signal(checkOut, undefined);
    await closed;
    await expect(run.update(add, {}, "late")).rejects.toMatchObject({ code: "RUN_NOT_OPEN" });
  });

  it("that nobody handles yet is handed on to the run that does", async () => {
    await shop();
    const run = await place.client.start(relay, { workflowId: "r" }, 2);
    const answer = run.update("where", {});
    await until(async () => (await run.history()).some(({ eventType }) => eventType === "WorkflowExecutionSignaled"));
    await run.signal(next, 1);
    await run.signal(next, 2);
    expect(await answer).toBe("run 0");
    await run.signal(checkOut, undefined);
    expect(await run.result()).toBe("done");
  });

  it("may be asked of a workflow id alone, and of none that is there", async () => {
    await shop();
    await place.client.start(cart, { workflowId: "c" }, []);
    expect(await place.client.run("c").update(add, {}, "book")).toBe(1);
    await expect(place.client.run("nobody").update(add, {}, "book")).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
  });

  it("carries arguments and answers that are kept out of band", async () => {
    await shop({}, { payloads: openPayloads({ store: memoryStore(), inlineLimit: 1024 }) });
    const run = await place.client.start(cart, { workflowId: "c" }, []);
    expect(await run.update(add, {}, "x".repeat(50_000))).toBe(1);
    expect((await run.query(cart, items)).result).toEqual(["x".repeat(50_000)]);
  });

  it("is told at once by deciders of the same process", async () => {
    const replies = openReplies();
    place = openPlace({ replies, waiting: { firstMs: 3_600_000, longestMs: 3_600_000 } });
    await place.decider({ workflows: [cart], replies });
    const run = await place.client.start(cart, { workflowId: "c" }, []);
    expect(await run.update(add, {}, "book")).toBe(1);
  });

  it("that the workflow does not take is waited for, and the log tells so, once", async () => {
    const real = systemClock();
    let aheadMs = 0;
    const clock: WorkerClock = {
      ...real,
      now: () => real.now() + aheadMs,
      schedule: (dueMs, run) => real.schedule(dueMs - aheadMs, run),
    };
    await shop({}, { clock });
    const run = await place.client.start(cart, { workflowId: "c" }, []);
    const waits = run.update("ad", {}, "book").catch((error: unknown) => error);
    const told = () => place.logger.lines.filter(({ message }) => message.includes("no answer for 10 seconds"));
    await until(async () => (await run.history()).some(({ eventType }) => eventType === "WorkflowExecutionSignaled"));
    expect(told()).toEqual([]);
    aheadMs = 11_000;
    await until(() => told().length > 0);
    expect(told()).toMatchObject([{ level: "warn", fields: { workflowId: "c", request: "ad" } }]);
    await run.signal(checkOut);
    expect(await waits).toMatchObject({ code: "RUN_CLOSED" });
    expect(told()).toHaveLength(1);
  });

  it("refuses ids that do not fit, and options that do not exist", async () => {
    await shop();
    const run = place.client.run("c");
    for (const id of ["", "two words", "#1", "x".repeat(129), 7 as never]) {
      await expect(run.update(add, { id }, "book")).rejects.toMatchObject({ code: "WORKER_OPTION_INVALID" });
    }
    await expect(run.update(add, { ID: "x" } as never, "book")).rejects.toMatchObject({
      message: expect.stringContaining("write id"),
    });
    await expect(run.update(add, undefined as never, "x")).rejects.toMatchObject({ code: "WORKER_OPTION_INVALID" });
    await expect(run.update(undefined as never, {}, "x")).rejects.toMatchObject({ code: "WORKER_OPTION_INVALID" });
  });
});

describe("a signal", () => {
  it("counts once, however often a lost answer makes it be sent", async () => {
    await shop({
      signalWorkflowExecution: async (_input, call, nth) => {
        await call();
        if (nth === 1) throw outage();
      },
    });
    const run = await place.client.start(counter, { workflowId: "n" });
    await run.signal(next, 1);
    await run.signal(next, 2, { id: "two" });
    await run.signal(next, 2, { id: "two" });
    await run.signal(checkOut, undefined);
    expect(await run.result()).toBe(2);
  });

  it("that ended the run before its lost answer was asked for again has arrived", async () => {
    let isLost = false;
    await shop({
      signalWorkflowExecution: async (_input, call, nth) => {
        await call();
        if (nth !== 1) return;
        isLost = true;
        await until(async () => (await place.client.run("c").describe()).executionInfo?.executionStatus === "CLOSED");
        throw outage();
      },
    });
    const run = await place.client.start(cart, { workflowId: "c" }, []);
    await run.signal(checkOut, undefined);
    expect([isLost, await run.result()]).toEqual([true, ""]);
  });

  it("with an id of its own counts once over all tries, and without one is sent as it is", async () => {
    await shop();
    const run = await place.client.start(cart, { workflowId: "c" }, []);
    await run.signal(checkOut, 1, { id: "s-1" });
    expect(await run.result()).toBe("");
    const plain = await place.client.start(cart, { workflowId: "p" }, []);
    await plain.signal(checkOut, { a: 1 }, { id: false });
    const inputs = [...(await run.history()), ...(await plain.history())].flatMap(
      ({ workflowExecutionSignaledEventAttributes: signaled }) => signaled?.input ?? [],
    );
    expect(inputs).toEqual(["sw1 signal s-1\n1", '{"a":1}']);
  });
});

describe("a query", () => {
  it("tells of open and closed runs, and as of which decision", async () => {
    await shop();
    const run = await place.client.start(cart, { workflowId: "c" }, ["start"]);
    await run.update(add, {}, "book");
    const { result, eventId } = await run.query(cart, items);
    expect(result).toEqual(["start", "book"]);
    const events = await run.history();
    expect(events[eventId - 1]?.eventType).toBe("DecisionTaskCompleted");
    await run.signal(checkOut, undefined);
    await run.result();
    expect((await run.query(cart, "items")).result).toEqual(["start", "book"]);
  });

  it("reads all pages of a history", async () => {
    await shop({
      getWorkflowExecutionHistory: (input, call) => call({ ...input, maximumPageSize: 3 }),
    });
    const run = await place.client.start(cart, { workflowId: "c" }, []);
    for (const item of ["a", "b", "c", "d"]) await run.update(add, {}, item);
    expect((await run.query(cart, items)).result).toEqual(["a", "b", "c", "d"]);
  });

  it("says what is wrong: another workflow, no workflow, an unknown name, no decision yet", async () => {
    place = openPlace();
    const decider = await place.decider({ workflows: [cart, relay] });
    const run = await place.client.start(cart, { workflowId: "c" }, []);
    await run.update(add, {}, "a");
    await expect(run.query(relay as never, "items")).rejects.toMatchObject({
      code: "QUERY_FAILED",
      message: expect.stringContaining("is of workflow cart 1"),
    });
    await expect(run.query(add as never, "items")).rejects.toMatchObject({ code: "NOT_A_WORKFLOW" });
    await expect(run.query(cart, "nothing")).rejects.toMatchObject({ code: "QUERY_UNKNOWN" });
    await decider.close();
    const early = await place.client.start(cart, { workflowId: "e" }, []);
    await expect(early.query(cart, items)).rejects.toMatchObject({ code: "QUERY_TOO_EARLY" });
  });

  it("by code that does not fit is the caller's error alone", async () => {
    await shop();
    const run = await place.client.start(cart, { workflowId: "c" }, []);
    await run.update(add, {}, "a");
    const other = workflow({ name: "cart" }, function* (_kept: readonly string[]) {
      yield* checkOut.receive();
      return "other";
    });
    await expect(run.query(other, items)).rejects.toMatchObject({
      code: "QUERY_FAILED",
      cause: { code: "NONDETERMINISM" },
    });
    expect(await run.update(add, {}, "b")).toBe(2);
  });
});

describe("a signal with a start", () => {
  it("starts if nothing is open, and signals if something is", async () => {
    await shop();
    const first = await place.client.signalWithStart(relay, { workflowId: "r" }, next, 1, 1);
    expect(first.isStarted).toBe(true);
    await until(
      async () => (await place.client.run("r").describe()).executionInfo?.execution?.runId !== first.run.runId,
    );
    const second = await place.client.signalWithStart(relay, { workflowId: "r" }, checkOut, undefined, 1);
    expect(second.isStarted).toBe(false);
    expect(await second.run.result()).toBe("done");
  });

  it("gives a new run the signal before its first decision", async () => {
    const polls = workflow({ name: "polls" }, function* () {
      return (yield* next.tryReceive())?.value;
    });
    place = openPlace();
    await place.decider({ workflows: [polls] });
    const { run } = await place.client.signalWithStart(polls, { workflowId: "p" }, next, { a: [1] });
    expect(await run.result()).toEqual({ a: [1] });
  });

  it("by two at once makes one run with both signals", async () => {
    await shop();
    const both = await Promise.all([
      place.client.signalWithStart(relay, { workflowId: "r" }, next, 1, 2),
      place.client.signalWithStart(relay, { workflowId: "r" }, next, 2, 2),
    ]);
    expect(both.map(({ isStarted }) => isStarted).sort()).toEqual([false, true]);
    await place.client.run("r").signal(checkOut, undefined);
    const [started] = both.filter(({ isStarted }) => isStarted);
    expect(await started?.run.result()).toBe("done");
  });

  it("whose answers are lost has one run take it once", async () => {
    await shop({
      startWorkflowExecution: async (_input, call, nth) => {
        const run = await call();
        if (nth === 1) throw outage();
        return run;
      },
    });
    const { run, isStarted } = await place.client.signalWithStart(counter, { workflowId: "n" }, next, 1);
    expect(isStarted).toBe(true);
    await run.signal(checkOut, undefined);
    expect(await run.result()).toBe(1);
  });

  it("whose run closes in between starts another", async () => {
    let isClosed = false;
    await shop({
      signalWorkflowExecution: async (_input, call) => {
        if (!isClosed) {
          isClosed = true;
          await place.engine.terminateWorkflowExecution({ domain: "shop", workflowId: "c" });
          throw refusal("UnknownResourceFault");
        }
        return call();
      },
    });
    await place.client.start(cart, { workflowId: "c" }, []);
    const { isStarted, run } = await place.client.signalWithStart(cart, { workflowId: "c" }, checkOut, 1, ["new"]);
    expect([isStarted, await run.result()]).toEqual([true, "new"]);
  });

  it("asked again under its id does nothing more, even if the run has ended", async () => {
    await shop();
    const ask = () => place.client.signalWithStart(cart, { workflowId: "c", signalId: "s" }, checkOut, 1, ["a"]);
    const first = await ask();
    expect(await first.run.result()).toBe("a");
    const again = await ask();
    expect([again.isStarted, again.run.runId]).toEqual([false, first.run.runId]);
  });
});
