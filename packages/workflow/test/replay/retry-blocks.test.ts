import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import type { Coroutine, Operation, RetryPolicy } from "../../src/index.ts";
import { all, cancel, log, race, random, retry, signal, sleep, start } from "../../src/index.ts";
import { caught, charge, echo, flow, go, held, recorded, replayedBy, sent, ship, thrown, waits } from "./shop.ts";

const no = new Error("no");
const trip = (policy: RetryPolicy | number) =>
  flow(function* () {
    return yield* retry(policy, function* () {
      const receipt = yield* charge(1);
      const parcel = yield* ship("Ada");
      return [receipt, parcel];
    });
  });

describe("retry(policy, block)", () => {
  it("runs the block as a coroutine: the first under the command's own id, later ones under that of the attempt", () => {
    const run = step(trip({ attempts: 3, delay: 5 }));
    expect(sent(run)).toEqual(["ScheduleActivityTask 1.1"]);
    run.complete(charge, "r").fail(ship, no);
    expect(sent(run)).toEqual(["StartTimer 1~2.backoff"]);
    run.fire();
    expect(sent(run)).toEqual(["ScheduleActivityTask 1~2.1"]);
    run.fail(charge, no).fire();
    expect(sent(run)).toEqual(["ScheduleActivityTask 1~3.1"]);
    expect(run.complete(charge, "r").complete(ship, "p").result).toEqual(["r", "p"]);
  });

  it("throws the last error when its attempts are used up", () => {
    const run = step(trip({ attempts: 2, delay: 0 }))
      .fail(charge, no)
      .fail(charge, new Error("still no"));
    expect(run).toMatchObject({ status: "failed", error: { id: "1~2.1", cause: { message: "still no" } } });
  });

  it("has the ids of a policy of one attempt, so that attempts can be added later", () => {
    const { history } = step(trip(1));
    expect(replayedBy(trip(5), history).status).toBe("blocked");
  });

  it("takes one number, whatever it does inside", () => {
    const run = step(
      flow(function* () {
        yield* retry(2, () => charge(1));
        yield* ship("Ada");
      }),
    );
    expect(waits(run)).toEqual(["1.1"]);
    run.complete(charge, "r");
    expect(waits(run)).toEqual(["2"]);
  });

  it("takes any block: one command, a handle, a plain function that gives a generator", () => {
    const fresh = function* (): Coroutine<number> {
      return 7;
    };
    const run = step(
      flow(function* () {
        const handle = yield* start(echo(1));
        return [yield* retry(2, () => charge(1)), yield* retry(2, () => handle), yield* retry(2, () => fresh())];
      }),
    );
    run.complete(charge, "r").complete(echo, "e");
    expect(run.result).toEqual(["r", "e", 7]);
  });

  it("counts errors without a state as FAILED, and those of work as they say", () => {
    const tries = (on: RetryPolicy["on"], fail: () => Operation<unknown>) => {
      let attempts = 0;
      const run = step.with({ verify: false })(
        flow(function* () {
          return yield* thrown(
            retry({ attempts: 3, delay: 0, ...(on && { on }) }, function* () {
              attempts++;
              yield* fail();
            }),
          );
        }),
      );
      return [attempts, run.result];
    };
    const own = function* () {
      throw Object.assign(new Error("own"), { code: "OWN" });
    };
    const late = function* () {
      throw Object.assign(new Error("late"), { code: "LATE", state: "TIMED_OUT" });
    };
    const odd = function* () {
      throw Object.assign(new Error("odd"), { code: "ODD", state: "open" });
    };
    const stopped = function* () {
      const handle = yield* start(charge(1));
      yield* cancel(handle);
      yield* handle;
    };
    expect(tries(undefined, own)).toEqual([3, "OWN"]);
    expect(tries(["TIMED_OUT"], own)).toEqual([1, "OWN"]);
    expect(tries(["TIMED_OUT"], late)).toEqual([3, "LATE"]);
    expect(tries(["FAILED"], late)).toEqual([1, "LATE"]);
    expect(tries(["FAILED"], odd)).toEqual([3, "ODD"]);
    expect(tries(undefined, stopped)).toEqual([1, "CANCELED"]);
    expect(tries(["CANCELED"], stopped)).toEqual([3, "CANCELED"]);
  });

  it("never tries a bug again", () => {
    let attempts = 0;
    const error = held(
      flow(function* () {
        yield* retry(5, function* () {
          attempts++;
          yield* log("once");
          throw new TypeError("x is undefined");
        });
      }),
    );
    expect(error.message).toBe("x is undefined");
    expect(attempts).toBe(2); // once live, once from zero
  });

  it("refuses a generator that has run, and what is no operation, in a way that no code can catch", () => {
    const once = (function* () {
      throw no;
    })();
    const reused = flow(function* () {
      yield* caught(retry({ attempts: 2, delay: 0 }, () => once));
    });
    const odd = flow(function* () {
      yield* caught(retry(2, () => 5 as never));
    });
    expect(held(odd)).toMatchObject({ code: "FOREIGN_YIELD", message: expect.stringContaining("gave 5") });
    const run = step.with({ holds: "keep", verify: false })(reused);
    expect(run.error).toMatchObject({ code: "GENERATOR_REUSED" });
  });

  it("ends with its attempt when it is canceled, and is tried no more", () => {
    const run = step(
      flow(function* () {
        const handle = yield* start(retry({ attempts: 5, on: ["CANCELED", "FAILED"] }, () => charge(1)));
        yield* go.receive();
        yield* cancel(handle);
        return yield* thrown(handle);
      }),
    );
    run.begin(charge).signal(go, 1);
    expect(run.result).toBe("CANCELED");
    expect(sent(run)).toEqual(["RequestCancelActivityTask 1.1", "CompleteWorkflowExecution"]);
    const pausing = step(trip({ attempts: 5, on: ["CANCELED", "FAILED"] }))
      .fail(charge, no)
      .cancel();
    expect(pausing).toMatchObject({ status: "canceled" });
    const cleaning = step(trip({ attempts: 5, on: ["CANCELED", "FAILED"] })).cancel();
    expect(cleaning).toMatchObject({ status: "canceled" });
  });

  it("that fails with nobody waiting fails the workflow, as any coroutine does", () => {
    const run = step(
      flow(function* () {
        yield* start(retry(1, () => charge(1)));
        yield* sleep(9);
      }),
    ).fail(charge, no);
    expect(run.status).toBe("failed");
  });

  it("composes: in composites, within itself, with signals taken once", () => {
    const word = signal<string>("word");
    const run = step(
      flow(function* () {
        const tries = retry({ attempts: 2, delay: 0 }, function* () {
          return yield* retry({ attempts: 2, delay: 0 }, function* () {
            const heard = yield* word.receive();
            if (heard !== "yes") throw no;
            return [heard, (yield* random()) < 1];
          });
        });
        return yield* all([tries, race({ paid: retry(2, () => charge(1)), late: sleep(9) })]);
      }),
    );
    run.signal(word, "a").signal(word, "b").signal(word, "c").complete(charge, "r").signal(word, "yes");
    expect(run.result).toEqual([["yes", true], { winner: "paid", value: "r" }]);
  });

  it("draws its jitter from the attempt's own stream", () => {
    const seconds = () =>
      recorded(
        step(trip({ attempts: 2, delay: 600, maximumDelay: 600, jitter: "full" })).fail(charge, no).history,
        "TimerStarted",
      );
    expect(seconds()).toEqual(seconds());
    expect(Number(seconds()[0]?.startToFireTimeout)).toBeLessThanOrEqual(600);
  });
});
