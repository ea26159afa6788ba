import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import type { Compensate, SagaError } from "../../src/index.ts";
import { cancel, fromFailure, race, saga, sleep, start, toFailure } from "../../src/index.ts";
import { caught, charge, echo, flow, go, held, refund, sent, ship, waits } from "./shop.ts";

function* trip(compensate: Compensate) {
  const receipt = yield* charge(1);
  compensate(() => refund(receipt));
  const parcel = yield* ship("Ada");
  compensate(function* () {
    yield* echo(`back: ${parcel}`);
  });
  yield* go.receive();
  return "done";
}

describe("saga", () => {
  it("undoes nothing if all goes well", () => {
    const run = step(
      flow(function* () {
        return yield* saga(trip);
      }),
    );
    run.complete(charge, "r").complete(ship, "p").signal(go);
    expect(run.result).toBe("done");
    expect(sent(run)).toEqual(["CompleteWorkflowExecution"]);
  });

  it("undoes in reverse, one after the other, and throws the error as it is", () => {
    const run = step(
      flow(function* () {
        const error = yield* caught(
          saga(function* (compensate) {
            yield* trip(compensate);
            throw Object.assign(new Error("late"), { code: "LATE" });
          }),
        );
        return (error as { code: string }).code;
      }),
    );
    run.complete(charge, "r").complete(ship, "p").signal(go);
    expect(run.open).toEqual([echo("back: p")]);
    expect(waits(run)).toEqual(["1.4.1.1"]);
    run.complete(echo, 1);
    expect(run.open).toEqual([refund("r")]);
    expect(run.complete(refund, "ok").result).toBe("LATE");
  });

  it("undoes only what was registered when it failed", () => {
    const run = step(
      flow(function* () {
        yield* saga(trip);
      }),
    );
    run.complete(charge, "r").fail(ship, new Error("no"));
    expect(run.open).toEqual([refund("r")]);
    run.complete(refund, "ok");
    expect(run.error).toMatchObject({ code: "ACTIVITY_FAILED" });
  });

  it("undoes in parallel, if told so", () => {
    const run = step(
      flow(function* () {
        yield* saga(trip, { parallel: true });
      }),
    );
    run.complete(charge, "r").complete(ship, "p").cancel();
    expect(run.open).toEqual([echo("back: p"), refund("r")]);
    run.complete(refund, "ok").complete(echo, 1);
    expect(run.status).toBe("canceled");
  });

  it("undoes when it is canceled, and is not disturbed by that", () => {
    const run = step(
      flow(function* () {
        const h = yield* start(saga(trip));
        yield* go.receive();
        yield* cancel(h);
        yield* go.receive();
        yield* cancel(h);
        yield* h;
      }),
    );
    run.complete(charge, "r").complete(ship, "p").signal(go).signal(go);
    // The saga waits for the same signal; the workflow has waited for longer.
    run.complete(echo, 1).cancel();
    expect(run.open).toEqual([refund("r")]);
    expect(run.complete(refund, "ok").status).toBe("canceled");
  });

  it("goes on after a compensation that failed, and tells of all", () => {
    const run = step(
      flow(function* () {
        const error = (yield* caught(saga(trip))) as SagaError;
        return [
          error.code,
          error.message,
          (error.cause as { code: string }).code,
          error.failures.map((failure) => (failure as { activity: string }).activity),
        ];
      }),
    );
    run.complete(charge, "r").complete(ship, "p").cancel();
    run.fail(echo, new Error("no")).fail(refund, new Error("no"));
    expect(run.result).toEqual([
      "SAGA_FAILED",
      "2 compensations of a saga failed, so that not all is undone",
      "CANCELED",
      ["echo", "refund"],
    ]);
  });

  it("carries failures and cause through a history", () => {
    const run = step(
      flow(function* () {
        yield* saga(trip);
      }),
    );
    run.complete(charge, "r").fail(ship, new Error("no way")).fail(refund, new Error("no money"));
    expect(fromFailure(toFailure(run.error), "")).toMatchObject({
      name: "SagaError",
      code: "SAGA_FAILED",
      cause: { code: "ACTIVITY_FAILED", cause: { message: "no way" } },
      failures: [{ code: "ACTIVITY_FAILED", cause: { message: "no money" } }],
    });
  });

  it("undoes as the loser of a race, in the background", () => {
    const run = step(
      flow(function* () {
        const first = yield* race({ trip: saga(trip), late: sleep(60) });
        return first.winner;
      }),
    );
    run.complete(charge, "r").begin(ship).fire();
    expect(sent(run)).toEqual(["RequestCancelActivityTask 1.1.2", "ScheduleActivityTask 1.1.3.1.1"]);
    expect(run.status).toBe("running");
    expect(run.complete(refund, "ok").result).toBe("late");
  });

  it("undoes at the workflow's return", () => {
    const run = step(
      flow(function* () {
        yield* start(saga(trip));
        yield* echo(1);
      }),
    );
    run.complete(charge, "r").begin(ship).complete(echo, 1);
    expect(sent(run)).toEqual(["RequestCancelActivityTask 1.2", "ScheduleActivityTask 1.3.1.1"]);
    expect(run.complete(refund, "ok").status).toBe("completed");
  });

  it("fails the workflow if it cannot be undone at its return", () => {
    const run = step(
      flow(function* () {
        yield* start(saga(trip));
        yield* echo(1);
      }),
    );
    run.complete(charge, "r").begin(ship).complete(echo, 1).fail(refund, new Error("no"));
    expect(run.error).toMatchObject({ code: "SAGA_FAILED" });
  });

  it("nests: the inner one is undone first", () => {
    const run = step(
      flow(function* () {
        yield* saga(function* (compensate) {
          compensate(echo("outer"));
          yield* saga(function* (inner) {
            inner(echo("inner"));
            yield* go.receive();
          });
        });
      }),
    );
    run.cancel();
    expect(run.open).toEqual([echo("inner")]);
    run.complete(echo, 1);
    expect(run.open).toEqual([echo("outer")]);
    expect(run.complete(echo, 1).status).toBe("canceled");
  });

  it("undoes nothing for a bug: the run waits for fixed code", () => {
    const error = held(
      flow(function* () {
        yield* saga(function* (compensate) {
          compensate(echo(1));
          throw new TypeError("no such field");
        });
      }),
    );
    expect(error.message).toBe("no such field");
  });

  it("holds the run for a bug in a compensation", () => {
    const error = held(
      flow(function* () {
        yield* saga(function* (compensate) {
          compensate(() => {
            throw new TypeError("no such receipt");
          });
          throw new Error("no");
        });
      }),
    );
    expect(error.message).toBe("no such receipt");
  });

  it("refuses what is no operation, and a compensation that comes too late", () => {
    expect(() => saga((() => 5) as never)).toThrow("write `saga(function* (compensate) { … })`");
    expect(() => saga(trip, { paralel: true } as never)).toThrow('saga has no option "paralel"');
    expect(() => saga(trip, { parallel: 1 } as never)).toThrow("parallel of saga is 1; write true or false");
    const foreign = held(
      flow(function* () {
        yield* saga(function* (compensate) {
          compensate(5 as never);
        });
      }),
    );
    expect(foreign.message).toContain("the compensation given to a saga is 5");
    const late = held(
      flow(function* () {
        let kept: Compensate = () => {};
        yield* saga(function* (compensate) {
          kept = compensate;
        });
        kept(echo(1));
      }),
    );
    expect(late.code).toBe("SAGA_ENDED");
  });
});
