import { afterEach, describe, expect, it, jest } from "@jest/globals";
import { openEngine, virtualClock } from "@sweft/engine";
import { memoryStore, openPayloads } from "@sweft/payload";
import { activity, map, replay, workflow } from "@sweft/workflow";
import type { Place } from "../../setup.ts";
import { openPlace } from "../../setup.ts";

jest.setTimeout(1_800_000);

let place: Place;

afterEach(() => place.close());

const numbers = (length: number) => Array.from({ length }, (_, i) => i);

/** Every thousandth item cannot be done. */
const resize = activity({ name: "resize" }, async (item: number) => {
  if (item % 1000 === 999) throw Object.assign(new Error(`no item ${item}`), { code: "NO_ITEM" });
  return item + 1;
});

const everything = workflow({ name: "everything" }, function* (n: number, partition: number) {
  const ends = yield* map(numbers(n), resize, { partition, toleratedFailures: n });
  const failed = ends.flatMap((end, i) => (end.status === "rejected" ? [i] : []));
  const sum = ends.reduce((total, end) => total + (end.status === "fulfilled" ? end.value : 0), 0);
  return { length: ends.length, failed: failed.length, first: failed[0], sum };
});

const expected = (n: number) => {
  const failed = Math.floor(n / 1000);
  const lost = Array.from({ length: failed }, (_, i) => (i + 1) * 1000).reduce((sum, value) => sum + value, 0);
  return { length: n, failed, first: 999, sum: (n * (n + 1)) / 2 - lost };
};

async function runs(n: number, partition: number, quotas: "off" | "real"): Promise<void> {
  const payloads = openPayloads({ store: memoryStore() });
  place = openPlace({ engine: openEngine({ seed: 1, clock: virtualClock(), quotas }), payloads });
  await place.decider({ workflows: [everything] });
  await place.acting({ activities: [resize], concurrency: 100 });
  const run = await place.client.start(everything, { workflowId: "all" }, n, partition);
  expect(await run.result()).toEqual(expected(n));
  const events = await run.history();
  const children = events.filter(({ eventType }) => eventType === "StartChildWorkflowExecutionInitiated");
  expect(children).toHaveLength(n / partition);
  await payloads.fetch(events.flatMap((event) => event.childWorkflowExecutionCompletedEventAttributes?.result ?? []));
  expect(replay(everything, events as never, { converter: payloads })).toMatchObject({ status: "completed" });
}

describe("a map with `partition`, on the engine", () => {
  it("does 100,000 items, some of which fail", () => runs(100_000, 500, "off"));

  it("shares the quotas of SWF among its parts", () => runs(6_000, 400, "real"));
});
