import { afterEach, describe, expect, it } from "@jest/globals";
import type { StandardSchema } from "@sweft/workflow";
import { activity, signal, workflow } from "@sweft/workflow";
import type { Place } from "../setup.ts";
import { openPlace } from "../setup.ts";

/** Whole numbers above 0, judged after a while if `isSlow`. */
const positive = (isSlow: boolean): StandardSchema<number, number> => {
  const judge = (value: unknown) =>
    typeof value === "number" && value > 0 ? { value } : { issues: [{ message: "not above 0" }] };
  return {
    "~standard": { version: 1, vendor: "test", validate: isSlow ? async (value) => judge(value) : judge },
  };
};

let calls = 0;
const charge = activity(
  { name: "charge", input: [positive(true)], output: positive(true), retry: { attempts: 3, delay: 0 } },
  (cents) => {
    calls++;
    return cents - 100;
  },
);
const pay = signal("pay", positive(false));
const order = workflow({ name: "order", input: [positive(false)] }, function* (cents) {
  const paid = yield* pay.receive();
  return yield* charge(cents + paid);
});

let place: Place;
afterEach(() => place.close());

async function shop(): Promise<Place> {
  place = openPlace();
  calls = 0;
  await place.decider({ workflows: [order] });
  await place.acting({ activities: [charge] });
  return place;
}

describe("schemas, on the engine with its workers,", () => {
  it("let through what they accept, and skip and report the signals that they refuse", async () => {
    await shop();
    const run = await place.client.start(order, { workflowId: "o" }, 200);
    await run.signal(pay, -1);
    await run.signal(pay, 1);
    expect(await run.result()).toBe(101);
    const markers = (await run.history()).flatMap(
      ({ markerRecordedEventAttributes: marker }) => marker?.markerName ?? [],
    );
    expect(markers).toEqual(["sweft.run", "sweft.rejected"]);
    expect(place.logger.lines).toContainEqual(
      expect.objectContaining({ level: "warn", message: "signal pay was rejected by its schema: not above 0" }),
    );
  });

  it("fail the run whose input they refuse", async () => {
    await shop();
    const run = await place.client.start(order, { workflowId: "o" }, 0);
    await expect(run.result()).rejects.toMatchObject({
      code: "WORKFLOW_FAILED",
      cause: { code: "INPUT_INVALID", issues: [{ path: "0", message: "not above 0" }] },
    });
  });

  it("fail an activity whose input or result they refuse; the input before it is called, and once", async () => {
    calls = 0;
    const wrong = workflow({ name: "order" }, function* (cents: number) {
      return yield* charge(cents);
    });
    place = openPlace();
    await place.decider({ workflows: [wrong] });
    await place.acting({ activities: [charge] });
    const refused = await place.client.start(wrong, { workflowId: "i" }, -5);
    await expect(refused.result()).rejects.toMatchObject({ cause: { cause: { code: "INPUT_INVALID" } } });
    expect(calls).toBe(0);
    expect((await refused.history()).filter(({ eventType }) => eventType === "ActivityTaskScheduled")).toHaveLength(1);
    const spoiled = await place.client.start(wrong, { workflowId: "r" }, 5);
    await expect(spoiled.result()).rejects.toMatchObject({ cause: { cause: { code: "OUTPUT_INVALID" } } });
  });
});
