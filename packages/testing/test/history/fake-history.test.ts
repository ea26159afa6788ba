import { describe, expect, it } from "@jest/globals";
import { replay, workflow } from "@sweft/workflow";
import { fakeHistory } from "../../src/index.ts";
import { attributes, begun, schedule, startTimer, type } from "../decisions.ts";
import { cart, charge, order } from "../shop.ts";

describe("the beginning of a fake history", () => {
  it("is the start with its effective settings, and the first decision due, at one time", () => {
    const history = fakeHistory({ workflow: order, args: [cart], startMs: 1_700_000_000_123, taskList: "orders" });
    expect(history.events).toEqual([
      {
        eventId: 1,
        eventType: "WorkflowExecutionStarted",
        eventTimestamp: new Date(1_700_000_000_123),
        workflowExecutionStartedEventAttributes: {
          input: '[{"id":"c1","total":5}]',
          taskList: { name: "orders" },
          taskPriority: "0",
          executionStartToCloseTimeout: "86400",
          taskStartToCloseTimeout: "30",
          childPolicy: "TERMINATE",
          workflowType: { name: "order", version: "1" },
          parentInitiatedEventId: 0,
        },
      },
      {
        eventId: 2,
        eventType: "DecisionTaskScheduled",
        eventTimestamp: new Date(1_700_000_000_123),
        decisionTaskScheduledEventAttributes: {
          taskList: { name: "orders" },
          taskPriority: "0",
          startToCloseTimeout: "30",
        },
      },
    ]);
    expect(history.isDecisionDue).toBe(true);
  });

  it("tells of parent, tags and the run before, if there are any", () => {
    const parent = { workflowId: "p", runId: "pr" };
    const history = fakeHistory({ type, input: "raw", parent, tagList: ["vip"], continuedRunId: "r0" });
    expect(attributes(history, 1)).toMatchObject({
      input: "raw",
      tagList: ["vip"],
      parentWorkflowExecution: parent,
      continuedExecutionRunId: "r0",
    });
  });

  it.each([
    ["neither workflow nor type", {} as never],
    ["args and input", { type, args: [1], input: "1" }],
    ["startMs", { type, startMs: Number.NaN }],
  ])("refuses options that say %s", (what, options) => {
    expect(() => fakeHistory(options)).toThrow(
      expect.objectContaining({ code: "OPTION_INVALID", message: expect.stringContaining(what) }),
    );
  });

  it("takes arguments of the workflow's own types only", () => {
    // @ts-expect-error: an order takes a cart
    expect(fakeHistory({ workflow: order, args: ["cart"] }).events).toHaveLength(2);
  });
});

describe("one transaction", () => {
  it("has one time, and the next has the time that passed", () => {
    const history = begun().advance(1500);
    history
      .decide([schedule("1"), startTimer("t")])
      .advance(10)
      .activityCompleted("1");
    const times = history.events.slice(3).map(({ eventTimestamp }) => eventTimestamp.getTime() - Date.UTC(2030, 0, 1));
    expect(times).toEqual([1500, 1500, 1500, 1510, 1510, 1510]);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])("never goes back in time: advance(%p)", (ms) => {
    expect(() => begun().advance(ms)).toThrow(expect.objectContaining({ code: "OPTION_INVALID" }));
  });
});

describe("a fake history", () => {
  it("replays, as objects and as the JSON of the aws CLI", () => {
    const history = fakeHistory({ workflow: order, args: [cart] }).decisionStarted();
    const { execution, converter } = history;
    const first = replay(order, history, { execution, converter });
    if (!("decisions" in first)) throw new Error(`unexpected ${first.status}`);
    history.decide(first.decisions).advance(123).activityCompleted("1", "paid").decisionStarted();
    const second = replay(order, history, { converter });
    expect(second).toMatchObject({ status: "blocked", decisions: [{ decisionType: "ScheduleActivityTask" }] });
    const printed = JSON.parse(history.json());
    expect(printed.events[0]).toMatchObject({ eventId: 1, eventTimestamp: "2030-01-01T00:00:00+00:00" });
    expect(printed.events[8]).toMatchObject({ eventTimestamp: "2030-01-01T00:00:00.123000+00:00" });
    expect(replay(order, printed, { converter })).toEqual(second);
  });

  it("lets a workflow without arguments begin", () => {
    const nothing = workflow({ name: "nothing" }, function* () {
      return yield* charge(cart);
    });
    const history = fakeHistory({ workflow: nothing, args: [] });
    expect(attributes(history, 1)).not.toHaveProperty("input");
  });
});
