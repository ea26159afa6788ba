import { afterEach, describe, expect, it, jest } from "@jest/globals";
import { openEngine, virtualClock } from "@sweft/engine";
import { openPayloads } from "@sweft/payload";
import type { Interceptor } from "@sweft/workflow";
import {
  activity,
  contextValue,
  map,
  now,
  queue,
  race,
  replay,
  saga,
  scope,
  shield,
  signal,
  sleep,
  start,
  until,
  withTimeout,
  workflow,
} from "@sweft/workflow";
import type { AnyWorkflow, RunHandle } from "../../src/index.ts";
import { activityContext } from "../../src/index.ts";
import type { Place } from "../setup.ts";
import { openPlace, until as untilSeen } from "../setup.ts";

jest.setTimeout(180_000);

let working = 0;
let most = 0;
let told: string[] = [];

const resize = activity({ name: "resize", startToCloseTimeout: "1h" }, async (photo: number) => {
  most = Math.max(most, ++working);
  await activityContext().sleep(60 * (1 + (photo % 3)));
  working--;
  if (photo % 5 === 4) throw Object.assign(new Error(`photo ${photo} is broken`), { code: "BROKEN" });
  return photo * 10;
});
/** Beats all along, and never ends by itself. */
const hang = activity({ name: "hang", startToCloseTimeout: "30d", heartbeatTimeout: "1m" }, async (id: string) => {
  try {
    return await activityContext().aborted();
  } finally {
    told.push(`${id} stopped`);
  }
});
const tell = activity({ name: "tell" }, async (text: string) => {
  told.push(text);
  return text.length;
});
let failures = 0;
const flaky = activity({ name: "flaky" }, async (name: string) => {
  if (failures++ === 0) throw new Error("not yet");
  return `for ${name}`;
});

let place: Place;
afterEach(() => place.close());

async function open(...workflows: readonly AnyWorkflow[]): Promise<Place> {
  working = 0;
  most = 0;
  told = [];
  failures = 0;
  place = openPlace({ engine: openEngine({ seed: 1, clock: virtualClock() }) });
  await place.acting({ activities: [resize, hang, tell, flaky], concurrency: 100 });
  await place.decider({ workflows });
  return place;
}

/** What a replay from zero of what is recorded comes to, and what it would still decide. */
async function replayed(run: RunHandle<unknown>, code: AnyWorkflow) {
  const again = replay(code as never, await run.history(), { converter: openPayloads() });
  return { status: again.status, left: "decisions" in again ? again.decisions.length : 0 };
}

const has = async (run: RunHandle<unknown>, eventType: string) =>
  (await run.history()).some((event) => event.eventType === eventType);

describe("a map on the engine", () => {
  const album = workflow({ name: "album" }, function* (photos: readonly number[]) {
    const ends = yield* map(photos, (photo) => resize(photo), { concurrency: 4, toleratedFailures: 4 });
    return ends.map((end) => (end.status === "fulfilled" ? end.value : (end.reason as { code: string }).code));
  });

  it("works at so many items at a time, and bears so many failures", async () => {
    await open(album);
    const photos = Array.from({ length: 20 }, (_, i) => i);
    const run = await place.client.start(album, { workflowId: "a" }, photos);
    expect(await run.result()).toEqual(photos.map((photo) => (photo % 5 === 4 ? expect.any(String) : photo * 10)));
    expect(most).toBe(4);
    expect(await replayed(run, album)).toEqual({ status: "completed", left: 0 });
  });

  it("fails at one more, and cancels what is in flight", async () => {
    await open(album);
    const run = await place.client.start(album, { workflowId: "a" }, [4, 9, 14, 19, 24, 2, 5, 8, 11]);
    await expect(run.result()).rejects.toMatchObject({ code: "WORKFLOW_FAILED", cause: { code: "MAP_FAILED" } });
    expect(await has(run, "ActivityTaskCancelRequested")).toBe(true);
    expect(await replayed(run, album)).toEqual({ status: "failed", left: 0 });
  });
});

describe("a time limit on the engine", () => {
  it("ends an activity that beats and never ends", async () => {
    const impatient = workflow({ name: "impatient" }, function* () {
      try {
        return yield* withTimeout("10m", hang("h"));
      } catch (error) {
        return (error as { code: string }).code;
      }
    });
    await open(impatient);
    const run = await place.client.start(impatient, { workflowId: "i" });
    expect(await run.result()).toBe("TIMEOUT");
    await untilSeen(() => told.includes("h stopped"));
    expect(await replayed(run, impatient)).toEqual({ status: "completed", left: 0 });
  });
});

