import { afterEach, describe, expect, it, jest } from "@jest/globals";
import { openEngine, virtualClock } from "@sweft/engine";
import { activity, cancel, contract, log, sleep, start, workflow } from "@sweft/workflow";
import type { ActivityContext } from "../../src/index.ts";
import { activityContext } from "../../src/index.ts";
import type { Interference, Place } from "../setup.ts";
import { openPlace, outage, refusal, until } from "../setup.ts";

jest.setTimeout(180_000);

const virtual = () => openEngine({ seed: 1, clock: virtualClock() });

let place: Place;
afterEach(() => place?.close());

/** Runs one activity in a workflow of its own, and gives its result. */
async function acting(
  implementation: (context: ActivityContext) => unknown,
  {
    interference,
    heartbeatTimeout = "NONE",
  }: { readonly interference?: Interference; readonly heartbeatTimeout?: "NONE" | "3s" } = {},
): Promise<unknown> {
  const work = activity(
    { name: "work", startToCloseTimeout: "2 hours", heartbeatTimeout, cancellation: "wait" },
    (): unknown => implementation(activityContext()),
  );
  const asks = workflow({ name: "asks" }, function* () {
    return yield* work();
  });
  place = openPlace({ engine: virtual(), ...(interference && { interference }) });
  await place.decider({ workflows: [asks] });
  await place.acting({ activities: [work] });
  return (await place.client.start(asks, { workflowId: "a" })).result();
}

const warnings = (): string[] =>
  place.logger.lines.filter(({ level }) => level === "warn").map(({ message }) => message);

describe("the context of an activity", () => {
  it("tells which activity, which attempt and which run it is", async () => {
    const seen = (await acting(({ activity: type, activityId, attempt, workflowExecution, taskToken }) => ({
      type,
      activityId,
      attempt,
      workflowId: workflowExecution.workflowId,
      hasToken: taskToken.length > 0,
    }))) as object;
    const type = { name: "work", version: "1" };
    expect(seen).toEqual({ type, activityId: "1", attempt: 1, workflowId: "a", hasToken: true });
  });

  it("is a harmless one outside of a worker", async () => {
    const context = activityContext();
    expect(context.attempt).toBe(1);
    expect(await context.heartbeat({ done: 3 })).toEqual({ cancelRequested: false });
    await context.sleep(0);
    context.log.error({}, "nobody hears this");
    expect(context.signal.aborted).toBe(false);
  });

  it("stays with its own activity when many run at a time", async () => {
    const who = activity({ name: "who" }, async () => {
      const before = activityContext().activityId;
      await new Promise((resolve) => setImmediate(resolve));
      return before === activityContext().activityId;
    });
    const asks = workflow({ name: "asks" }, function* () {
      return [yield* who(), yield* who()];
    });
    place = openPlace();
    await place.decider({ workflows: [asks] });
    await place.acting({ activities: [who] });
    const runs = await Promise.all(["a", "b", "c"].map((workflowId) => place.client.start(asks, { workflowId })));
    expect(await Promise.all(runs.map((run) => run.result()))).toEqual(Array(3).fill([true, true]));
  });

  it("writes to the worker's log with the activity in every line", async () => {
    await acting(({ log }) => log.warn({ card: 3 }, "slow bank"));
    expect(place.logger.lines.find(({ message }) => message === "slow bank")?.fields).toMatchObject({
      card: 3,
      workflowId: "a",
      activityId: "1",
      activity: { name: "work", version: "1" },
    });
  });
});

describe("a logger that throws", () => {
  it("breaks neither workers nor activities", async () => {
    const throws = (): never => {
      throw new Error("disk full");
    };
    const logger = { debug: throws, info: throws, warn: throws, error: throws };
    let tries = 0;
    const work = activity({ name: "work" }, () => {
      tries++;
      activityContext().log.error({}, "not heard");
      if (tries === 1) throw new Error("first");
      return "done";
    });
    const asks = workflow({ name: "asks" }, function* () {
      yield* log("not heard either");
      return yield* work.with({ retry: { attempts: 2, delay: 1 } })();
    });
    place = openPlace({
      engine: virtual(),
      logger,
      interference: {
        async pollForDecisionTask(_input, call, nth) {
          if (nth === 1) throw outage();
          return call();
        },
        async respondActivityTaskCompleted(_input, call) {
          await call();
          throw outage();
        },
      },
    });
    await place.decider({ workflows: [asks] });
    await place.acting({ activities: [work] });
    expect(await (await place.client.start(asks, { workflowId: "a" })).result()).toBe("done");
  });
});

