import { afterEach, describe, expect, it } from "@jest/globals";
import { openEngine, virtualClock } from "@sweft/engine";
import { memoryStore, openPayloads } from "@sweft/payload";
import type { ActivityError } from "@sweft/workflow";
import { activity, sleep, workflow } from "@sweft/workflow";
import type { SwfApi } from "../../src/index.ts";
import type { Interference, Place, PlaceOptions } from "../setup.ts";
import { openPlace, outage, until } from "../setup.ts";

// What activity workers and clients of SWF have suffered from, and must not here.

const long = activity({ name: "long" }, () => "x".repeat(40_000));
const hop = activity({ name: "hop" }, (n: number) => n + 1);

const asks = workflow({ name: "asks" }, function* () {
  try {
    return (yield* long()).length;
  } catch (error) {
    return error as ActivityError;
  }
});
const hops = workflow({ name: "hops", taskPriority: 3, childPolicy: "ABANDON" }, function* (n: number) {
  return yield* hop.with({ taskPriority: 7 })(n);
});

let place: Place;
afterEach(() => place.close());

const open = (interference: Interference = {}, options: PlaceOptions = {}): Place => {
  place = openPlace({ engine: openEngine({ seed: 1, clock: virtualClock() }), interference, ...options });
  return place;
};

describe("a result over 32,768 characters", () => {
  it("goes out of band where there is a store", async () => {
    open({}, { payloads: openPayloads({ store: memoryStore() }) });
    await place.decider({ workflows: [asks] });
    await place.acting({ activities: [long] });
    expect(await (await place.client.start(asks, { workflowId: "a" })).result()).toBe(40_000);
  });

  it("is reported as a failure with a truncated reason where there is none, instead of running until it times out", async () => {
    open();
    const failing = workflow({ name: "asks" }, function* () {
      return yield* long();
    });
    await place.decider({ workflows: [failing] });
    await place.acting({ activities: [long] });
    const run = await place.client.start(failing, { workflowId: "a" });
    await expect(run.result()).rejects.toMatchObject({ cause: { code: "ACTIVITY_FAILED" } });
    const events = await run.history();
    const { reason = "" } = events.find(({ eventType }) => eventType === "ActivityTaskFailed")
      ?.activityTaskFailedEventAttributes ?? { reason: "" };
    expect(reason).toMatch(/PAYLOAD/);
    expect(reason.length).toBeLessThanOrEqual(256);
    expect(events.some(({ eventType }) => eventType === "ActivityTaskTimedOut")).toBe(false);
  });
});

describe("a poll that is open when its worker closes", () => {
  it("is drained and not aborted: the task that comes by it is done", async () => {
    const aborted: string[] = [];
    const engine = openEngine({ seed: 1 });
    const watch = (what: string, signal: AbortSignal | undefined): void =>
      signal?.addEventListener("abort", () => aborted.push(what));
    const api: SwfApi = {
      ...engine,
      // As on Amazon SWF, where a poll that is aborted may take a task with it.
      abortsSafely: false,
      pollForDecisionTask(input, options) {
        watch("a poll for decisions", options?.abortSignal);
        return engine.pollForDecisionTask(input, options);
      },
      pollForActivityTask(input, options) {
        watch("a poll for activities", options?.abortSignal);
        return engine.pollForActivityTask(input, options);
      },
    };
    place = openPlace({ engine });
    const decider = await place.decider({ api, workflows: [hops] });
    const worker = await place.acting({ api, activities: [hop] });
    const closing = Promise.all([decider.close(), worker.close()]);
    const run = await place.client.start(hops, { workflowId: "h" }, 1);
    await closing;
    await place.decider({ workflows: [hops] });
    expect(await run.result()).toBe(2);
    const events = await run.history();
    expect(events.filter(({ eventType }) => /TimedOut$/.test(eventType ?? ""))).toEqual([]);
    expect(aborted).toEqual([]);
  });
});

describe("registered defaults, which cannot be changed", () => {
  it("decide nothing: every value goes along with every decision and start", async () => {
    open();
    await place.decider({ workflows: [hops] });
    await place.acting({ activities: [hop] });
    const run = await place.client.start(hops, { workflowId: "h" }, 1);
    await run.result();
    const events = await run.history();
    expect(events[0]?.workflowExecutionStartedEventAttributes).toMatchObject({
      taskPriority: "3",
      childPolicy: "ABANDON",
      taskStartToCloseTimeout: "30",
      executionStartToCloseTimeout: "86400",
      taskList: { name: "default" },
    });
    const scheduled = events.find(({ eventType }) => eventType === "ActivityTaskScheduled");
    expect(scheduled?.activityTaskScheduledEventAttributes).toMatchObject({
      taskPriority: "7",
      startToCloseTimeout: "300",
      scheduleToStartTimeout: "NONE",
      scheduleToCloseTimeout: "NONE",
      heartbeatTimeout: "NONE",
      taskList: { name: "default" },
    });
  });

  it("are reported where they have drifted from the code", async () => {
    open();
    await place.decider({ workflows: [hops] });
    const changed = workflow({ ...hops.options, taskPriority: 4 }, function* () {});
    await place.decider({ workflows: [changed], taskList: "default" });
    expect(place.logger.lines.find(({ level }) => level === "warn")?.fields).toMatchObject({
      differences: ["defaultTaskPriority: registered 3, declared 4"],
    });
  });
});

describe("a start that is tried again after its answer was lost", () => {
  it("is refused as already started, and recognised as ours when the run matches", async () => {
    open({
      async startWorkflowExecution(_input, call, nth) {
        const run = await call();
        if (nth === 1) throw outage();
        return run;
      },
    });
    await place.decider({ workflows: [hops] });
    await place.acting({ activities: [hop] });
    expect(await (await place.client.start(hops, { workflowId: "h" }, 1)).result()).toBe(2);
  });

  it("is an error when the run is somebody else's", async () => {
    const engine = openEngine({ seed: 1, clock: virtualClock({ manual: true }) });
    open(
      {
        async startWorkflowExecution(_input, call, nth) {
          if (nth === 2) throw outage();
          return call();
        },
      },
      { engine },
    );
    const waits = workflow({ name: "waits" }, function* (_whose: number) {
      yield* sleep("1 day");
    });
    await place.decider({ workflows: [waits] });
    await place.client.start(waits, { workflowId: "w" }, 1);
    await expect(place.client.start(waits, { workflowId: "w" }, 2)).rejects.toMatchObject({
      code: "WORKFLOW_ALREADY_STARTED",
    });
  });
});

describe("a worker that receives a type it does not know", () => {
  it("answers an activity with a failure that names it, and does not sit on it", async () => {
    open();
    await place.decider({ workflows: [hops] });
    await (await place.acting({ activities: [hop], taskList: "elsewhere" })).close();
    await place.acting({ activities: [long] });
    const run = await place.client.start(hops, { workflowId: "h" }, 1);
    await expect(run.result()).rejects.toMatchObject({
      reason: expect.stringMatching(/UNKNOWN_ACTIVITY_TYPE: this worker does not know hop 1/),
    });
  });

  it("holds a workflow, says which, and leaves it to a decider that knows it", async () => {
    open();
    await (await place.decider({ workflows: [hops] })).close();
    const decider = await place.decider({ workflows: [asks] });
    await place.acting({ activities: [hop] });
    const run = await place.client.start(hops, { workflowId: "h" }, 1);
    await until(() => place.logger.codes().includes("UNKNOWN_WORKFLOW_TYPE"));
    await decider.close();
    await place.decider({ workflows: [hops] });
    expect(await run.result()).toBe(2);
  });
});
