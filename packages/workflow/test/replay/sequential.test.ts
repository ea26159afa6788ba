import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import { cached, marker, sleep } from "../../src/index.ts";
import { caught, charge, echo, flow, go, pack, recorded, sent, ship } from "./shop.ts";

const order = flow(function* (total: number) {
  const receipt = yield* charge(total);
  const parcel = yield* ship("Ada");
  return { receipt, parcel };
});

describe("one thing after the other", () => {
  it("asks for the next when the last has ended, and feeds results back", () => {
    const run = step(order, 5);
    expect(run.open).toEqual([charge(5)]);
    run.complete(charge, "r5");
    expect(run.open).toEqual([ship("Ada")]);
    run.complete(ship, "p1");
    expect(run.status).toBe("completed");
    expect(run.result).toEqual({ receipt: "r5", parcel: "p1" });
  });

  it("asks for nothing twice while it waits", () => {
    const run = step(order, 5);
    run.signal("something else");
    expect(sent(run)).toEqual([]);
    expect(run.open).toEqual([charge(5)]);
  });

  it("keeps arguments as they were at the yield", () => {
    const cart = { lines: [1] };
    const run = step(
      flow(function* () {
        const mine = { lines: [...cart.lines] };
        const command = echo(mine);
        mine.lines.push(2);
        yield* command;
        mine.lines.push(3);
        return yield* echo(mine);
      }),
    );
    run.complete(echo, 1);
    run.complete(echo, 2);
    const inputs = recorded(run.history, "ActivityTaskScheduled").map(({ input }) =>
      run.history.converter.read(input as string),
    );
    expect(inputs).toEqual([[{ lines: [1, 2] }], [{ lines: [1, 2, 3] }]]);
  });
});

const FALSY: readonly (readonly [string, unknown])[] = [
  ["zero", 0],
  ["an empty string", ""],
  ["false", false],
  ["null", null],
  ["undefined", undefined],
];

describe.each(FALSY)("%s comes through as it is", (_name, value) => {
  it("as the result of an activity", () => {
    const run = step(
      flow(function* () {
        return [yield* echo()];
      }),
    );
    expect(run.complete(echo, value).result).toEqual([value]);
  });

  it("as the argument of an activity", () => {
    const run = step(
      flow(function* () {
        yield* echo(value);
      }),
    );
    const [scheduled] = recorded(run.history, "ActivityTaskScheduled");
    expect(run.history.converter.read(scheduled?.input as string)).toEqual([value]);
  });

  it("as the result of a child workflow", () => {
    const run = step(
      flow(function* () {
        return [yield* pack()];
      }),
    );
    expect(run.complete(pack, value).result).toEqual([value]);
  });

  it("as the payload of a signal", () => {
    const run = step(
      flow(function* () {
        return [yield* go.receive()];
      }),
    );
    expect(run.signal(go, value).result).toEqual([value]);
  });

  it("as the result of a cached function", () => {
    const run = step(
      flow(function* () {
        return [yield* cached("it", () => value), yield* echo()];
      }),
    );
    expect(run.complete(echo, 1).result).toEqual([value, 1]);
  });

  it("as the details of a marker", () => {
    const run = step(
      flow(function* () {
        yield* marker("it", value);
      }),
    );
    const [, mine] = recorded(run.history, "MarkerRecorded");
    const details = mine?.details as string | undefined;
    expect(details === undefined ? undefined : run.history.converter.read(details)).toBe(value);
  });

  it("as input and output of the workflow", () => {
    const run = step(
      flow(function* (given: unknown) {
        yield* charge(1);
        return given;
      }),
      value,
    );
    expect(run.complete(charge, "r").result).toBe(value);
  });
});

