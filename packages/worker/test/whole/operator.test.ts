import { afterEach, describe, expect, it } from "@jest/globals";
import type { Workflow } from "@sweft/workflow";
import { activity, continueAsNew, signal, sleep, workflow } from "@sweft/workflow";
import { activityContext } from "../../src/index.ts";
import type { Interference, Place } from "../setup.ts";
import { openPlace, outage, until } from "../setup.ts";

let place: Place;
afterEach(() => place.close());

const word = signal<string>("word");

/** Never ends by itself, and says when it was told to stop. */
const stopped: string[] = [];
const hang = activity({ name: "hang", heartbeatTimeout: 1, startToCloseTimeout: 3600 }, async (id: string) => {
  const { signal: abort } = activityContext();
  await new Promise((resolve) => abort.addEventListener("abort", resolve));
  stopped.push(id);
  return "late";
});

let attempts = 0;
const flaky = activity({ name: "flaky", retry: { attempts: 5, delay: "1 day", jitter: "none" } }, async () => {
  attempts++;
  if (attempts < 2) throw new Error("not yet");
  return `attempt ${attempts}`;
});
const note = activity({ name: "note" }, async (text: string) => text.toUpperCase());
const hanging = workflow({ name: "hanging" }, function* (id: string) {
  const value: string = yield* hang(id);
  return `got ${value}`;
});
const trying = workflow({ name: "trying" }, function* () {
  return yield* flaky();
});
const waiting = workflow({ name: "waiting" }, function* () {
  yield* sleep("30 days");
  return "woken";
});
const telling = workflow({ name: "telling" }, function* () {
  const told: string[] = [];
  for (let i = 0; i < 3; i++) told.push(yield* note(yield* word.receive()));
  return told;
});
const relay: Workflow<[left: number], string> = workflow({ name: "relay" }, function* (left: number) {
  yield* word.receive();
  if (left > 0) return yield* continueAsNew(relay, left - 1);
  yield* sleep("30 days");
  return "end";
});

async function open(interference: Interference = {}): Promise<Place> {
  place = openPlace({ interference });
  await place.acting({ activities: [hang, flaky, note] });
  await place.decider({ workflows: [hanging, trying, waiting, telling, relay] });
  return place;
}

/** Has the history an event of this type? */
const has = async (run: { history(): Promise<readonly { eventType?: string | undefined }[]> }, eventType: string) =>
  (await run.history()).some((event) => event.eventType === eventType);

describe("an operator", () => {
  it("ends an activity that hangs, which is told to stop", async () => {
    const { client } = await open();
    const run = await client.start(hanging, { workflowId: "h" }, "h");
    await until(() => has(run, "ActivityTaskStarted"));
    await run.operator.complete("1", "by hand");
    expect(await run.result()).toBe("got by hand");
    expect(await has(run, "ActivityTaskCancelRequested")).toBe(true);
    await until(() => stopped.includes("h"));
  });

  it("skips the pause of a retry", async () => {
    attempts = 0;
    const { client } = await open();
    const run = await client.start(trying, { workflowId: "t" });
    await until(() => has(run, "TimerStarted"));
    await run.operator.retryNow("1");
    expect(await run.result()).toBe("attempt 2");
  });

  it("lets a timer fire now", async () => {
    const { client } = await open();
    const run = await client.start(waiting, { workflowId: "w" });
    await until(() => has(run, "TimerStarted"));
    await run.operator.fire("1");
    expect(await run.result()).toBe("woken");
  });

  it("makes work fail, and the workflow with it", async () => {
    const { client } = await open();
    const run = await client.start(waiting, { workflowId: "w" });
    await until(() => has(run, "TimerStarted"));
    await run.operator.fail("1", Object.assign(new Error("gave up"), { code: "GAVE_UP" }));
    await expect(run.result()).rejects.toMatchObject({ code: "WORKFLOW_FAILED", cause: { code: "GAVE_UP" } });
  });

  it("pauses a run, whose signals and results wait until it goes on", async () => {
    const { client } = await open();
    const run = await client.start(telling, { workflowId: "p" });
    await run.signal(word, "a");
    await until(() => has(run, "ActivityTaskCompleted"));
    await run.operator.pause();
    await run.signal(word, "b");
    await run.signal(word, "c");
    const scheduled = (await run.history()).filter(({ eventType }) => eventType === "ActivityTaskScheduled");
    expect(scheduled).toHaveLength(1);
    await run.operator.resume();
    expect(await run.result()).toEqual(["A", "B", "C"]);
  });

  it("is told why a run refuses, and what is open in it", async () => {
    const { client } = await open();
    const run = await client.start(waiting, { workflowId: "w" });
    await until(() => has(run, "TimerStarted"));
    await expect(run.operator.fire("7")).rejects.toMatchObject({
      code: "OPERATION_REJECTED",
      message: expect.stringContaining("open are 1 (StartTimer)"),
      cause: { code: "OPERATION_REJECTED" },
    });
    await expect(run.operator.retryNow("1")).rejects.toMatchObject({ code: "OPERATION_REJECTED" });
    await expect(run.operator.fail("1", new TypeError("x"))).rejects.toMatchObject({ code: "OPERATION_REJECTED" });
  });

  it("of a run that has ended, or is not there, or with no id, fails at once", async () => {
    const { client } = await open();
    const run = await client.start(waiting, { workflowId: "w" });
    await until(() => has(run, "TimerStarted"));
    await run.operator.fire("1");
    await run.result();
    await expect(run.operator.pause()).rejects.toMatchObject({ code: "RUN_NOT_OPEN" });
    await expect(client.run("none").operator.pause()).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
    for (const id of ["", "a b", undefined as never]) {
      await expect(run.operator.fire(id)).rejects.toMatchObject({ code: "WORKER_OPTION_INVALID" });
    }
  });

  it("of a run that has continued as new does not reach into the next", async () => {
    const { client } = await open();
    const run = await client.start(relay, { workflowId: "r" }, 1);
    const first = client.run("r", run.runId);
    await run.signal(word, "on");
    await until(() => has(first, "WorkflowExecutionContinuedAsNew"));
    await expect(first.operator.fire("1")).rejects.toMatchObject({ code: "RUN_NOT_OPEN" });
    await client.run("r").operator.complete("1", "on");
    await client.run("r").operator.fire("2");
    expect(await run.result()).toBe("end");
  });

  it("does a thing once, though the answer to its request was lost", async () => {
    const { client } = await open({
      async signalWorkflowExecution(_input, call, nth) {
        const answer = await call();
        if (nth === 1) throw outage();
        return answer;
      },
    });
    const run = await client.start(telling, { workflowId: "o" });
    await until(() => has(run, "DecisionTaskCompleted"));
    await run.operator.complete("1", "a");
    await run.operator.complete("3", "b");
    await run.operator.complete("5", "c");
    expect(await run.result()).toEqual(["A", "B", "C"]);
  });
});
