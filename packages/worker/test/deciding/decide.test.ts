import { afterEach, describe, expect, it, jest } from "@jest/globals";
import { openEngine, virtualClock } from "@sweft/engine";
import { memoryStore, openPayloads } from "@sweft/payload";
import { activity, all, cached, signal, sleep, workflow } from "@sweft/workflow";
import type { Interference, Place } from "../setup.ts";
import { openPlace, outage, refusal, until } from "../setup.ts";

jest.setTimeout(180_000);

const hop = activity({ name: "hop" }, (n: number) => n + 1);
const hops = workflow({ name: "hops" }, function* () {
  const [a, b] = yield* all([hop(1), hop(2)]);
  yield* sleep("1m");
  return a + b + (yield* hop(0));
});

let place: Place;
afterEach(() => place.close());

/** Runs `hops` on virtual time, through interference, and gives its result. */
async function hopping(interference: Interference, cachedRuns = 100): Promise<number> {
  place = openPlace({ engine: openEngine({ seed: 1, clock: virtualClock() }), interference });
  await place.decider({ workflows: [hops], cachedRuns });
  await place.acting({ activities: [hop] });
  return (await place.client.start(hops, { workflowId: "h" })).result();
}

const warnings = (): string[] =>
  place.logger.lines.filter(({ level }) => level === "warn").map(({ message }) => message);

describe("the history of a decision task", () => {
  it("is read to its last page", async () => {
    const pages: (string | undefined)[] = [];
    const result = await hopping(
      {
        pollForDecisionTask(input, call) {
          pages.push(input.nextPageToken);
          return call({ ...input, maximumPageSize: 2 });
        },
      },
      0,
    );
    expect(result).toBe(6);
    expect(pages.filter((token) => token !== undefined).length).toBeGreaterThan(10);
    expect(place.logger.codes()).toEqual([]);
  });

  it("is read again from the beginning if a page token has expired, without what came after the task", async () => {
    const late = signal<number>("late");
    const counts = workflow({ name: "counts" }, function* () {
      yield* sleep("1m");
      return yield* late.receive();
    });
    let isSent = false;
    place = openPlace({
      engine: openEngine({ seed: 1, clock: virtualClock() }),
      interference: {
        async pollForDecisionTask(input, call) {
          if (input.nextPageToken === undefined) return call({ ...input, maximumPageSize: 2 });
          if (!isSent) await place.client.run("c").signal(late, 7);
          isSent = true;
          throw refusal("ValidationException", "Specified token has exceeded its maximum lifetime");
        },
        getWorkflowExecutionHistory: (input, call) => call({ ...input, maximumPageSize: 3 }),
      },
    });
    await place.decider({ workflows: [counts], cachedRuns: 0 });
    const run = await place.client.start(counts, { workflowId: "c" });
    expect(await run.result()).toBe(7);
    expect(isSent).toBe(true);
    expect(place.logger.codes()).toEqual([]);
  });

  it("is asked for again while a copy of the service that lags behind gives too little", async () => {
    let short = 0;
    const result = await hopping(
      {
        async pollForDecisionTask(input, call) {
          if (input.nextPageToken !== undefined) throw refusal("ValidationException", "Invalid token");
          return call({ ...input, maximumPageSize: 2 });
        },
        async getWorkflowExecutionHistory(input, call, nth) {
          const page = await call();
          if (input.maximumPageSize === 1 || nth % 2 === 0) return page;
          short++;
          return { ...page, events: page.events?.slice(0, -1) };
        },
      },
      0,
    );
    expect(result).toBe(6);
    expect(short).toBeGreaterThan(0);
    expect(place.logger.codes()).toEqual([]);
  });

  it("that never becomes whole leaves the task to time out, and the next one is decided", async () => {
    const result = await hopping({
      async pollForDecisionTask(_input, call, nth) {
        const task = await call();
        return nth === 1 && task.events !== undefined ? { ...task, events: task.events.slice(0, -1) } : task;
      },
      async getWorkflowExecutionHistory(input, call, nth) {
        if (input.maximumPageSize !== 1 && nth < 30) return { events: [] };
        return call();
      },
    });
    expect(result).toBe(6);
    expect(place.logger.codes()).toContain("HISTORY_INCOMPLETE");
  });
});

