import { describe, expect, it } from "@jest/globals";
import { Comparison, timesBetween } from "./differences.ts";
import { timeOf } from "./recordings.ts";

const between = (recorded: unknown, got: unknown) =>
  new Comparison().between(recorded, got).map(({ path, recorded: was, got: is }) => [path, was, is]);

describe("comparing answers", () => {
  it.each([
    ["equal members in another order", { a: 1, b: { c: [true, null] } }, { b: { c: [true, null] }, a: 1 }, []],
    ["an undefined member and none", { a: 1 }, { a: 1, b: undefined }, []],
    [
      "seconds and dates",
      { creationDate: 1.5, startTimestamp: 2.001 },
      { creationDate: new Date(1_500), startTimestamp: new Date(2_001) },
      [],
    ],
    ["a missing member", { a: { b: 0 } }, { a: {} }, [["a.b", 0, undefined]]],
    ["a member too many", {}, { a: "" }, [["a", undefined, ""]]],
    ["another type", { a: "1" }, { a: 1 }, [["a", "1", 1]]],
    ["a shorter list", { a: [1, 2] }, { a: [1] }, [["a.1", 2, undefined]]],
    ["a list and an object", { a: [] }, { a: {} }, [["a", [], {}]]],
    ["false and nothing", { a: false }, {}, [["a", false, undefined]]],
    ["another moment", { closeTimestamp: 1 }, { closeTimestamp: new Date(1_001) }, [["closeTimestamp", 1_000, 1_001]]],
  ])("tells of %s", (_, recorded, got, expected) => {
    expect(between(recorded, got)).toEqual(expected);
  });

  it("takes run ids for the same if they stand in the same places", () => {
    const comparison = new Comparison();
    expect(comparison.between({ runId: "x" }, { runId: "a" })).toEqual([]);
    expect(comparison.between({ newExecutionRunId: "y" }, { newExecutionRunId: "b" })).toEqual([]);
    expect(comparison.between({ runId: "y" }, { runId: "b" })).toEqual([]);
    expect(comparison.between({ runId: "y" }, { runId: "a" })).toHaveLength(1);
    expect(comparison.between({ runId: "y" }, {})).toHaveLength(1);
  });
});

describe("comparing times", () => {
  const recorded = (...seconds: number[]) =>
    seconds.map((eventTimestamp, index) => ({ eventId: index + 1, eventType: "MarkerRecorded", eventTimestamp }));
  const got = (...seconds: number[]) =>
    seconds.map((second, index) => ({
      eventId: index + 1,
      eventType: "MarkerRecorded" as const,
      eventTimestamp: new Date(Math.round(second * 1_000)),
    }));
  const paths = (...[was, is, called]: Parameters<typeof timesBetween>) =>
    timesBetween(was, is, called).map(({ path }) => path);

  it("wants what calls wrote at the very time", () => {
    expect(paths(recorded(1, 2), got(1, 2), new Set([1, 2]))).toEqual([]);
    expect(paths(recorded(1, 2), got(1, 1.999), new Set([1, 2]))).toEqual(["events.1.eventTimestamp"]);
  });

  it("lets the engine be quicker by less than a second, and never later", () => {
    expect(paths(recorded(1, 2), got(1, 1.001), new Set([1]))).toEqual([]);
    expect(paths(recorded(1, 2), got(1, 1), new Set([1]))).toEqual(["events.1.eventTimestamp"]);
    expect(paths(recorded(1, 2), got(1, 2.001), new Set([1]))).toEqual(["events.1.eventTimestamp"]);
  });

  it("wants what was written together to be together", () => {
    expect(paths(recorded(2, 2), got(1.5, 1.5), new Set())).toEqual([]);
    expect(paths(recorded(2, 2), got(1.5, 1.6), new Set())).toEqual(["events.1.eventTimestamp"]);
  });

  it("misses events", () => {
    expect(paths(recorded(1, 2), got(1), new Set([1]))).toEqual(["events.1.eventTimestamp"]);
  });
});

describe("the time in a request id", () => {
  it("is read from ids of version 1 alone", () => {
    expect(timeOf("13814000-1dd2-11b2-8000-000000000000")).toBe(0);
    expect(timeOf("13816710-1dd2-11b2-8000-000000000000")).toBe(1);
    expect(timeOf("9f3a1f0e-6f0b-4d0e-9c53-7d9a3c1e2b11")).toBeUndefined();
    expect(timeOf("")).toBeUndefined();
  });
});
