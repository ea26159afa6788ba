import type { HistoryEvent } from "@aws-sdk/client-swf";
import { afterEach, describe, expect, it, jest } from "@jest/globals";
import { openEngine, virtualClock } from "@sweft/engine";
import type { Workflow } from "@sweft/workflow";
import { activity, all, replay, sleep, workflow } from "@sweft/workflow";
import type { RunHandle } from "../../../src/index.ts";
import { activityContext } from "../../../src/index.ts";
import type { Place } from "../../setup.ts";
import { openPlace, until } from "../../setup.ts";

// More than SWF bears at once, on an engine that keeps the quotas of the real service, in virtual time.

jest.setTimeout(900_000);

let place: Place;

afterEach(() => place.close());

const real = () => openEngine({ seed: 1, clock: virtualClock(), quotas: "real" });

const long = { executionStartToCloseTimeout: "1 day" } as const;

const resize = activity({ name: "resize" }, async (item: number) => item + 1);

const numbers = (length: number) => Array.from({ length }, (_, i) => i);

const count = (events: readonly HistoryEvent[], type: string) =>
  events.filter(({ eventType }) => eventType === type).length;

const failures = (events: readonly HistoryEvent[]) =>
  events.filter(({ eventType }) => eventType?.endsWith("Failed") === true).length;

/** Nothing was refused, or what was refused was asked again; the history replays from zero. */
async function sound(run: RunHandle<unknown>, flow: Workflow<never[], unknown>): Promise<readonly HistoryEvent[]> {
  const events = await run.history();
  expect(events.length).toBeLessThan(25_000);
  expect(replay(flow, events as never)).toMatchObject({ status: "completed", decisions: [] });
  return events;
}

describe("on an engine with the quotas of SWF", () => {
  const batch = workflow({ name: "batch", ...long }, function* (n: number) {
    return (yield* all(numbers(n).map((item) => resize(item)))).length;
  });

  it("4,000 activities in one `all`", async () => {
    place = openPlace({ engine: real() });
    await place.decider({ workflows: [batch] });
    await place.acting({ activities: [resize], concurrency: 50 });
    const run = await place.client.start(batch, { workflowId: "b" }, 4_000);
    expect(await run.result()).toBe(4_000);
    const events = await sound(run, batch as never);
    expect(count(events, "ActivityTaskScheduled")).toBe(4_000);
    expect(failures(events)).toBe(0);
  });

  it("4,000 activities that end one at a time: six events each", async () => {
    const slow = activity({ name: "resize" }, async (item: number) => {
      await activityContext().sleep("1s");
      return item;
    });
    place = openPlace({ engine: real() });
    await place.decider({ workflows: [batch] });
    await place.acting({ activities: [slow], concurrency: 1 });
    const run = await place.client.start(batch, { workflowId: "b" }, 4_000);
    expect(await run.result()).toBe(4_000);
    const events = await sound(run, batch as never);
    expect(count(events, "DecisionTaskCompleted")).toBeGreaterThan(4_000);
    expect(failures(events)).toBe(0);
  });

  it("2,000 children, against a bucket of 500 refilled at 12 a second", async () => {
    const child = workflow({ name: "child", ...long }, function* (item: number) {
      yield* sleep(1 + (item % 600));
      return item;
    });
    const parent = workflow({ name: "parent", ...long }, function* (n: number) {
      const items = yield* all(numbers(n).map((item) => child(item)));
      return items.length;
    });
    place = openPlace({ engine: real() });
    await place.decider({ workflows: [parent, child] });
    const run = await place.client.start(parent, { workflowId: "p" }, 2_000);
    expect(await run.result()).toBe(2_000);
    const events = await sound(run, parent as never);
    expect(count(events, "StartChildWorkflowExecutionInitiated")).toBe(2_000);
    expect(failures(events)).toBe(0);
  });

  it("600 children of each of three parents, who do not know of each other", async () => {
    const child = workflow({ name: "child", ...long }, function* (item: number) {
      yield* sleep(30);
      return item;
    });
    const parent = workflow({ name: "parent", ...long }, function* (n: number) {
      return (yield* all(numbers(n).map((item) => child(item)))).length;
    });
    place = openPlace({ engine: real() });
    await place.decider({ workflows: [parent, child] });
    const started = await Promise.all(
      ["p1", "p2", "p3"].map((workflowId) => place.client.start(parent, { workflowId }, 600)),
    );
    for (const run of started) {
      expect(await run.result()).toBe(600);
      const events = await sound(run, parent as never);
      expect(count(events, "StartChildWorkflowExecutionInitiated")).toBe(600);
      // What is refused is asked again, later and less at a time: the history is not filled with refusals.
      expect(failures(events)).toBeLessThan(600 * 3);
    }
  });

  it("2,500 timers, each of which fires alone", async () => {
    const timers = workflow({ name: "timers", ...long }, function* (n: number) {
      return (yield* all(numbers(n).map((item) => sleep(1 + item)))).length;
    });
    place = openPlace({ engine: real() });
    await place.decider({ workflows: [timers] });
    const run = await place.client.start(timers, { workflowId: "t" }, 2_500);
    expect(await run.result()).toBe(2_500);
    const events = await sound(run, timers as never);
    expect(count(events, "TimerFired")).toBe(2_500);
    expect(failures(events)).toBe(0);
  });

  it("3 MB of inputs in one decision", async () => {
    const store = activity({ name: "store" }, async (text: string) => text.length);
    const texts = workflow({ name: "texts", ...long }, function* (n: number) {
      return (yield* all(numbers(n).map((item) => store(String(item % 10).repeat(30_000))))).length;
    });
    place = openPlace({ engine: real() });
    await place.decider({ workflows: [texts] });
    await place.acting({ activities: [store], concurrency: 10 });
    const run = await place.client.start(texts, { workflowId: "x" }, 100);
    expect(await run.result()).toBe(100);
    const events = await sound(run, texts as never);
    expect(count(events, "ActivityTaskScheduled")).toBe(100);
    expect(place.logger.lines.filter(({ level }) => level === "warn" || level === "error")).toEqual([]);
  });
});

