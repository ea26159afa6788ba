import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { memoryStore, openPayloads } from "@sweft/payload";
import type { Coroutine } from "@sweft/workflow";
import { activity, continueAsNew, signal, workflow } from "@sweft/workflow";
import type { Place } from "../setup.ts";
import { openPlace } from "../setup.ts";

const go = signal<number>("go");
const end = signal("end");
const pause = activity({ name: "pause" }, async (n: number) => n);

/** Takes three signals a run, in ten runs; then says all it has taken. */
const counting = workflow({ name: "counting" }, function* (runs: number, taken: number[]): Coroutine<number[]> {
  const mine = [yield* go.receive(), yield* go.receive(), yield* go.receive()];
  yield* pause(runs);
  const all = [...taken, ...mine];
  if (runs === 1) {
    yield* end.receive();
    return all;
  }
  return yield* continueAsNew(counting, runs - 1, all);
});

let place: Place;
beforeEach(() => {
  place = openPlace({ payloads: openPayloads({ store: memoryStore() }) });
});
afterEach(() => place.close());

describe("a workflow that continues as new ten times", () => {
  it("loses no signal that comes meanwhile, doubles none, keeps their order, and its result is found", async () => {
    await place.decider({ workflows: [counting] });
    await place.acting({ activities: [pause] });
    const run = await place.client.start(counting, { workflowId: "c" }, 10, []);
    const first = run.runId;
    const latest = place.client.run("c");
    for (let n = 0; n < 30; n++) await latest.signal(go, n);
    await latest.signal(end);
    expect(await run.result()).toEqual(Array.from({ length: 30 }, (_, n) => n));
    expect(run.runId).not.toBe(first);
    expect(place.logger.codes()).toEqual([]);
  });

  it("keeps what it hands on out of band where it is long", async () => {
    const long = "x".repeat(40_000);
    const words = signal<string>("words");
    const keeping = workflow({ name: "keeping" }, function* (n: number): Coroutine<string[]> {
      if (n === 1) return [yield* words.receive(), yield* words.receive()];
      yield* end.receive();
      return yield* continueAsNew(keeping, n - 1);
    });
    await place.decider({ workflows: [keeping] });
    const run = await place.client.start(keeping, { workflowId: "k" }, 3);
    const latest = place.client.run("k");
    await latest.signal(words, `${long}1`);
    await latest.signal(words, `${long}2`);
    await latest.signal(end);
    await latest.signal(end);
    expect((await run.result()).map((word) => word.at(-1))).toEqual(["1", "2"]);
  });
});
