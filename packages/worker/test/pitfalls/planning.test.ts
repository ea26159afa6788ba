import type { HistoryEvent } from "@aws-sdk/client-swf";
import { afterEach, describe, expect, it } from "@jest/globals";
import { openEngine, virtualClock } from "@sweft/engine";
import { activity, all, signal, workflow } from "@sweft/workflow";
import type { Place } from "../setup.ts";
import { openPlace, until } from "../setup.ts";

// What deciders of SWF that ask for much at once have suffered from, and must not here.

const measure = activity({ name: "measure" }, (text: string) => text.length);
const go = signal<string>("go");

let place: Place;
afterEach(() => place.close());

const countOf = (events: readonly HistoryEvent[], type: string): number =>
  events.filter(({ eventType }) => eventType === type).length;

const timersOf = (events: readonly HistoryEvent[]): readonly string[] =>
  events.flatMap(({ timerStartedEventAttributes: timer }) => timer?.timerId ?? []);

/** Measures some texts, all at once. */
const wide = workflow({ name: "wide" }, function* (many: number, length: number) {
  const lengths = yield* all(Array.from({ length: many }, (_, i) => measure(String(i % 10).repeat(length))));
  return lengths.reduce((sum, one) => sum + one, 0);
});

describe("decisions of more than 1 MB, which cut the connection", () => {
  it("are planned by bytes: several requests, none of them too long", async () => {
    const bytes: number[] = [];
    place = openPlace({
      engine: openEngine({ seed: 1, clock: virtualClock() }),
      interference: {
        respondDecisionTaskCompleted(input, call) {
          bytes.push(Buffer.byteLength(JSON.stringify(input)));
          return call();
        },
      },
    });
    await place.decider({ workflows: [wide] });
    await place.acting({ activities: [measure] });
    const run = await place.client.start(wide, { workflowId: "w" }, 100, 30_000);
    expect(await run.result()).toBe(3_000_000);
    expect(Math.max(...bytes)).toBeLessThan(1_000_000);
    expect(bytes.reduce((sum, one) => sum + one, 0)).toBeGreaterThan(3_000_000);
    expect(place.logger.codes()).toEqual([]);
  });
});

describe("schedule decisions that are throttled", () => {
  it("do not loop hot: back-off timers space them out, and the history stays short", async () => {
    const quotas = { decisions: { ScheduleActivityTask: { bucket: 5, perSecond: 1 } } };
    place = openPlace({ engine: openEngine({ seed: 1, clock: virtualClock(), quotas }) });
    await place.decider({ workflows: [wide] });
    await place.acting({ activities: [measure] });
    const run = await place.client.start(wide, { workflowId: "w" }, 60, 1);
    expect(await run.result()).toBe(60);
    const events = await run.history();
    expect(countOf(events, "ScheduleActivityTaskFailed")).toBeGreaterThan(0);
    // Every refusal is an event: a hot loop would write thousands.
    expect(countOf(events, "ScheduleActivityTaskFailed")).toBeLessThan(1_000);
    expect(events.length).toBeLessThan(2_000);
    const backoffs = timersOf(events);
    expect(backoffs.length).toBeGreaterThan(0);
    expect(backoffs.every((id) => id.startsWith("sweft."))).toBe(true);
    expect(place.logger.codes()).toEqual([]);
  });

  it("are charged to the budget of the history, so that a run never begins what it cannot end", async () => {
    place = openPlace({ engine: openEngine({ seed: 1, clock: virtualClock({ manual: true }) }) });
    await place.decider({ workflows: [wide], limits: { historyEvents: 200, reservedEvents: 20 } });
    await place.acting({ activities: [measure] });
    const run = await place.client.start(wide, { workflowId: "w" }, 60, 1);
    await until(() => place.logger.codes().includes("HISTORY_BUDGET"));
    expect(countOf(await run.history(), "ActivityTaskScheduled")).toBe(0);
    await run.terminate();
  });
});

describe("markers, canceled timers and empty answers, which wake nobody", () => {
  it("are followed by a wake-up timer when decisions were cut off", async () => {
    place = openPlace({ engine: openEngine({ seed: 1, clock: virtualClock() }) });
    await place.decider({ workflows: [wide], limits: { decisions: 3 } });
    await place.acting({ activities: [measure] });
    const run = await place.client.start(wide, { workflowId: "w" }, 7, 1);
    expect(await run.result()).toBe(7);
    const wakes = timersOf(await run.history());
    expect(wakes.length).toBeGreaterThan(0);
    expect(wakes.every((id) => id.startsWith("sweft.more."))).toBe(true);
  });

  it("and by none otherwise: waiting for a signal does not spin", async () => {
    const clock = virtualClock({ manual: true });
    place = openPlace({ engine: openEngine({ seed: 1, clock, longPollSeconds: 86_400 }) });
    const patient = workflow({ name: "patient", executionStartToCloseTimeout: "100 days" }, function* () {
      return yield* go.receive();
    });
    await place.decider({ workflows: [patient], limits: { decisions: 3 } });
    const run = await place.client.start(patient, { workflowId: "p" });
    await clock.advance(0);
    const before = (await run.history()).length;
    await clock.advance(30 * 86_400_000);
    const events = await run.history();
    expect([events.length, timersOf(events)]).toEqual([before, []]);
    await run.signal(go, "at last");
    expect(await run.result()).toBe("at last");
  });
});
