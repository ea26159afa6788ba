import { describe, expect, it } from "@jest/globals";
import { runLocally, step } from "@sweft/testing";
import type { Coroutine, Share } from "../../src/index.ts";
import { activity, map, mapChunk, workflow } from "../../src/index.ts";
import { flow, recorded, waits } from "./shop.ts";

const odd = Object.assign(new Error("odd"), { code: "ODD" });
const half = activity({ name: "half" }, async (n: number) => {
  if (n % 2 === 1) throw odd;
  return n / 2;
});
const halve = workflow({ name: "halve" }, function* (n: number): Coroutine<number> {
  return yield* half(n);
});
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);
const even = (n: number) => upTo(n).map((i) => 2 * i);

describe("a map with `partition`", () => {
  it("gives each child workflow so many items", () => {
    const run = step(
      flow(function* () {
        return yield* map(even(5), half, { partition: 2 });
      }),
    );
    expect(waits(run)).toEqual(["1.1", "1.2", "1.3"]);
    const inputs = recorded(run.history, "StartChildWorkflowExecutionInitiated");
    expect(inputs.map(({ workflowType }) => workflowType)).toEqual(Array(3).fill({ name: "sweft.map", version: "1" }));
    expect(inputs.map(({ input }) => JSON.parse(String(input))[0])).toEqual([[0, 2], [4, 6], [8]]);
    run
      .complete("1.3", { values: [4] })
      .complete("1.1", { values: [0, 1] })
      .complete("1.2", { values: [2, 3] });
    expect(run.result).toEqual([0, 1, 2, 3, 4]);
  });

  it("does what a map without does, of activities and of workflows", async () => {
    const same = async (partition: number) => {
      const both = flow(function* () {
        return [yield* map(even(7), half, { partition }), yield* map(even(3), halve, { partition, concurrency: 2 })];
      });
      return runLocally(both, []);
    };
    for (const partition of [1, 3, 100]) expect(await same(partition)).toEqual([upTo(7), upTo(3)]);
    const empty = flow(function* () {
      return yield* map([] as number[], half, { partition: 2 });
    });
    expect(await runLocally(empty, [])).toEqual([]);
  });

  it("throws the first failure as it was", async () => {
    const failing = flow(function* () {
      return yield* map([0, 2, 3, 4], half, { partition: 2 });
    });
    await expect(runLocally(failing, [])).rejects.toMatchObject({
      code: "ACTIVITY_FAILED",
      state: "FAILED",
      cause: { message: "odd", code: "ODD" },
    });
  });

  it("tells partial failures by item", async () => {
    const lenient = flow(function* () {
      const ends = yield* map(upTo(6), half, { partition: 4, toleratedFailures: 3 });
      return ends.map((end) => (end.status === "fulfilled" ? end.value : (end.reason as { code: string }).code));
    });
    expect(await runLocally(lenient, [])).toEqual([0, "ACTIVITY_FAILED", 1, "ACTIVITY_FAILED", 2, "ACTIVITY_FAILED"]);
  });

  it("fails once more have failed than the whole bears", async () => {
    const strict = flow(function* () {
      return yield* map(upTo(8), half, { partition: 4, toleratedFailures: 3 });
    });
    await expect(runLocally(strict, [])).rejects.toMatchObject({
      code: "MAP_FAILED",
      failures: [1, 3, 5, 7].map((index) => ({ index, failure: { code: "ACTIVITY_FAILED" } })),
    });
    const first = flow(function* () {
      return yield* map([1, 3, 5, 0], half, { partition: 4, toleratedFailures: 1 });
    });
    await expect(runLocally(first, [])).rejects.toMatchObject({ code: "MAP_FAILED" });
  });

  it("ends as soon as enough have succeeded, and cancels the rest", () => {
    const run = step(
      flow(function* () {
        const ends = yield* map(upTo(6), half, { partition: 2, minSuccessful: 2 });
        return ends.map(({ status }) => status);
      }),
    );
    run.begin("1.1").begin("1.2").begin("1.3");
    run.complete("1.2", { ends: [{ value: 1 }, { value: 2 }] });
    expect(run.result).toEqual(["rejected", "rejected", "fulfilled", "fulfilled", "rejected", "rejected"]);
    expect(recorded(run.history, "RequestCancelExternalWorkflowExecutionInitiated")).toHaveLength(2);
  });

  it("counts all items of a child that did not end well as failed", () => {
    const run = step(
      flow(function* () {
        return yield* map(upTo(4), half, { partition: 2, toleratedFailures: 2 });
      }),
    );
    run.terminate("1.1").complete("1.2", { ends: [{ value: 1 }, { value: 2 }] });
    expect(run.result).toMatchObject([
      { status: "rejected", reason: { code: "CHILD_TERMINATED" } },
      { status: "rejected", reason: { code: "CHILD_TERMINATED" } },
      { status: "fulfilled", value: 1 },
      { status: "fulfilled", value: 2 },
    ]);
  });

  it("fails the items of a part for which an operator has given no results, and holds nothing", () => {
    const code = flow(function* () {
      return yield* map(upTo(4), half, { partition: 2, toleratedFailures: 2 });
    });
    for (const wrong of [undefined, 7, { values: [1] }, { ends: [1, 2] }, { failures: [] }]) {
      const run = step(code)
        .begin("1.1")
        .complete("1.2", { values: [1, 2] });
      run.operator.complete("1.1", wrong);
      expect(run.result).toMatchObject([
        { status: "rejected", reason: { code: "SHARE_INVALID" } },
        { status: "rejected", reason: { code: "SHARE_INVALID" } },
        { status: "fulfilled", value: 1 },
        { status: "fulfilled", value: 2 },
      ]);
    }
  });

  it("does not wait for items of which a part says nothing beside its failures", () => {
    const run = step(
      flow(function* () {
        return yield* map(upTo(3), half, { partition: 3, toleratedFailures: 3 });
      }),
    );
    run.complete("1.1", { failures: [{ index: 1, failure: { name: "Error", message: "by hand" } }] });
    expect(run.result).toMatchObject([
      { status: "rejected", reason: { code: "CANCELED" } },
      { status: "rejected", reason: { message: "by hand" } },
      { status: "rejected", reason: { code: "CANCELED" } },
    ]);
  });

  it("hands settings on, with what calls of the activity set", () => {
    const settings = {
      taskList: "gpu",
      startToCloseTimeout: "1h",
      heartbeatTimeout: 30,
      retry: { attempts: 4, delay: 5 },
    };
    const run = step(
      flow(function* () {
        return yield* map([1], half.with({ ...settings, taskPriority: 7 } as never), { partition: 10 });
      }),
    );
    const [, share] = JSON.parse(String(recorded(run.history, "StartChildWorkflowExecutionInitiated")[0]?.input)) as [
      unknown,
      Share,
    ];
    const part = step(mapChunk, [1], share);
    expect(recorded(part.history, "ActivityTaskScheduled")[0]).toMatchObject({
      activityType: { name: "half", version: "1" },
      taskList: { name: "gpu" },
      startToCloseTimeout: "3600",
      heartbeatTimeout: "30",
      taskPriority: "7",
    });
    part.fail("1.1.1", new Error("once"));
    expect(part.open).toEqual([{ type: "StartTimer", seconds: 5 }]);
  });

  it("is canceled with its parts", () => {
    const run = step(
      flow(function* () {
        return yield* map(upTo(4), half, { partition: 2 });
      }),
    );
    run.begin("1.1").begin("1.2").cancel();
    expect(recorded(run.history, "RequestCancelExternalWorkflowExecutionInitiated")).toHaveLength(2);
    const part = step(mapChunk, [0, 2], { work: { kind: "activity", options: { name: "half" } } }).cancel();
    expect(part.status).toBe("canceled");
  });

  it("says what it cannot hand to another execution", () => {
    const wrong = (make: () => unknown, message: string) =>
      expect(make).toThrow(
        expect.objectContaining({ code: "OPTION_INVALID", message: expect.stringContaining(message) }),
      );
    wrong(
      () => map([1], ((n: number) => half(n)) as never, { partition: 2 }),
      "give an activity or a workflow as it is",
    );
    wrong(() => map([1], half, { partition: 0 }), "partition of map is 0");
  });

  it("that is too large for one history is refused before it begins", () => {
    const large = flow(function* () {
      return yield* map(upTo(10_000), half.with({ retry: 3 }), { partition: 2_000 });
    });
    expect(() => step(large)).toThrow(
      expect.objectContaining({ code: "HISTORY_BUDGET", message: expect.stringContaining("smaller `partition`") }),
    );
    const plain = flow(function* () {
      return yield* map(upTo(10_000), half, { concurrency: 10 });
    });
    expect(() => step(plain)).toThrow(
      expect.objectContaining({ code: "HISTORY_BUDGET", message: expect.stringContaining("10000 times") }),
    );
  });
});