describe("what goes wrong is thrown at the yield", () => {
  const tried = flow(function* (heartbeatTimeout?: number) {
    const work =
      heartbeatTimeout === undefined
        ? charge(1)
        : charge.with({ heartbeatTimeout, scheduleToStartTimeout: 9, scheduleToCloseTimeout: 99 })(1);
    const { name, message, code, state, activity, id, reason, timeoutType, details, cause } = (yield* caught(
      work,
    )) as never;
    return {
      name,
      message,
      code,
      state,
      activity,
      id,
      reason,
      timeoutType,
      details,
      cause: { ...(cause as object | undefined) },
      why: (cause as Error | undefined)?.message,
    };
  });

  it("as a failure with code, state, reason and the cause the activity threw", () => {
    const run = step(tried);
    const root = Object.assign(new Error("no route"), { code: "EHOSTDOWN", host: "bank" });
    run.fail(charge, Object.assign(new Error("declined", { cause: root }), { code: "DECLINED", limit: 100 }));
    expect(run.result).toMatchObject({
      name: "ActivityError",
      code: "ACTIVITY_FAILED",
      state: "FAILED",
      activity: "charge",
      id: "1",
      reason: "DECLINED: declined",
      cause: { code: "DECLINED", limit: 100 },
      why: "declined",
    });
  });

  it("with the whole chain of causes", () => {
    const deep = flow(function* () {
      const error = (yield* caught(charge(1))) as Error;
      const chain: unknown[] = [];
      for (let at: unknown = error; at !== undefined; at = (at as Error).cause)
        chain.push((at as Error).message, (at as { code?: unknown }).code);
      return chain;
    });
    const run = step(deep);
    const root = Object.assign(new Error("no route"), { code: "EHOSTDOWN" });
    run.fail(charge, new Error("bank away", { cause: new RangeError("third try", { cause: root }) }));
    expect(run.result).toEqual([
      "activity charge failed: Error: bank away",
      "ACTIVITY_FAILED",
      "bank away",
      undefined,
      "third try",
      undefined,
      "no route",
      "EHOSTDOWN",
    ]);
  });

  it("as the very value, if the activity threw something that is no error", () => {
    const bare = flow(function* () {
      return [((yield* caught(charge(1))) as Error).cause];
    });
    expect(step(bare).fail(charge, "plain text").result).toEqual(["plain text"]);
    expect(step(bare).fail(charge, 0).result).toEqual([0]);
    expect(step(bare).fail(charge, null).result).toEqual([null]);
  });

  it.each(["START_TO_CLOSE", "SCHEDULE_TO_START", "SCHEDULE_TO_CLOSE", "HEARTBEAT"] as const)(
    "as a %s timeout",
    (type) => {
      const run = step(tried, 5);
      run.timeOut(charge, type);
      expect(run.result).toMatchObject({
        code: "ACTIVITY_TIMED_OUT",
        state: "TIMED_OUT",
        timeoutType: type,
        message: `activity charge timed out: ${type}`,
      });
    },
  );

  it("as a timeout with the details of the last heartbeat, as recorded", () => {
    expect(step(tried, 5).timeOut(charge, "HEARTBEAT", { done: 3 }).result.details).toContain('"done":3');
  });

  it("as canceled by the worker, with what it said", () => {
    expect(step(tried).cancelActivity(charge, "maintenance").result).toMatchObject({
      code: "ACTIVITY_CANCELED",
      state: "CANCELED",
      details: "maintenance",
    });
  });

  it("as refused by SWF, with its cause", () => {
    const late = flow(function* () {
      yield* go.receive();
      const { code, state, reason, message } = (yield* caught(charge(1))) as never;
      return { code, state, reason, message };
    });
    const run = step(late);
    run.refuseNext(charge, "ACTIVITY_TYPE_DOES_NOT_EXIST").signal(go, 1);
    expect(run.result).toEqual({
      code: "SCHEDULE_FAILED",
      state: "SCHEDULE_FAILED",
      reason: "ACTIVITY_TYPE_DOES_NOT_EXIST",
      message: "SWF refused to schedule activity charge: ACTIVITY_TYPE_DOES_NOT_EXIST",
    });
  });

  it("as a refused timer", () => {
    const late = flow(function* () {
      yield* go.receive();
      return ((yield* caught(sleep(5))) as { code?: string }).code;
    });
    expect(step(late).refuseNext("StartTimer", "OPERATION_NOT_PERMITTED").signal(go, 1).result).toBe("TIMER_FAILED");
  });

  it("and fails the workflow if nobody catches it, cause and all", () => {
    const run = step(order, 5);
    run.fail(charge, Object.assign(new Error("declined"), { code: "DECLINED" }));
    expect(run.status).toBe("failed");
    expect(run.error).toMatchObject({ code: "ACTIVITY_FAILED", cause: { code: "DECLINED" } });
    const [failed] = recorded(run.history, "WorkflowExecutionFailed");
    expect(failed?.reason).toBe("ACTIVITY_FAILED: activity charge failed: DECLINED: declined");
    expect(run.history.converter.read(failed?.details as string)).toMatchObject({
      code: "ACTIVITY_FAILED",
      fields: { state: "FAILED" },
      cause: { code: "DECLINED", message: "declined" },
    });
  });
});

describe("a child workflow that goes wrong is thrown at the yield", () => {
  const parent = flow(function* () {
    const { code, state, workflow, details, reason, cause } = (yield* caught(pack(1))) as never;
    return { code, state, workflow, details, reason, why: (cause as Error | undefined)?.message };
  });

  it("as failed, with its error", () => {
    expect(step(parent).fail(pack, new Error("empty")).result).toMatchObject({
      code: "CHILD_FAILED",
      state: "FAILED",
      workflow: "pack",
      reason: "Error: empty",
      why: "empty",
    });
  });

  it("as timed out, terminated or canceled", () => {
    expect(step(parent).timeOut(pack).result).toMatchObject({ code: "CHILD_TIMED_OUT", state: "TIMED_OUT" });
    expect(step(parent).terminate(pack).result).toMatchObject({ code: "CHILD_TERMINATED", state: "TERMINATED" });
    expect(step(parent).cancelChild(pack, "bye").result).toMatchObject({
      code: "CHILD_CANCELED",
      state: "CANCELED",
      details: "bye",
    });
  });

  it("as refused at once, or when it was to be started", () => {
    const late = flow(function* () {
      yield* go.receive();
      const { code, reason } = (yield* caught(pack(1))) as never;
      return { code, reason };
    });
    for (const cause of ["WORKFLOW_TYPE_DOES_NOT_EXIST", "WORKFLOW_ALREADY_RUNNING"]) {
      expect(step(late).refuseNext(pack, cause).signal(go, 1).result).toEqual({
        code: "CHILD_START_FAILED",
        reason: cause,
      });
    }
  });
});