describe("the answer to a decision task", () => {
  it("is sent again after throttling and outages", async () => {
    let refusals = 0;
    const result = await hopping({
      async respondDecisionTaskCompleted(_input, call, nth) {
        if (nth % 3 === 0) return call();
        refusals++;
        throw nth % 3 === 1 ? refusal("ThrottlingException", "Rate exceeded") : outage();
      },
    });
    expect(result).toBe(6);
    expect(refusals).toBeGreaterThan(4);
    expect(warnings()).toEqual([]);
  });

  it("may be taken although its confirmation is lost: the run is replayed from zero and goes on", async () => {
    const result = await hopping({
      async respondDecisionTaskCompleted(_input, call, nth) {
        await call();
        if (nth <= 2) throw outage();
        return {};
      },
    });
    expect(result).toBe(6);
    expect(warnings().length).toBeGreaterThan(0);
    expect(place.logger.codes()).toEqual([]);
  });

  it("may never arrive: the task times out, and the live run, which knows better, is dropped", async () => {
    const result = await hopping({
      respondDecisionTaskCompleted: async (_input, call, nth) => (nth === 2 ? {} : call()),
    });
    expect(result).toBe(6);
    const events = await place.client.run("h").history();
    expect(events.filter(({ eventType }) => eventType === "DecisionTaskTimedOut")).toHaveLength(1);
    expect(place.logger.codes()).toEqual([]);
  });

  it("that is refused for what it says holds the run, instead of being sent for ever", async () => {
    let isRefused = true;
    let refusals = 0;
    const long = workflow({ name: "hops", executionStartToCloseTimeout: "300 days" }, hops.body);
    place = openPlace({
      engine: openEngine({ seed: 1, clock: virtualClock() }),
      interference: {
        async respondDecisionTaskCompleted({ decisions = [] }, call) {
          const schedules = decisions.some(({ decisionType }) => decisionType === "ScheduleActivityTask");
          if (!schedules || !isRefused) return call();
          refusals++;
          throw refusal("ValidationException", "1 validation error detected");
        },
      },
    });
    await place.decider({ workflows: [long] });
    await place.acting({ activities: [hop] });
    const run = await place.client.start(long, { workflowId: "h" });
    await until(() => refusals > 1);
    isRefused = false;
    expect(await run.result()).toBe(6);
    expect(new Set(place.logger.codes())).toEqual(new Set(["DECISION_REFUSED"]));
    const events = await run.history();
    expect(events.filter(({ eventType }) => eventType === "DecisionTaskTimedOut")).toEqual([]);
  });
});

describe("live runs", () => {
  it("spare a replay: recorded decisions are not decided again", async () => {
    let begun = 0;
    const counted = workflow({ name: "counted" }, function* () {
      begun++;
      for (let i = 0; i < 5; i++) yield* sleep("1m");
    });
    place = openPlace({ engine: openEngine({ seed: 1, clock: virtualClock() }) });
    const decider = await place.decider({ workflows: [counted] });
    await (await place.client.start(counted, { workflowId: "a" })).result();
    expect(begun).toBe(1);
    await decider.close();
    begun = 0;
    await place.decider({ workflows: [counted], cachedRuns: 0 });
    await (await place.client.start(counted, { workflowId: "b" })).result();
    expect(begun).toBe(6);
  });
});

