import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import type { AnyError, Coroutine } from "../../src/index.ts";
import {
  all,
  allSettled,
  any,
  CanceledError,
  cached,
  fromFailure,
  race,
  sleep,
  start,
  toFailure,
} from "../../src/index.ts";
import {
  caught,
  charge,
  echo,
  flow,
  go,
  halt,
  held,
  pack,
  recorded,
  refund,
  sent,
  ship,
  thrown,
  waits,
} from "./shop.ts";

const boom = function* () {
  throw Object.assign(new Error("boom"), { code: "BOOM" });
};
const buggy = function* () {
  throw new TypeError("no such field");
};

describe("allSettled", () => {
  const both = flow(function* () {
    const [one, two] = yield* allSettled([charge(1), ship("Ada")]);
    return [one, two.status === "rejected" ? (two.reason as { code: string }).code : two.value];
  });

  it("waits for every end, and says of each what it was", () => {
    const run = step(both);
    expect(waits(run)).toEqual(["1.1", "1.2"]);
    run.fail(ship, new Error("no"));
    expect(run.status).toBe("running");
    expect(sent(run)).toEqual([]);
    run.complete(charge, "r");
    expect(run.result).toEqual([{ status: "fulfilled", value: "r" }, "ACTIVITY_FAILED"]);
  });

  it("gives ends under names", () => {
    const run = step(
      flow(function* () {
        return yield* allSettled({ a: charge(1), b: echo() });
      }),
    );
    run.complete(echo, 2).complete(charge, "r");
    expect(run.result).toEqual({ a: { status: "fulfilled", value: "r" }, b: { status: "fulfilled", value: 2 } });
  });

  it("of nothing is over at once", () => {
    expect(
      step(
        flow(function* () {
          return [yield* allSettled([]), yield* allSettled({})];
        }),
      ).result,
    ).toEqual([[], {}]);
  });

  it.each([[0], [""], [false], [null], [undefined]])("keeps a result of %p", (value) => {
    const run = step(
      flow(function* () {
        const [one] = yield* allSettled([echo()]);
        return [one.status, one.status === "fulfilled" && one.value === value];
      }),
    );
    expect(run.complete(echo, value).result).toEqual(["fulfilled", true]);
  });

  it("keeps thrown values as they are, even undefined", () => {
    const run = step(
      flow(function* () {
        return yield* allSettled([
          (function* () {
            throw undefined;
          })(),
          (function* () {
            throw "text";
          })(),
        ]);
      }),
    );
    expect(run.result).toEqual([{ status: "rejected" }, { status: "rejected", reason: "text" }]);
  });

  it("tells a piece that was canceled by its handle from others", () => {
    const run = step(
      flow(function* () {
        const h = yield* start(charge(1));
        const [one, two] = yield* allSettled([h, ship("Ada")]);
        return [one.status === "rejected" && (one.reason as { code: string }).code, two];
      }),
    );
    run.cancelActivity(charge, "stopped").complete(ship, "p");
    expect(run.result).toEqual(["ACTIVITY_CANCELED", { status: "fulfilled", value: "p" }]);
  });

  it("ends, when it is canceled, once its pieces have ended by their policies, and throws", () => {
    const run = step(
      flow(function* () {
        try {
          return yield* allSettled([
            charge.with({ cancellation: "wait" })(1),
            ship("Ada"),
            echo.with({ cancellation: "abandon" })(1),
          ]);
        } finally {
          yield* refund("r");
        }
      }),
    );
    run.begin(charge).fail(echo, new Error("before")).begin(ship);
    run.cancel();
    expect(sent(run)).toEqual(["RequestCancelActivityTask 1.1", "RequestCancelActivityTask 1.2"]);
    run.cancelActivity(charge);
    expect(sent(run)).toEqual(["ScheduleActivityTask 2"]);
    expect(run.complete(refund, "ok").status).toBe("canceled");
  });

  it("is canceled before it begins, and has nothing to end", () => {
    const run = step.with({ beforeFirst: (before) => before.cancel() })(both);
    expect(run.status).toBe("canceled");
    expect(sent(run)).toEqual(["CancelWorkflowExecution"]);
  });

  it("is not touched by a cancellation after its end", () => {
    const run = step(
      flow(function* () {
        const ends = yield* allSettled([charge(1)]);
        yield* caught(go.receive());
        return ends;
      }),
    );
    expect(run.complete(charge, "r").cancel().result).toEqual([{ status: "fulfilled", value: "r" }]);
  });

  it("throws a bug in a piece, as `all` does", () => {
    expect(
      held(
        flow(function* () {
          return yield* allSettled([charge(1), buggy()]);
        }),
      ).message,
    ).toBe("no such field");
  });

  it("hears of a bug behind a handle, too", () => {
    const error = held(
      flow(function* () {
        const h = yield* start(function* () {
          yield* go.receive();
          yield* buggy();
        });
        return yield* allSettled([h]);
      }),
      (run) => run.signal(go),
    );
    expect(error.message).toBe("no such field");
  });
});

