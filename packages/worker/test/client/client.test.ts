import type { Decision, DecisionTask } from "@aws-sdk/client-swf";
import { afterEach, describe, expect, it, jest } from "@jest/globals";
import { openEngine, virtualClock } from "@sweft/engine";
import { openPayloads } from "@sweft/payload";
import { activity, replay, signal, sleep, workflow } from "@sweft/workflow";
import { openClient } from "../../src/index.ts";
import type { Interference, Place } from "../setup.ts";
import { openPlace, outage, refusal, serve, until } from "../setup.ts";

jest.setTimeout(180_000);

const go = signal<string>("go");
const order = workflow({ name: "order", executionStartToCloseTimeout: "1 hour" }, function* (id: string) {
  return `${id}: ${yield* go.receive()}`;
});

let place: Place;
afterEach(() => place.close());

/** A place where `order` is registered and decided. */
async function shop(interference: Interference = {}): Promise<Place> {
  place = openPlace({ interference });
  await place.decider({ workflows: [order] });
  return place;
}

describe("starting", () => {
  it("sends every value, those of the call before those of the workflow", async () => {
    await shop();
    const run = await place.client.start(
      order,
      { workflowId: "o", tagList: ["vip"], taskPriority: 3, taskStartToCloseTimeout: "20s", childPolicy: "ABANDON" },
      "o-1",
    );
    const [started] = await run.history();
    expect(started?.workflowExecutionStartedEventAttributes).toMatchObject({
      workflowType: { name: "order", version: "1" },
      taskList: { name: "default" },
      taskPriority: "3",
      executionStartToCloseTimeout: "3600",
      taskStartToCloseTimeout: "20",
      childPolicy: "ABANDON",
      tagList: ["vip"],
      input: '["o-1"]',
    });
    expect(run.workflowId).toBe("o");
    expect(started?.eventId).toBe(1);
  });

  it("says that an execution of the same id is open", async () => {
    await shop();
    await place.client.start(order, { workflowId: "o" }, "o-1");
    await expect(place.client.start(order, { workflowId: "o" }, "o-1")).rejects.toMatchObject({
      code: "WORKFLOW_ALREADY_STARTED",
      message: expect.stringContaining('"o" is open already'),
      cause: { name: "WorkflowExecutionAlreadyStartedFault" },
    });
  });

  it("recognises its own run when the answer to its first try was lost", async () => {
    await shop({
      startWorkflowExecution: async (_input, call, nth) => {
        const run = await call();
        if (nth === 1) throw outage();
        return run;
      },
    });
    const run = await place.client.start(order, { workflowId: "o" }, "o-1");
    await run.signal(go, "mine");
    expect(await run.result()).toBe("o-1: mine");
  });

  it("recognises it too if the AWS client has tried again on its own", async () => {
    await shop({
      startWorkflowExecution: async (_input, call) => {
        await call();
        const error = refusal("WorkflowExecutionAlreadyStartedFault");
        throw Object.assign(error, { $metadata: { httpStatusCode: 400, attempts: 2 } });
      },
    });
    const run = await place.client.start(order, { workflowId: "o" }, "o-1");
    expect(run.runId).toBe((await place.client.run("o").describe()).executionInfo?.execution?.runId);
  });

  it("takes nobody else's run for its own after an outage", async () => {
    await shop({
      startWorkflowExecution: async (_input, call, nth) => {
        if (nth === 2) throw outage();
        return call();
      },
    });
    await place.client.start(order, { workflowId: "o" }, "theirs");
    await expect(place.client.start(order, { workflowId: "o" }, "ours")).rejects.toMatchObject({
      code: "WORKFLOW_ALREADY_STARTED",
    });
  });

  it.each([
    ["in a domain that is not there", "nowhere"],
    ["of a type that is not there", "shop"],
  ])("%s says to open a decider first", async (_what, domain) => {
    await shop();
    const lonely = workflow({ name: "lonely" }, function* () {});
    const client = openClient({ api: place.api, domain });
    await expect(client.start(lonely, { workflowId: "o" })).rejects.toMatchObject({
      code: "TYPE_NOT_REGISTERED",
      message: expect.stringContaining("open a decider for it first"),
    });
  });

  it("refuses what is no workflow, ids that the service forbids, and arguments that cannot be written", async () => {
    await shop();
    const charge = activity({ name: "charge" }, () => 1);
    const { client } = place;
    await expect(client.start(charge as never, { workflowId: "o" })).rejects.toMatchObject({
      code: "NOT_A_WORKFLOW",
      message: "start was given the activity charge; give what `workflow(…)` returned",
    });
    await expect(client.start(order, { workflowId: "a:b" }, "x")).rejects.toMatchObject({ code: "ID_INVALID" });
    await expect(client.start(order, {} as { workflowId: string }, "x")).rejects.toMatchObject({
      code: "WORKER_OPTION_INVALID",
    });
    const bad = (() => 1) as unknown as string;
    await expect(client.start(order, { workflowId: "o" }, bad)).rejects.toMatchObject({
      code: "PAYLOAD_UNSERIALIZABLE",
      path: "args[0]",
    });
    await expect(client.start(order, { workflowId: "o" }, "x".repeat(40_000))).rejects.toMatchObject({
      code: "PAYLOAD_TOO_LARGE",
    });
  });
});