describe("a decision that takes too long", () => {
  it("because of a cached function is given up in time to hold the run", async () => {
    let isStuck = true;
    const stuck = workflow({ name: "stuck", taskStartToCloseTimeout: "1s" }, function* () {
      return yield* cached("rate", () => (isStuck ? new Promise<number>(() => {}) : 3));
    });
    place = openPlace();
    await place.decider({ workflows: [stuck] });
    const run = await place.client.start(stuck, { workflowId: "s" });
    await until(() => place.logger.codes().length > 0);
    isStuck = false;
    const held = place.logger.lines.find(({ level }) => level === "error");
    expect(held?.fields).toMatchObject({
      err: { code: "DECISION_LATE", message: expect.stringContaining('cached "rate" still runs') },
    });
    await until(async () => (await run.history()).some(({ eventType }) => eventType === "TimerStarted"));
    await run.terminate();
  });
});

describe("decisions of more than a megabyte", () => {
  const measure = activity({ name: "measure" }, (text: string) => text.length);
  const wide = workflow({ name: "wide" }, function* () {
    const texts = Array.from({ length: 50 }, (_, i) => String(i % 10).repeat(25_000));
    const lengths = yield* all(texts.map((text) => measure(text)));
    return lengths.reduce((sum, length) => sum + length, 0);
  });

  it("go out in several completions", async () => {
    place = openPlace();
    await place.decider({ workflows: [wide] });
    await place.acting({ activities: [measure] });
    const run = await place.client.start(wide, { workflowId: "w" });
    expect(await run.result()).toBe(1_250_000);
    expect(place.logger.codes()).toEqual([]);
  });

  /** What a decider is told that takes the service for another. */
  const limits = { requestBytes: 10_000_000 };

  it("are made short by putting their payloads out of band, if they were planned for larger requests", async () => {
    const payloads = openPayloads({ store: memoryStore() });
    place = openPlace({ payloads });
    await place.decider({ workflows: [wide], limits });
    await place.acting({ activities: [measure] });
    expect(await (await place.client.start(wide, { workflowId: "w" })).result()).toBe(1_250_000);
  });

  it("hold the run if there is no store then", async () => {
    place = openPlace();
    await place.decider({ workflows: [wide], limits });
    const run = await place.client.start(wide, { workflowId: "w" });
    await until(() => place.logger.codes().length > 0);
    expect(place.logger.lines.find(({ level }) => level === "error")?.fields).toMatchObject({
      err: { code: "DECISION_TOO_LARGE", message: expect.stringContaining("the 51 decisions of one task have 1") },
    });
    await run.terminate();
  });
});

describe("a payload of the history", () => {
  const long = workflow({ name: "long", executionStartToCloseTimeout: "300 days" }, function* (text: string) {
    return text.length;
  });

  it("is asked for again while its store fails", async () => {
    const store = memoryStore();
    let failures = 0;
    const get = async (key: string) => {
      if (failures++ < 2) throw new Error("the store is down");
      return store.get(key);
    };
    place = openPlace({ engine: openEngine({ seed: 1, clock: virtualClock() }), payloads: openPayloads({ store }) });
    await place.decider({ workflows: [long], payloads: openPayloads({ store: { ...store, get } }) });
    expect(await (await place.client.start(long, { workflowId: "l" }, "x".repeat(40_000))).result()).toBe(40_000);
    expect(failures).toBe(3);
    expect(place.logger.codes()).toEqual([]);
  });

  it("that is not in its store holds the run until it is", async () => {
    const store = memoryStore();
    let isLost = true;
    const get = async (key: string) => {
      if (isLost) throw Object.assign(new Error("gone"), { code: "PAYLOAD_MISSING" });
      return store.get(key);
    };
    place = openPlace({ engine: openEngine({ seed: 1, clock: virtualClock() }), payloads: openPayloads({ store }) });
    await place.decider({ workflows: [long], payloads: openPayloads({ store: { ...store, get } }) });
    const run = await place.client.start(long, { workflowId: "l" }, "x".repeat(40_000));
    await until(() => place.logger.codes().length > 0);
    isLost = false;
    expect(await run.result()).toBe(40_000);
    expect(new Set(place.logger.codes())).toEqual(new Set(["PAYLOAD_MISSING"]));
  });
});
