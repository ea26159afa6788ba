import { afterEach, describe, expect, it } from "@jest/globals";
import { openEngine, virtualClock } from "@sweft/engine";
import type { Coroutine } from "@sweft/workflow";
import { activity, checkpoint, info, now, signal, sleep, workflow } from "@sweft/workflow";
import type { Place } from "../setup.ts";
import { openPlace, until } from "../setup.ts";

// 2024-01-01 is a Monday.
const START_MS = Date.UTC(2024, 0, 1, 12);

const virtual = () => openEngine({ seed: 1, clock: virtualClock({ startMs: START_MS }) });

let place: Place;
afterEach(() => place.close());

describe("a workflow with a schedule", () => {
  it("runs on every weekday of a month, at its time, and ends when it is canceled", async () => {
    const times: string[] = [];
    const report = activity({ name: "report" }, async (at: string) => {
      times.push(at);
    });
    const daily = workflow(
      { name: "daily", cron: "30 9 * * MON-FRI", executionStartToCloseTimeout: "1h" },
      function* () {
        yield* report((yield* now()).toISOString());
        yield* sleep("10m");
      },
    );
    place = openPlace({ engine: virtual() });
    await place.decider({ workflows: [daily] });
    await place.acting({ activities: [report] });
    await place.client.start(daily, { workflowId: "d" });
    await until(() => times.length >= 22);
    await place.client.run("d").cancel();
    const inJanuary = times.filter((time) => time < "2024-02");
    expect(inJanuary.slice(0, 22)).toEqual(
      Array.from({ length: 30 }, (_, i) => new Date(Date.UTC(2024, 0, 2 + i, 9, 30)))
        .filter((date) => date.getUTCDay() !== 0 && date.getUTCDay() !== 6)
        .map((date) => date.toISOString()),
    );
    expect(place.logger.codes()).toEqual([]);
  });
});

describe("a workflow that is tried again by its own policy", () => {
  it("begins anew after its pause, and the client gets the result of the attempt that succeeds", async () => {
    const began: number[] = [];
    const trying = workflow({ name: "trying", runRetry: { attempts: 3, delay: "1h" } }, function* (n: number) {
      began.push((yield* now()).getTime());
      const { attempt } = yield* info();
      if (attempt < 3) throw Object.assign(new Error("not yet"), { code: "BUSY" });
      return [n, attempt];
    });
    place = openPlace({ engine: virtual() });
    await place.decider({ workflows: [trying] });
    const run = await place.client.start(trying, { workflowId: "t" }, 7);
    expect(await run.result()).toEqual([7, 3]);
    const first = Math.min(...began);
    expect([...new Set(began)].map((ms) => ms - first)).toEqual([0, 3_600_000, 7_200_000]);
  });

  it("fails with the error of the last attempt", async () => {
    const failing = workflow({ name: "failing", runRetry: 2 }, function* (): Coroutine<void> {
      throw Object.assign(new Error(`attempt ${(yield* info()).attempt}`), { code: "NO" });
    });
    place = openPlace({ engine: virtual() });
    await place.decider({ workflows: [failing] });
    const run = await place.client.start(failing, { workflowId: "f" });
    await expect(run.result()).rejects.toMatchObject({ cause: { code: "NO", message: "attempt 2" } });
  });
});

describe("a workflow with checkpoints", () => {
  it("goes on for ever in short histories, and takes every signal once, in order", async () => {
    const go = signal<number>("go");
    const runs = new Set<string>();
    const serving = workflow({ name: "serving" }, function* (served: number[]): Coroutine<number[]> {
      const taken = [...served];
      for (;;) {
        runs.add((yield* info()).runId);
        const n = yield* go.receive();
        if (n < 0) return taken;
        taken.push(n);
        yield* checkpoint(serving, taken);
      }
    });
    place = openPlace();
    await place.decider({ workflows: [serving], checkpointEvents: 10 });
    const run = await place.client.start(serving, { workflowId: "s" }, []);
    const latest = place.client.run("s");
    for (let n = 0; n < 24; n++) await latest.signal(go, n);
    await latest.signal(go, -1);
    expect(await run.result()).toEqual(Array.from({ length: 24 }, (_, n) => n));
    expect(runs.size).toBeGreaterThan(1);
  });
});