describe("structured work on the engine", () => {
  it("that a client cancels undoes what it did, behind shields, before it ends", async () => {
    const trip = workflow({ name: "trip" }, function* () {
      return yield* saga(function* (compensate) {
        yield* tell("hotel");
        compensate(() => tell("no hotel"));
        yield* tell("flight");
        compensate(function* () {
          yield* sleep("1h");
          yield* tell("no flight");
        });
        try {
          yield* scope(function* () {
            yield* start(hang("visa"));
            yield* sleep("30 days");
          });
        } finally {
          yield* shield(tell("told the guest"));
        }
      });
    });
    await open(trip);
    const run = await place.client.start(trip, { workflowId: "t" });
    await untilSeen(async () => told.includes("flight") && (await has(run, "TimerStarted")));
    await run.cancel();
    await expect(run.result()).rejects.toMatchObject({ code: "WORKFLOW_CANCELED" });
    const ends = ["hotel", "flight", "visa stopped", "told the guest", "no flight", "no hotel"];
    expect([...told].sort()).toEqual([...ends].sort());
    expect(told.filter((text) => text !== "visa stopped")).toEqual(ends.filter((text) => text !== "visa stopped"));
    expect(await has(run, "WorkflowExecutionCanceled")).toBe(true);
    expect(await replayed(run, trip)).toEqual({ status: "canceled", left: 0 });
  });

  it("that fails cancels its siblings, and only they", async () => {
    const mixed = workflow({ name: "mixed" }, function* () {
      const outside = yield* start(tell("outside"));
      try {
        yield* scope(function* () {
          yield* start(hang("inside"));
          yield* resize(4);
        });
      } catch (error) {
        return [(error as { cause: { code: string } }).cause.code, yield* outside];
      }
      return [];
    });
    await open(mixed);
    const run = await place.client.start(mixed, { workflowId: "m" });
    expect(await run.result()).toEqual(["BROKEN", 7]);
    await untilSeen(() => told.includes("inside stopped"));
    expect(await replayed(run, mixed)).toEqual({ status: "completed", left: 0 });
  });
});

describe("coroutines on the engine", () => {
  const parcel = signal<string>("parcel");
  const close = signal("close");

  it("hand on what signals bring through a queue, and wait until the last is packed", async () => {
    const depot = workflow({ name: "depot" }, function* () {
      const line = queue<string>({ capacity: 2 });
      let taken = 0;
      let packed = 0;
      yield* parcel.handle(function* (to) {
        taken++;
        yield* line.put(to);
      });
      for (let i = 0; i < 2; i++) {
        yield* start(function* () {
          for (;;) {
            yield* tell(yield* line.take());
            yield* sleep(30);
            packed++;
          }
        });
      }
      yield* close.receive();
      yield* until(() => packed === taken);
      return packed;
    });
    await open(depot);
    const run = await place.client.start(depot, { workflowId: "d" });
    const addresses = Array.from({ length: 12 }, (_, i) => `to ${i}`);
    for (const to of addresses) await run.signal(parcel, to);
    await run.signal(close);
    expect(await run.result()).toBe(12);
    expect([...told].sort()).toEqual([...addresses].sort());
    expect(await replayed(run, depot)).toEqual({ status: "completed", left: 0 });
  });

  it("work behind an interceptor that asks again, with a value that context hands down", async () => {
    const guest = contextValue<string>("guest");
    const twice: Interceptor = function* (work, next) {
      try {
        return yield* next(work);
      } catch {
        yield* sleep("5m");
        return yield* next(work);
      }
    };
    const booking = workflow({ name: "booking", interceptors: [twice] }, function* () {
      const from = yield* now();
      const [booked] = yield* guest.provide("Ann", function* () {
        const handle = yield* start(function* () {
          return yield* flaky(yield* guest.get());
        });
        return [(yield* race({ handle, late: sleep("1h") })).value];
      });
      return [booked, (yield* now()).getTime() - from.getTime() >= 300_000];
    });
    await open(booking);
    const run = await place.client.start(booking, { workflowId: "b" });
    expect(await run.result()).toEqual(["for Ann", true]);
    expect(await replayed(run, booking)).toEqual({ status: "completed", left: 0 });
  });
});
