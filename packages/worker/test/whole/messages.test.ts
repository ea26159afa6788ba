import { afterEach, describe, expect, it } from "@jest/globals";
import { openEngine, virtualClock } from "@sweft/engine";
import { memoryStore, openPayloads } from "@sweft/payload";
import { cancel, external, info, signal, sleep, start, workflow } from "@sweft/workflow";
import type { Place } from "../setup.ts";
import { openPlace } from "../setup.ts";

const reserved = signal<string>("reserved");
const greeting = signal<string>("greeting");

let place: Place;
afterEach(() => place.close());

const virtual = () => openEngine({ seed: 1, clock: virtualClock() });

const stock = workflow({ name: "stock" }, function* () {
  const parts = [yield* reserved.receive(), yield* reserved.receive()];
  yield* sleep("1 hour");
  return parts;
});

/** How many decision tasks a run has had. */
const decisionsOf = async (workflowId: string) =>
  (await place.client.run(workflowId).history()).filter(({ eventType }) => eventType === "DecisionTaskCompleted")
    .length;

describe("signals and cancel requests between executions", () => {
  it("arrive, are awaited, and are answered by a signal back", async () => {
    const sells = workflow({ name: "sells" }, function* () {
      yield* external("s-1").signal(reserved, "nut");
      yield* external("s-1").signal(reserved, "bolt");
      return "sold";
    });
    place = openPlace({ engine: virtual() });
    await place.decider({ workflows: [stock, sells] });
    const stocked = await place.client.start(stock, { workflowId: "s-1" });
    const sold = await place.client.start(sells, { workflowId: "o-1" });
    expect(await sold.result()).toBe("sold");
    expect(await stocked.result()).toEqual(["nut", "bolt"]);
  });

  it("are refused if no such execution is open", async () => {
    const lost = workflow({ name: "lost" }, function* () {
      const codes: unknown[] = [];
      for (const work of [external("nobody").signal(reserved, "nut"), external("nobody", "run").cancel()]) {
        try {
          yield* work;
        } catch (error) {
          const { name, code, reason } = error as { name: string; code: string; reason: string };
          codes.push([name, code, reason]);
        }
      }
      return codes;
    });
    place = openPlace({ engine: virtual() });
    await place.decider({ workflows: [lost] });
    const run = await place.client.start(lost, { workflowId: "l" });
    const unknown = ["ExternalError", "EXTERNAL_UNKNOWN", "UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION"];
    expect(await run.result()).toEqual([unknown, unknown]);
  });

  it("cancel another execution, which ends as canceled", async () => {
    const stops = workflow({ name: "stops" }, function* () {
      yield* external("s-1").cancel();
      return "told";
    });
    place = openPlace({ engine: virtual() });
    await place.decider({ workflows: [stock, stops] });
    const stocked = await place.client.start(stock, { workflowId: "s-1" });
    const told = await place.client.start(stops, { workflowId: "o-1" });
    expect(await told.result()).toBe("told");
    await expect(stocked.result()).rejects.toMatchObject({ code: "WORKFLOW_CANCELED" });
  });

  it("sent in the decision that closes the sender arrive nevertheless", async () => {
    const farewell = workflow({ name: "farewell" }, function* () {
      yield* start(external("s-1").signal(reserved, "nut"));
      yield* start(external("s-1").signal(reserved, "bolt"));
      return "gone";
    });
    place = openPlace({ engine: virtual() });
    await place.decider({ workflows: [stock, farewell] });
    const stocked = await place.client.start(stock, { workflowId: "s-1" });
    const gone = await place.client.start(farewell, { workflowId: "f" });
    expect(await gone.result()).toBe("gone");
    expect(await stocked.result()).toEqual(["nut", "bolt"]);
    expect(await decisionsOf("f")).toBe(1);
  });

  it("carry values of any size through a store", async () => {
    const long = "x".repeat(100_000);
    const listens = workflow({ name: "listens" }, function* () {
      return (yield* greeting.receive()).length;
    });
    const talks = workflow({ name: "talks" }, function* () {
      yield* external("l").signal(greeting, "x".repeat(100_000));
    });
    place = openPlace({ engine: virtual(), payloads: openPayloads({ store: memoryStore() }) });
    await place.decider({ workflows: [listens, talks] });
    const heard = await place.client.start(listens, { workflowId: "l" });
    await place.client.start(talks, { workflowId: "t" });
    expect(await heard.result()).toBe(long.length);
    expect((await heard.historyJson()).length).toBeLessThan(10_000);
  });

  it("go to a child as soon as it runs, and from the child to its parent", async () => {
    const child = workflow({ name: "child" }, function* () {
      const { parent } = yield* info();
      const word = yield* greeting.receive();
      yield* external(parent?.workflowId ?? "").signal(greeting, `${word} yourself`);
      return "done";
    });
    const parent = workflow({ name: "parent" }, function* () {
      const handle = yield* start(child());
      yield* handle.signal(greeting, "hello");
      const back = yield* greeting.receive();
      const { workflowId } = yield* handle.started;
      return [back, yield* handle, workflowId === handle.execution?.workflowId];
    });
    place = openPlace({ engine: virtual() });
    await place.decider({ workflows: [parent, child] });
    const run = await place.client.start(parent, { workflowId: "p" });
    expect(await run.result()).toEqual(["hello yourself", "done", true]);
  });
});

describe("a child that is canceled", () => {
  const child = workflow({ name: "child" }, function* () {
    yield* sleep("1 day");
  });

  it.each([
    ["before SWF has started it", false],
    ["while it runs", true],
  ])("%s ends, and wakes nobody for long", async (_when, waits) => {
    const parent = workflow({ name: "parent" }, function* () {
      const handle = yield* start(child.with({ workflowId: "c", cancellation: "wait" })());
      if (waits) yield* handle.started;
      else yield* sleep(0);
      yield* cancel(handle);
      try {
        yield* handle;
      } catch (error) {
        return (error as { code: string }).code;
      }
      return "it went on";
    });
    place = openPlace({ engine: virtual() });
    await place.decider({ workflows: [parent, child] });
    const run = await place.client.start(parent, { workflowId: "p" });
    expect(await run.result()).toBe("CANCELED");
    await expect(place.client.run("c").result()).rejects.toMatchObject({ code: "WORKFLOW_CANCELED" });
    expect(await decisionsOf("p")).toBeLessThan(8);
  });
});