describe("heartbeats", () => {
  it("come often enough for the timeout that the activity declares, and repeat the last details", async () => {
    const told: (string | undefined)[] = [];
    const interference: Interference = {
      recordActivityTaskHeartbeat(input, call) {
        told.push(input.details);
        return call();
      },
    };
    const body = async ({ heartbeat, sleep: nap }: ActivityContext): Promise<string> => {
      await nap("5s");
      await heartbeat({ page: 7 });
      await nap("10s");
      return "not timed out";
    };
    expect(await acting(body, { interference, heartbeatTimeout: "3s" })).toBe("not timed out");
    expect(told.slice(0, 4)).toEqual([undefined, undefined, undefined, undefined]);
    expect(new Set(told.slice(5))).toEqual(new Set(['{"page":7}']));
    expect(told.length).toBeGreaterThan(12);
  });

  it("that fail do not harm the activity", async () => {
    const interference: Interference = {
      recordActivityTaskHeartbeat: async (_input, call, nth) => {
        if (nth < 3) throw outage();
        return call();
      },
    };
    const body = async ({ sleep: nap }: ActivityContext): Promise<string> => {
      await nap("1m");
      return "done";
    };
    expect(await acting(body, { interference })).toBe("done");
    expect(warnings()).toEqual(["a heartbeat failed", "a heartbeat failed"]);
  });

  it("that find the task gone abort the signal, and no answer is sent", async () => {
    let reason: unknown;
    let answers = 0;
    const interference: Interference = {
      respondActivityTaskCompleted: (_input, call) => {
        answers++;
        return call();
      },
    };
    const running = acting(
      async ({ sleep: nap, signal }) => {
        void place.client.run("a").terminate("enough");
        await nap("1 hour").catch(() => {});
        reason = signal.reason;
      },
      { interference },
    );
    await expect(running).rejects.toMatchObject({ code: "WORKFLOW_TERMINATED", reason: "enough" });
    await until(() => warnings().length > 0);
    expect(reason).toMatchObject({ code: "CANCELED", message: expect.stringContaining("the task is gone") });
    expect([answers, warnings()]).toEqual([0, ["an activity ended whose task is no longer there to be answered"]]);
  });

  it("tell of a cancel request, which fetch and the like answer with an AbortError", async () => {
    const body = async ({ heartbeat, signal }: ActivityContext): Promise<void> => {
      await place.client.run("a").cancel();
      await until(async () => (await heartbeat()).cancelRequested);
      expect(signal.reason).toMatchObject({ code: "CANCELED" });
      throw Object.assign(new Error("This operation was aborted"), { name: "AbortError" });
    };
    await expect(acting(body)).rejects.toMatchObject({ code: "WORKFLOW_CANCELED" });
    const types = (await place.client.run("a").history()).map(({ eventType }) => eventType);
    expect(types).toContain("ActivityTaskCanceled");
  });
});

describe("an activity that only waits to be canceled", () => {
  it("lets virtual time pass, until its workflow cancels it", async () => {
    const watch = activity({ name: "watch", startToCloseTimeout: "2 days", cancellation: "wait" }, () =>
      activityContext().aborted(),
    );
    const asks = workflow({ name: "asks", executionStartToCloseTimeout: "3 days" }, function* () {
      const watching = yield* start(watch());
      yield* sleep("1 day");
      yield* cancel(watching);
      try {
        return yield* watching;
      } catch (error) {
        return (error as { readonly code?: unknown }).code;
      }
    });
    place = openPlace({ engine: virtual() });
    await place.decider({ workflows: [asks] });
    await place.acting({ activities: [watch], heartbeatSeconds: 3600 });
    const run = await place.client.start(asks, { workflowId: "a" });
    expect(await run.result()).toBe("CANCELED");
    const ends = (await run.history())
      .map(({ eventType }) => eventType)
      .filter((type) => /^ActivityTask[CFT]/.test(type ?? ""));
    expect(ends).toEqual(["ActivityTaskCancelRequested", "ActivityTaskCanceled"]);
  });
});

