import { describe, expect, it } from "@jest/globals";
import type { FailureState } from "../../src/errors/outcomes.ts";
import { ActivityError, CanceledError, ChildWorkflowError } from "../../src/errors/outcomes.ts";

describe("ActivityError", () => {
  it.each<[FailureState, string]>([
    ["FAILED", "ACTIVITY_FAILED"],
    ["TIMED_OUT", "ACTIVITY_TIMED_OUT"],
    ["CANCELED", "ACTIVITY_CANCELED"],
    ["SCHEDULE_FAILED", "SCHEDULE_FAILED"],
    ["TERMINATED", "ACTIVITY_FAILED"],
  ])("that ended as %s has the code %s and all that is known", (state, code) => {
    const cause = new Error("why");
    const error = new ActivityError("charge did not end well", {
      id: "3~2",
      typeName: "charge",
      state,
      reason: "why",
      timeoutType: "HEARTBEAT",
      details: [1],
      cause,
    });
    expect(error).toMatchObject({
      name: "ActivityError",
      code,
      id: "3~2",
      activity: "charge",
      state,
      reason: "why",
      timeoutType: "HEARTBEAT",
      details: [1],
    });
    expect(error.cause).toBe(cause);
  });

  it("has no cause if there is none", () => {
    expect("cause" in new ActivityError("a", { id: "1", typeName: "a", state: "FAILED" })).toBe(false);
  });
});

describe("ChildWorkflowError", () => {
  it.each<[FailureState, string]>([
    ["FAILED", "CHILD_FAILED"],
    ["TIMED_OUT", "CHILD_TIMED_OUT"],
    ["CANCELED", "CHILD_CANCELED"],
    ["SCHEDULE_FAILED", "CHILD_START_FAILED"],
    ["TERMINATED", "CHILD_TERMINATED"],
  ])("that ended as %s has the code %s", (state, code) => {
    expect(new ChildWorkflowError("order", { id: "3", typeName: "order", state })).toMatchObject({
      name: "ChildWorkflowError",
      code,
      id: "3",
      workflow: "order",
      state,
    });
  });
});

describe("CanceledError", () => {
  it("has one code, a message of its own, details and cause if there are any", () => {
    expect(new CanceledError()).toMatchObject({ name: "CanceledError", code: "CANCELED", message: "canceled" });
    const cause = new Error("why");
    const error = new CanceledError("stopped by the operator", { details: 0, cause });
    expect(error).toMatchObject({ message: "stopped by the operator", details: 0 });
    expect(error.cause).toBe(cause);
    expect("cause" in new CanceledError()).toBe(false);
  });
});
