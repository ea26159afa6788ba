import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import { activity, all, race, start, withTimeout } from "../../src/index.ts";
import { caught, charge, echo, flow, go, held, refund, sent, ship, thrown, waits } from "./shop.ts";

describe("withTimeout", () => {
  const timed = flow(function* () {
    return [yield* withTimeout("1m", charge(1))];
  });

  it("gives the result and cancels its timer", () => {
    const run = step(timed);
    expect(waits(run)).toEqual(["1.1", "1.2"]);
    run.complete(charge, "r");
    expect(sent(run)).toEqual(["CancelTimer 1.2", "CompleteWorkflowExecution"]);
    expect(run.result).toEqual(["r"]);
  });

  it.each([[0], [""], [false], [null], [undefined]])("gives a result of %p", (value) => {
    const run = step(
      flow(function* () {
        return (yield* withTimeout(1, echo())) === value;
      }),
    );
    expect(run.complete(echo, value).result).toBe(true);
  });

  it("cancels the work when the time is over, and says so by code and state", () => {
    const run = step(
      flow(function* () {
        const { code, state, name, message, seconds } = (yield* caught(withTimeout("1m", charge(1)))) as Record<
          string,
          unknown
        >;
        yield* go.receive();
        return { code, state, name, message, seconds };
      }),
    );
    run.begin(charge).fire();
    expect(sent(run)).toEqual(["RequestCancelActivityTask 1.1"]);
    expect(run.complete(charge, "late").signal(go).result).toEqual({
      code: "TIMEOUT",
      state: "TIMED_OUT",
      name: "TimeoutError",
      message: "the work was not done within 60 s, and was canceled",
      seconds: 60,
    });
  });

  it("leaves work alone whose policy says so, and does not wait for its end", () => {
    const run = step(
      flow(function* () {
        yield* thrown(
          withTimeout(
            "1m",
            all([charge.with({ cancellation: "wait" })(1), ship.with({ cancellation: "abandon" })("Ada")]),
          ),
        );
        return yield* go.receive();
      }),
    );
    run.begin(charge).begin(ship).fire();
    expect(sent(run)).toEqual(["RequestCancelActivityTask 1.1.1"]);
    run.signal(go, "on");
    expect(run.status).toBe("running");
    expect(run.cancelActivity(charge).result).toBe("on");
  });

  it("throws the error of the work", () => {
    const run = step(
      flow(function* () {
        return yield* thrown(withTimeout("1m", charge(1)));
      }),
    );
    expect(run.fail(charge, new Error("no")).result).toBe("ACTIVITY_FAILED");
  });

  it("takes what came first when both come in one decision", () => {
    const run = step(timed);
    run.batch(() => run.fire().complete(charge, "r"));
    expect((run.error as { code: string }).code).toBe("TIMEOUT");
    const other = step(timed);
    other.batch(() => other.complete(charge, "r").fire());
    expect(other.result).toEqual(["r"]);
  });

  it("takes a generator function, a function that gives an operation, a generator and a handle", () => {
    const run = step(
      flow(function* () {
        const started = yield* start(ship("Ada"));
        return [
          yield* withTimeout(1, function* () {
            return [yield* charge(1), yield* charge(2)];
          }),
          yield* withTimeout(1, () => charge(3)),
          yield* withTimeout(1, started),
          yield* withTimeout(1, twice(4)),
          yield* withTimeout(1, () => twice(5)),
          yield* withTimeout(1, () => started),
        ];
      }),
    );
    expect(waits(run)).toEqual(["1", "2.2", "2.1.1"]);
    run.complete("2.1.1", "a").complete("2.1.2", "b");
    expect(waits(run)).toEqual(["1", "3.2", "3.1.1"]);
    run.complete("3.1.1", "c").complete(ship, "p").complete("5.1.1", "d").complete("6.1.1", "e");
    expect(run.result).toEqual([["a", "b"], "c", "p", "dd", "ee", "p"]);
  });

  it("stops only waiting for a handle", () => {
    const run = step(
      flow(function* () {
        const h = yield* start(charge(1));
        return [yield* thrown(withTimeout(1, h)), yield* h];
      }),
    );
    run.begin(charge).fire();
    expect(sent(run)).toEqual([]);
    expect(run.complete(charge, "r").result).toEqual(["TIMEOUT", "r"]);
  });

  it("ends with its work when it is canceled", () => {
    const run = step(
      flow(function* () {
        try {
          yield* withTimeout("1m", charge.with({ cancellation: "wait" })(1));
        } finally {
          yield* refund("r");
        }
      }),
    );
    run.begin(charge).cancel();
    expect(sent(run)).toEqual(["RequestCancelActivityTask 1.1", "CancelTimer 1.2"]);
    run.cancelActivity(charge);
    expect(sent(run)).toEqual(["ScheduleActivityTask 2"]);
    expect(run.complete(refund, "x").status).toBe("canceled");
  });

  it("is given up by a race", () => {
    const run = step(
      flow(function* () {
        yield* race([withTimeout("1m", charge(1)), go.receive()]);
        return yield* go.receive();
      }),
    );
    run.begin(charge).signal(go);
    expect(sent(run)).toEqual(["RequestCancelActivityTask 1.1.1", "CancelTimer 1.1.2"]);
    expect(run.signal(go, 1).result).toBe(1);
  });

  it("nests: the inner timeout is an error like others", () => {
    const run = step(
      flow(function* () {
        return yield* thrown(withTimeout("1h", withTimeout("1m", charge(1))), "seconds");
      }),
    );
    expect(run.fire("1.1.2").result).toBe(60);
  });

  it("is refused what is no operation, and a function that gives none", () => {
    expect(() => withTimeout("1m", 5 as never)).toThrow("the work given to withTimeout is 5");
    expect(() => withTimeout("soon" as never, charge(1))).toThrow("withTimeout");
    const error = held(
      flow(function* () {
        yield* withTimeout(1, (() => 5) as never);
      }),
    );
    expect(error.code).toBe("FOREIGN_YIELD");
    expect(error.message).toContain("gave 5; give back a command, as in `() => charge(order)`");
  });

  it("finds one generator given twice by a function", () => {
    const error = held(
      flow(function* () {
        const one = twice(1);
        yield* withTimeout(1, () => one);
        yield* withTimeout(1, () => one);
      }),
      (run) => run.complete(charge, "a"),
    );
    expect(error.code).toBe("GENERATOR_REUSED");
  });

  it("calls the function only when its turn comes, where an error belongs to the work", () => {
    const ping = activity({ name: "ping" }, () => 1);
    const run = step(
      flow(function* () {
        return [
          yield* thrown(
            withTimeout(1, () => {
              throw Object.assign(new Error("no"), { code: "NO" });
            }),
          ),
          yield* withTimeout(1, ping),
        ];
      }),
    );
    expect(waits(run)).toEqual(["2.2", "2.1.1"]);
    expect(run.complete(ping, 7).result).toEqual(["NO", 7]);
  });
});

function* twice(cents: number) {
  const receipt = yield* charge(cents);
  return receipt + receipt;
}