describe("an activity's end", () => {
  it("is told again after throttling and outages", async () => {
    const interference: Interference = {
      respondActivityTaskCompleted: async (_input, call, nth) => {
        if (nth === 3) return call();
        throw nth === 1 ? refusal("ThrottlingException") : outage();
      },
    };
    expect(await acting(() => "done", { interference })).toBe("done");
  });

  it("may be taken although its confirmation is lost", async () => {
    const interference: Interference = {
      respondActivityTaskCompleted: async (_input, call) => {
        await call();
        throw outage();
      },
    };
    expect(await acting(() => "done", { interference })).toBe("done");
    await until(() => warnings().length > 0);
    expect(warnings()[0]).toContain("an activity's end came too late");
  });

  it("that the service refuses becomes a failure that says why", async () => {
    const interference: Interference = {
      respondActivityTaskCompleted: async () => {
        throw refusal("ValidationException", "1 validation error detected");
      },
    };
    await expect(acting(() => "done", { interference })).rejects.toMatchObject({
      cause: { reason: "ValidationException: 1 validation error detected" },
    });
  });

  it("by an AbortError without a cancel request is a failure like any other", async () => {
    const body = (): void => {
      throw Object.assign(new Error("socket closed"), { name: "AbortError" });
    };
    await expect(acting(body)).rejects.toMatchObject({ cause: { code: "ACTIVITY_FAILED", state: "FAILED" } });
  });

  it("that cannot be kept whole keeps the beginning of its message, cut between characters", async () => {
    // Ten thousand pairs: whatever the limit, a cut by the unit could fall into one.
    const message = `!${"😀".repeat(10_000)}`;
    const body = (): void => {
      throw Object.assign(new Error(message), { code: "LONG", heap: "x".repeat(40_000) });
    };
    const failed: { readonly cause?: { readonly cause?: { readonly message?: string } } } = await acting(body).then(
      () => ({}),
      (error) => error,
    );
    const told = failed.cause?.cause?.message ?? "";
    expect(told).toMatch(/^!(😀){2000,}$/u);
    expect(() => encodeURIComponent(told)).not.toThrow();
  });

  it("by something thrown that is no error is told as it is", async () => {
    const body = (): void => {
      throw "plain text";
    };
    await expect(acting(body)).rejects.toMatchObject({ cause: { code: "ACTIVITY_FAILED", cause: "plain text" } });
  });
});

describe("input", () => {
  it("that other clients wrote is read as it is: what is no list is the only argument", async () => {
    const got: unknown[][] = [];
    const listen = activity({ name: "listen" }, (...args: unknown[]) => {
      got.push(args);
    });
    const inputs = ["plain text", '{"a":1}', "[1,2]", "", undefined];
    place = openPlace({
      engine: virtual(),
      interference: {
        async pollForActivityTask(_input, call, nth) {
          const task = await call();
          const input = inputs[nth - 1];
          return { ...task, input };
        },
      },
    });
    const asks = workflow({ name: "asks" }, function* () {
      for (const _ of inputs) yield* listen();
    });
    await place.decider({ workflows: [asks] });
    await place.acting({ activities: [listen], concurrency: 1 });
    await (await place.client.start(asks, { workflowId: "a" })).result();
    expect(got).toEqual([["plain text"], [{ a: 1 }], [1, 2], [], []]);
  });

  it("that is not in its store fails the activity, not the worker", async () => {
    const listen = activity({ name: "listen" }, (text: string) => text);
    place = openPlace({
      interference: {
        async pollForActivityTask(_input, call) {
          const task = await call();
          const digest = "0".repeat(64);
          return { ...task, input: `sweft:ref:1 store=memory size=9 sha256=${digest} key=${digest}` };
        },
      },
    });
    const asks = workflow({ name: "asks" }, function* () {
      return yield* listen("hello");
    });
    await place.decider({ workflows: [asks] });
    await place.acting({ activities: [listen] });
    const run = await place.client.start(asks, { workflowId: "a" });
    await expect(run.result()).rejects.toMatchObject({
      cause: { cause: { code: "PAYLOAD_STORE_MISMATCH" } },
    });
    expect(place.logger.codes()).toEqual(["PAYLOAD_STORE_MISMATCH"]);
  });
});

describe("an activity without implementation", () => {
  it("is refused when the worker is opened", async () => {
    const foreign = contract<() => string>({ name: "foreign" });
    place = openPlace();
    await expect(place.acting({ activities: [foreign] })).rejects.toMatchObject({
      code: "NOT_AN_ACTIVITY",
      message: expect.stringContaining("foreign, is a contract: another program fulfils it"),
    });
  });
});

describe("closing an activity worker", () => {
  const slow = activity({ name: "slow" }, async () => {
    const { signal } = activityContext();
    started.push(signal);
    await until(() => isEnough || signal.aborted);
    return "finished";
  });
  const asks = workflow({ name: "asks" }, function* () {
    const first = yield* slow();
    yield* sleep(0);
    return first;
  });
  let started: AbortSignal[] = [];
  let isEnough = false;

  it("finishes the activity that runs", async () => {
    started = [];
    isEnough = false;
    place = openPlace();
    await place.decider({ workflows: [asks] });
    const worker = await place.acting({ activities: [slow] });
    const run = await place.client.start(asks, { workflowId: "a" });
    await until(() => started.length === 1);
    const closing = worker.close();
    isEnough = true;
    await closing;
    expect(await run.result()).toBe("finished");
  });

  it("by force aborts its signal and leaves the task to time out", async () => {
    started = [];
    isEnough = false;
    place = openPlace();
    await place.decider({ workflows: [asks] });
    const worker = await place.acting({ activities: [slow] });
    const run = await place.client.start(asks, { workflowId: "a" });
    await until(() => started.length === 1);
    await worker.close({ force: true });
    expect(started[0]?.reason).toMatchObject({ code: "CANCELED", message: expect.stringContaining("closed by force") });
    await until(() => warnings().length > 0);
    expect((await run.describe()).openCounts?.openActivityTasks).toBe(1);
  });
});