describe("any", () => {
  const either = flow(function* () {
    return yield* any([charge(1), ship("Ada"), sleep(60)]);
  });

  it("takes the first that ends well, and cancels the rest", () => {
    const run = step(either);
    run.begin(charge).fail(ship, new Error("no"));
    expect(sent(run)).toEqual([]);
    run.fire();
    expect(sent(run)).toEqual(["RequestCancelActivityTask 1.1", "CompleteWorkflowExecution"]);
    expect(run.result).toBeUndefined();
  });

  it("says by name which won", () => {
    const run = step(
      flow(function* () {
        return yield* any({ paid: charge(1), parcel: ship("Ada") });
      }),
    );
    expect(run.fail(charge, new Error("no")).complete(ship, "p").result).toEqual({ winner: "parcel", value: "p" });
  });

  it.each([[0], [""], [false], [null], [undefined]])("is won by a result of %p", (value) => {
    const run = step(
      flow(function* () {
        return (yield* any([echo(), charge(1)])) === value;
      }),
    );
    expect(run.complete(echo, value).result).toBe(true);
  });

  it("fails when all have failed, with the error of each in its place", () => {
    const run = step(
      flow(function* () {
        const error = (yield* caught(any([charge(1), boom()]))) as AnyError;
        return [error.code, error.message, (error.errors as { code: string }[]).map(({ code }) => code)];
      }),
    );
    run.fail(charge, new Error("no"));
    expect(run.result).toEqual(["ANY_FAILED", "all 2 pieces of work given to any failed", ["ACTIVITY_FAILED", "BOOM"]]);
  });

  it("carries the errors under names through a history", () => {
    const run = step(
      flow(function* () {
        return yield* any({ paid: charge(1), parcel: boom() });
      }),
    );
    run.fail(charge, new Error("declined"));
    expect(run.status).toBe("failed");
    const error = fromFailure(JSON.parse(JSON.stringify(toFailure(run.error))), "");
    expect(error).toMatchObject({
      name: "AnyError",
      code: "ANY_FAILED",
      errors: {
        paid: { code: "ACTIVITY_FAILED", message: "activity charge failed: Error: declined" },
        parcel: { code: "BOOM" },
      },
    });
    const [{ details }] = recorded(run.history, "WorkflowExecutionFailed") as [{ details: string }];
    expect(details).toContain("at boom");
    expect(details).not.toContain("resumeWorkflowBody");
  });

  it("begins nothing more once a piece has succeeded as it began", () => {
    const run = step(
      flow(function* () {
        const won = yield* any([boom(), cached("n", () => 1), go.receive(), halt.receive()]);
        return [won, yield* halt.receive()];
      }),
    );
    run.signal(halt, "kept");
    expect(run.result).toEqual([1, "kept"]);
  });

  it("absorbs what the losers come to", () => {
    const run = step(
      flow(function* () {
        const won = yield* any([charge(1), charge(2), pack(1)]);
        return [won, yield* go.receive()];
      }),
    );
    run.begin("1.2").begin(pack).complete("1.1", "r");
    expect(sent(run)).toEqual(["RequestCancelActivityTask 1.2", "RequestCancelExternalWorkflowExecution 1.3"]);
    run.fail("1.2", new Error("late")).fail(pack, new Error("late"));
    expect(run.signal(go, "on").result).toEqual(["r", "on"]);
  });

  it("ends, when it is canceled, once its pieces have ended, whatever has failed before", () => {
    const run = step(either);
    run.begin(ship).fail(charge, new Error("no")).cancel();
    expect(sent(run)).toEqual(["RequestCancelActivityTask 1.2", "CancelTimer 1.3", "CancelWorkflowExecution"]);
    expect(run.error).toBeInstanceOf(CanceledError);
  });

  it("throws a bug in a piece at once", () => {
    const error = held(
      flow(function* () {
        return yield* any([buggy(), charge(1)]);
      }),
    );
    expect(error.message).toBe("no such field");
  });

  it("takes the event that came first when two come in one decision", () => {
    const run = step(either);
    run.batch(() => run.complete(ship, "p").complete(charge, "r"));
    expect(run.result).toBe("p");
  });
});

describe("nested", () => {
  const nested = flow(function* () {
    return yield* allSettled([any([all([charge(1), charge(2)]), race([ship("Ada"), sleep(60)])]), refund("r")]);
  });

  it("composites are told of the innermost end", () => {
    const run = step(nested);
    expect(waits(run)).toEqual(["1.2", "1.1.1.1", "1.1.1.2", "1.1.2.1", "1.1.2.2"]);
    run.begin("1.1.1.2").fail("1.1.1.1", new Error("no"));
    expect(sent(run)).toEqual(["RequestCancelActivityTask 1.1.1.2"]);
    run.complete(ship, "p").fail(refund, new Error("late"));
    expect(run.result).toEqual([
      { status: "fulfilled", value: "p" },
      { status: "rejected", reason: expect.anything() },
    ]);
  });

  it("composites carry failures all the way up", () => {
    const run = step(
      flow(function* () {
        const [one] = yield* allSettled([any([race([all([charge(1)])])])]);
        return one.status === "rejected" ? yield* thrown(fails(one.reason)) : "no";
      }),
    );
    expect(run.fail(charge, new Error("no")).result).toBe("ANY_FAILED");
  });
});

function* fails(error: unknown): Coroutine<never> {
  throw error;
}
