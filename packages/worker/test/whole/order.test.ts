import { afterEach, describe, expect, it, jest } from "@jest/globals";
import { openEngine, realClock, virtualClock } from "@sweft/engine";
import { memoryStore, openPayloads } from "@sweft/payload";
import type { Duration } from "@sweft/workflow";
import { activity, all, cached, log, signal, sleep, workflow } from "@sweft/workflow";
import type { Place } from "../setup.ts";
import { openPlace } from "../setup.ts";

jest.setTimeout(180_000);

interface Cart {
  readonly orderId: string;
  readonly cents: number;
}

const charge = activity({ name: "charge" }, async (cart: Cart) => ({
  receipt: `r-${cart.orderId}`,
  cents: cart.cents,
}));
const ship = activity({ name: "ship" }, (cart: Cart, to: string) => `${cart.orderId} to ${to}`);
const address = signal<string>("address");

const orderWith = (pause: Duration) =>
  workflow({ name: "order" }, function* (cart: Cart) {
    const to = yield* address.receive();
    const receipt = yield* charge(cart);
    yield* sleep(pause);
    const [shipped, archived] = yield* all([ship(cart, to), ship(cart, "the archive")]);
    return { receipt, shipped, archived };
  });

let place: Place;
afterEach(() => place.close());

describe.each([
  ["real", () => realClock(), 0],
  ["virtual", () => virtualClock(), "6 hours"],
] as const)("an order on the %s clock", (_kind, clock, pause) => {
  it("runs from start to result, through a signal, a timer, activities in turn and in parallel", async () => {
    place = openPlace({ engine: openEngine({ seed: 1, clock: clock() }) });
    const order = orderWith(pause);
    await place.decider({ workflows: [order] });
    await place.acting({ activities: [charge, ship] });
    const run = await place.client.start(order, { workflowId: "o-1" }, { orderId: "o-1", cents: 1200 });
    await run.signal(address, "12 Hill Road");
    expect(await run.result()).toEqual({
      receipt: { receipt: "r-o-1", cents: 1200 },
      shipped: "o-1 to 12 Hill Road",
      archived: "o-1 to the archive",
    });
    expect(place.logger.lines.filter(({ level }) => level !== "info")).toEqual([]);
  });
});

describe("many orders at a time", () => {
  it("all come to their results, with one poller and few slots", async () => {
    place = openPlace({ engine: openEngine({ seed: 1, clock: virtualClock() }) });
    const order = orderWith("6 hours");
    await place.decider({ workflows: [order], concurrency: 2, cachedRuns: 3 });
    await place.acting({ activities: [charge, ship], concurrency: 2, pollers: 2 });
    const ids = Array.from({ length: 20 }, (_, i) => `o-${i}`);
    const runs = await Promise.all(
      ids.map(async (orderId) => {
        const run = await place.client.start(order, { workflowId: orderId }, { orderId, cents: 1 });
        await run.signal(address, "home");
        return run;
      }),
    );
    const results = await Promise.all(runs.map((run) => run.result()));
    expect(results.map(({ shipped }) => shipped)).toEqual(ids.map((id) => `${id} to home`));
  });
});

describe("values on their way", () => {
  it.each([[0], [""], [false], [null], [undefined], [Number.NaN], [new Map([["a", new Set([1])]])]])(
    "arrive as they were: %p",
    async (value) => {
      const echo = activity({ name: "echo" }, (it: unknown) => it);
      const given = signal("given");
      const carry = workflow({ name: "carry" }, function* (it: unknown) {
        const fromSignal = yield* given.receive();
        const fromActivity = yield* echo(it);
        const fromCached = yield* cached("it", () => it);
        return { it, fromSignal, fromActivity, fromCached };
      });
      const alone = workflow({ name: "alone" }, function* (it: unknown) {
        return it;
      });
      place = openPlace();
      await place.decider({ workflows: [carry, alone] });
      await place.acting({ activities: [echo] });
      const run = await place.client.start(carry, { workflowId: "c" }, value);
      await run.signal(given, value);
      expect(await run.result()).toEqual({ it: value, fromSignal: value, fromActivity: value, fromCached: value });
      const bare = await place.client.start(alone, { workflowId: "a" }, value);
      expect(await bare.result()).toEqual(value);
    },
  );

  it("go through a store if they are large, in every field", async () => {
    const document = "x".repeat(200_000);
    const scan = activity({ name: "scan" }, (text: string) => text.replaceAll("x", "y"));
    const given = signal<string>("given");
    const archive = workflow({ name: "archive" }, function* (text: string) {
      const signaled = yield* given.receive();
      const scanned = yield* scan(text);
      const stamped = yield* cached("stamp", () => `${scanned}!`);
      return { signaled, stamped };
    });
    // Two sets of payloads on one store: what one has written the other must fetch.
    const store = memoryStore();
    place = openPlace({ payloads: openPayloads({ store }) });
    await place.decider({ workflows: [archive], payloads: openPayloads({ store }) });
    await place.acting({ activities: [scan], payloads: openPayloads({ store, inlineLimit: 100 }) });
    const run = await place.client.start(archive, { workflowId: "a" }, document);
    await run.signal(given, document);
    expect(await run.result()).toEqual({ signaled: document, stamped: `${"y".repeat(200_000)}!` });
    expect((await run.historyJson()).length).toBeLessThan(20_000);
  });
});

describe("what a workflow logs", () => {
  it("comes once, with the run it comes from, however often its code is replayed", async () => {
    const talk = workflow({ name: "talk" }, function* () {
      yield* log("before", { step: 1 });
      yield* sleep("1 hour");
      yield* log.warn("after");
    });
    place = openPlace({ engine: openEngine({ seed: 1, clock: virtualClock() }) });
    await place.decider({ workflows: [talk], cachedRuns: 0 });
    const run = await place.client.start(talk, { workflowId: "t" });
    await run.result();
    const lines = place.logger.lines.filter(({ message }) => message === "before" || message === "after");
    const { workflowId, runId } = run;
    expect(lines).toEqual([
      { level: "info", message: "before", fields: { workflowId, runId, step: 1 } },
      { level: "warn", message: "after", fields: { workflowId, runId } },
    ]);
  });
});