describe("a result", () => {
  it("is waited for through outages and throttling", async () => {
    let failures = 0;
    await shop({
      getWorkflowExecutionHistory: async (_input, call) => {
        if (failures++ < 2) throw outage();
        return call();
      },
    });
    const run = await place.client.start(order, { workflowId: "o" }, "o-1");
    await run.signal(go, "on");
    expect(await run.result()).toBe("o-1: on");
    expect(failures).toBeGreaterThan(2);
  });

  it("of a terminated run is an error with its reason", async () => {
    await shop();
    const run = await place.client.start(order, { workflowId: "o" }, "o-1");
    await run.terminate("out of stock", "shelf 3");
    await expect(run.result()).rejects.toMatchObject({
      code: "WORKFLOW_TERMINATED",
      message: 'workflow "o" was terminated: out of stock',
      reason: "out of stock",
      details: "shelf 3",
    });
    await expect(run.signal(go, "late")).rejects.toMatchObject({ code: "RUN_NOT_OPEN" });
  });

  it("of a run that took too long is an error", async () => {
    place = openPlace({ engine: openEngine({ seed: 1, clock: virtualClock() }) });
    await place.decider({ workflows: [order] });
    const run = await place.client.start(order, { workflowId: "o" }, "o-1");
    await expect(run.result()).rejects.toMatchObject({ code: "WORKFLOW_TIMED_OUT", status: "TIMED_OUT" });
  });

  it("of a run that is not there is an error", async () => {
    await shop();
    const { client } = place;
    await expect(client.run("nobody").result()).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
    await expect(client.run("nobody").describe()).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
    await expect(client.run("nobody", "run-1").history()).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
  });

  it("of a run that stays unknown is given up, when the service had time to make it known", async () => {
    const engine = openEngine({ seed: 1, clock: virtualClock() });
    place = openPlace({ engine });
    await place.decider({ workflows: [order] });
    const client = openClient({ api: serve(engine), domain: "shop", clock: engine.clock });
    const beforeMs = engine.clock.now();
    await expect(client.run("nobody", "run-1").result()).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
    expect(engine.clock.now() - beforeMs).toBeGreaterThanOrEqual(10_000);
  });

  it("comes on virtual time too", async () => {
    const engine = openEngine({ seed: 1, clock: virtualClock() });
    place = openPlace({ engine, clock: engine.clock });
    const naps = workflow({ name: "naps" }, function* () {
      yield* sleep("5m");
      return "awake";
    });
    await place.decider({ workflows: [naps] });
    expect(await (await place.client.start(naps, { workflowId: "n" })).result()).toBe("awake");
  });
});

describe("a run that continues as new", () => {
  /** Decides by hand: the language has no command for this yet. */
  async function decide(type: string, attributes: object): Promise<DecisionTask> {
    const task = await place.engine.pollForDecisionTask({ domain: "shop", taskList: { name: "default" } });
    const key = `${type.charAt(0).toLowerCase()}${type.slice(1)}DecisionAttributes`;
    const decisions = [{ decisionType: type, [key]: attributes } as unknown as Decision];
    await place.engine.respondDecisionTaskCompleted({ taskToken: task.taskToken, decisions });
    return task;
  }

  it("is followed by result, signal, cancel and terminate", async () => {
    place = openPlace();
    const decider = await place.decider({ workflows: [order] });
    await decider.close();
    const run = await place.client.start(order, { workflowId: "o" }, "o-1");
    const first = run.runId;
    const result = run.result();
    const untouched = place.client.run("o", first);
    await decide("ContinueAsNewWorkflowExecution", { taskList: { name: "default" } });
    await untouched.signal(go, "to the second run");
    await untouched.cancel();
    const second = await decide("CompleteWorkflowExecution", { result: '"carried on"' });
    expect(await result).toBe("carried on");
    expect(run.runId).not.toBe(first);
    expect(untouched.runId).toBe(run.runId);
    const types = second.events?.map(({ eventType }) => eventType);
    expect(types).toEqual(expect.arrayContaining(["WorkflowExecutionSignaled", "WorkflowExecutionCancelRequested"]));
    await expect(untouched.terminate()).rejects.toMatchObject({ code: "RUN_NOT_OPEN" });
  });
});

