import { afterEach, describe, expect, it } from "@jest/globals";
import type { LambdaFunction } from "@sweft/engine";
import { openEngine, virtualClock } from "@sweft/engine";
import { memoryStore, openPayloads } from "@sweft/payload";
import type { Operation } from "@sweft/workflow";
import { lambda, publish, sleep, workflow } from "@sweft/workflow";
import type { Place } from "../setup.ts";
import { openPlace } from "../setup.ts";

const double = lambda<(event: { n: number }) => number>({ name: "double" });
const lambdaRole = "arn:aws:iam::123456789012:role/lambda";

let place: Place;
afterEach(() => place.close());

const virtual = (functions?: Readonly<Record<string, LambdaFunction>>) =>
  openEngine({ seed: 1, clock: virtualClock(), ...(functions && { functions }) });

/** What a workflow of one operation comes to: its result, or what the operation throws. */
async function outcomeOf(work: Operation<unknown>, role: string | undefined = lambdaRole): Promise<unknown> {
  const asks = workflow({ name: "asks" }, function* () {
    try {
      return yield* work;
    } catch (error) {
      const { name, code, reason, cause } = error as { name: string; code: string; reason: string; cause?: Error };
      return { name, code, reason, cause: cause?.message };
    }
  });
  await place.decider({ workflows: [asks] });
  const run = await place.client.start(asks, { workflowId: "a", ...(role !== undefined && { lambdaRole: role }) });
  return run.result();
}

describe("a Lambda function", () => {
  it("is called by the service, with the value as its event, and gives its response", async () => {
    const events: unknown[] = [];
    place = openPlace({
      engine: virtual({
        double: (event) => {
          events.push(event);
          return 2 * (event as { n: number }).n;
        },
      }),
    });
    expect(await outcomeOf(double({ n: 21 }))).toBe(42);
    expect(events).toEqual([{ n: 21 }]);
  });

  it("that throws fails with its own error as the cause, and is tried again as its policy says", async () => {
    let calls = 0;
    const flaky = (): number => {
      calls++;
      throw Object.assign(new Error("no power"), { name: "PowerError" });
    };
    place = openPlace({ engine: virtual({ double: flaky }) });
    expect(await outcomeOf(double.with({ retry: { attempts: 3, delay: "1h" } })({ n: 1 }))).toEqual({
      name: "LambdaError",
      code: "LAMBDA_FAILED",
      reason: "PowerError",
      cause: "no power",
    });
    expect(calls).toBe(3);
  });

  it("that takes too long times out", async () => {
    place = openPlace({ engine: virtual({ double: (_event, context) => context.sleep(10_000_000) }) });
    expect(await outcomeOf(double.with({ startToCloseTimeout: "1m" })({ n: 1 }))).toMatchObject({
      code: "LAMBDA_TIMED_OUT",
    });
  });

  it("is refused where there is no Lambda", async () => {
    place = openPlace({ engine: virtual() });
    expect(await outcomeOf(double({ n: 1 }))).toMatchObject({
      code: "LAMBDA_SCHEDULE_FAILED",
      reason: "LAMBDA_SERVICE_NOT_AVAILABLE_IN_REGION",
    });
  });

  it("is not started for an execution without a role", async () => {
    place = openPlace({ engine: virtual({ double: () => 1 }) });
    const asks = workflow({ name: "asks" }, function* () {
      return yield* double({ n: 1 });
    });
    await place.decider({ workflows: [asks] });
    const run = await place.client.start(asks, { workflowId: "a" });
    await expect(run.result()).rejects.toMatchObject({
      reason: expect.stringContaining("ASSUME_ROLE_FAILED"),
      cause: { code: "LAMBDA_SCHEDULE_FAILED" },
    });
  });
});

describe("a published state", () => {
  const says = (state: unknown) =>
    workflow({ name: "says" }, function* () {
      yield* publish(state);
      yield* sleep("1 hour");
      return "done";
    });
  const contextOf = async (place: Place) => (await place.client.run("s").describe()).latestExecutionContext;

  it("is what describes the execution, and stays when later decisions publish nothing", async () => {
    const talks = says({ step: "charging" });
    place = openPlace({ engine: virtual() });
    await place.decider({ workflows: [talks] });
    const run = await place.client.start(talks, { workflowId: "s" });
    expect(await run.result()).toBe("done");
    expect(await contextOf(place)).toBe('{"step":"charging"}');
  });

  it("of any length goes through a store, and fails nothing where there is none", async () => {
    const talks = says("x".repeat(100_000));
    const store = memoryStore();
    place = openPlace({ engine: virtual(), payloads: openPayloads({ store }) });
    await place.decider({ workflows: [talks] });
    const run = await place.client.start(talks, { workflowId: "s" });
    expect(await run.result()).toBe("done");
    const context = await contextOf(place);
    expect(context?.length).toBeLessThan(1000);
    const payloads = openPayloads({ store });
    await payloads.fetch([context ?? ""]);
    expect(payloads.read(context ?? "")).toHaveLength(100_000);
    await place.close();

    place = openPlace({ engine: virtual() });
    await place.decider({ workflows: [talks] });
    const other = await place.client.start(talks, { workflowId: "s" });
    expect(await other.result()).toBe("done");
    expect(await contextOf(place)).toBeUndefined();
    expect(place.logger.lines).toContainEqual(
      expect.objectContaining({ level: "warn", message: expect.stringContaining("the published state is left out") }),
    );
  });
});