describe("on an engine that bears less than the decider knows", () => {
  it("what it refuses for the number open is asked again", async () => {
    const slow = activity({ name: "slow" }, async (item: number) => {
      await activityContext().sleep("10s");
      return item;
    });
    const batch = workflow({ name: "batch", ...long }, function* (n: number) {
      return (yield* all(numbers(n).map((item) => slow(item)))).length;
    });
    place = openPlace({ engine: openEngine({ seed: 1, clock: virtualClock(), limits: { openActivities: 20 } }) });
    await place.decider({ workflows: [batch] });
    await place.acting({ activities: [slow], concurrency: 50 });
    const run = await place.client.start(batch, { workflowId: "b" }, 100);
    expect(await run.result()).toBe(100);
    const events = await sound(run, batch as never);
    expect(failures(events)).toBeGreaterThan(0);
    expect(count(events, "ActivityTaskScheduled")).toBe(100);
  });
});

describe("on an engine that takes fewer timers than are asked for", () => {
  it("a run whose own wake-up timer is refused answers later, and does not fill its history with refusals", async () => {
    const timers = workflow({ name: "timers", ...long }, function* (n: number) {
      yield* all(numbers(n).map((item) => sleep(3600 + item)));
      return "slept";
    });
    const quotas = { decisions: { StartTimer: { bucket: 4, perSecond: 0.1 } } };
    place = openPlace({ engine: openEngine({ seed: 1, clock: virtualClock(), quotas }) });
    await place.decider({ workflows: [timers] });
    const run = await place.client.start(timers, { workflowId: "t" }, 8);
    expect(await run.result()).toBe("slept");
    const events = await sound(run, timers as never);
    expect(count(events, "StartTimerFailed")).toBeGreaterThan(4);
    expect(count(events, "StartTimerFailed")).toBeLessThan(60);
  });
});

describe("a history", () => {
  it("that could not hold all work in the worst case begins none of it, and says the way out", async () => {
    const far = workflow({ name: "far", ...long }, function* (n: number) {
      return (yield* all(numbers(n).map((item) => resize(item)))).length;
    });
    place = openPlace({ engine: real() });
    await place.decider({ workflows: [far] });
    const run = await place.client.start(far, { workflowId: "f" }, 5_000);
    await until(() => place.logger.codes().length > 0);
    const held = place.logger.lines.find(({ level }) => level === "error");
    expect(held?.fields.err).toMatchObject({
      code: "HISTORY_BUDGET",
      message: expect.stringContaining("map(items, work, { partition: 500 })"),
    });
    const events = await run.history();
    expect(count(events, "ActivityTaskScheduled")).toBe(0);
    await run.terminate();
  });

  it("is called tight once at 80 %, and told at every decision", async () => {
    const ticking = workflow({ name: "ticking", ...long }, function* (n: number) {
      for (let i = 0; i < n; i++) yield* sleep(1);
    });
    const told: number[] = [];
    place = openPlace({ engine: real() });
    const limits = { historyEvents: 200, reservedEvents: 10 };
    await place.decider({ workflows: [ticking], limits, onHistory: ({ events }) => told.push(events) });
    const run = await place.client.start(ticking, { workflowId: "t" }, 35);
    await run.result();
    const warnings = place.logger.lines.filter(({ level }) => level === "warn");
    expect(warnings).toMatchObject([{ fields: { workflowId: "t", limit: 200 } }]);
    expect(told).toHaveLength(36);
  });
});