describe("a run known by its workflow id alone", () => {
  it("is the open one, or else the latest", async () => {
    await shop();
    const handle = (): ReturnType<typeof place.client.run<string>> => place.client.run<string>("o");
    const first = await place.client.start(order, { workflowId: "o" }, "first");
    await handle().signal(go, "a");
    await first.result();
    const second = await place.client.start(order, { workflowId: "o" }, "second");
    expect((await handle().describe()).executionInfo?.execution?.runId).toBe(second.runId);
    await handle().signal(go, "b");
    await second.result();
    const latest = handle();
    expect(latest.runId).toBeUndefined();
    expect(await latest.result()).toBe("second: b");
    expect(latest.runId).toBeUndefined();
  });

  it("stays what it is called: after it was asked about, signals go to the run that is open then", async () => {
    await shop();
    const handle = place.client.run<string>("o");
    const first = await place.client.start(order, { workflowId: "o" }, "first");
    expect((await handle.describe()).executionInfo?.execution?.runId).toBe(first.runId);
    const waited = handle.result();
    await handle.signal(go, "a");
    expect(await waited).toBe("first: a");
    const second = await place.client.start(order, { workflowId: "o" }, "second");
    await handle.signal(go, "b");
    expect(await second.result()).toBe("second: b");
  });

  it("gives the result of the run that it finds, although another is started meanwhile", async () => {
    let isFound = false;
    await shop({
      getWorkflowExecutionHistory: (input, call) => {
        isFound = true;
        return call(input);
      },
    });
    const first = await place.client.start(order, { workflowId: "o" }, "first");
    const result = place.client.run<string>("o").result();
    await until(() => isFound);
    await first.terminate("enough");
    await place.client.start(order, { workflowId: "o" }, "second");
    await expect(result).rejects.toMatchObject({ code: "WORKFLOW_TERMINATED", runId: first.runId });
  });
});

describe("a signal", () => {
  it.each(["go", undefined])("must be one: %p is none", async (given) => {
    await shop();
    const run = await place.client.start(order, { workflowId: "o" }, "o-1");
    await expect(run.signal(given as never, "x")).rejects.toMatchObject({
      code: "WORKER_OPTION_INVALID",
      message: expect.stringContaining("give what `signal(…)` of @sweft/workflow returned"),
    });
  });

  it("is sent again when throttled or after an outage, and without an id only when throttled", async () => {
    let sent = 0;
    await shop({
      signalWorkflowExecution: async (_input, call, nth) => {
        sent++;
        if (nth === 1) throw refusal("ThrottlingException");
        if (nth === 2 || nth === 4) throw outage();
        return call();
      },
    });
    const run = await place.client.start(order, { workflowId: "o" }, "o-1");
    await run.signal(go, "once");
    expect(sent).toBe(3);
    await expect(run.signal(go, "perhaps", { id: false })).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(sent).toBe(4);
  });
});

describe("a history", () => {
  it("is read from all pages, and printed as the aws CLI prints it, ready to be replayed", async () => {
    await shop({ getWorkflowExecutionHistory: (input, call) => call({ ...input, maximumPageSize: 2 }) });
    const run = await place.client.start(order, { workflowId: "o" }, "o-1");
    await run.signal(go, "on");
    await until(async () => (await run.describe()).executionInfo?.executionStatus === "CLOSED");
    const events = await run.history();
    expect(events.map(({ eventId }) => eventId)).toEqual(events.map((_, i) => i + 1));
    const text = await run.historyJson();
    expect(text).toMatch(
      /^\{\n {4}"events": \[\n {8}\{\n {12}"eventTimestamp": "\d{4}-\d\d-\d\dT[\d:.]+\+00:00",\n {12}"eventType": "WorkflowExecutionStarted",\n {12}"eventId": 1,\n/,
    );
    const replayed = replay(order, JSON.parse(text), { converter: openPayloads() });
    expect(replayed).toMatchObject({ status: "completed", result: "o-1: on", decisions: [] });
  });
});

describe("the options of a client", () => {
  it.each([
    [undefined, "openClient was given undefined for its options; write openClient({ api, domain })"],
    [{ taskLst: "x" }, 'openClient has no option "taskLst"; write taskList'],
    [{ waiting: { firstMS: 5 } }, 'waiting has no option "firstMS"; write firstMs'],
    [{ waiting: 5 }, "waiting was given number for its options; write waiting: { firstMs: 10, longestMs: 2000 }"],
  ])("are refused if there is no such thing: %j", (given, message) => {
    place = openPlace();
    const options = given && { api: place.api, domain: "shop", ...given };
    expect(() => openClient(options as never)).toThrow(
      expect.objectContaining({ code: "WORKER_OPTION_INVALID", message }),
    );
  });

  it("of a start are asked for", async () => {
    await shop();
    await expect(place.client.start(order, undefined as never, "o-1")).rejects.toMatchObject({
      code: "WORKER_OPTION_INVALID",
      message: expect.stringContaining("client.start(order, { workflowId: `o-17` }, …)"),
    });
  });

  it.each([
    ["api", { api: {} as never, domain: "shop" }, "WORKER_OPTION_INVALID"],
    ["domain", { api: openEngine(), domain: "a/b" }, "ID_INVALID"],
    ["taskList", { api: openEngine(), domain: "shop", taskList: "a|b" }, "ID_INVALID"],
    ["waiting", { api: openEngine(), domain: "shop", waiting: { firstMs: 0 } }, "WORKER_OPTION_INVALID"],
  ])("are checked: %s", (_name, options, code) => {
    place = openPlace();
    expect(() => openClient(options)).toThrow(expect.objectContaining({ code }));
  });
});
