import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import { all, now, race, sleep, start } from "../../src/index.ts";
import { caught, charge, echo, flow, go, pack, refund, sent, ship, thrown, waits } from "./shop.ts";

describe("all", () => {
  const both = flow(function* () {
    return yield* all([charge(1), ship("Ada")]);
  });

  it("runs its pieces in parallel and gives their results in their places, whatever comes first", () => {
    const run = step(both);
    expect(run.open).toEqual([charge(1), ship("Ada")]);
    expect(waits(run)).toEqual(["1.1", "1.2"]);
    run.complete(ship, "p").complete(charge, "r");
    expect(run.result).toEqual(["r", "p"]);
  });

  it("gives results under names", () => {
    const run = step(
      flow(function* () {
        return yield* all({ receipt: charge(1), parcel: ship("Ada") });
      }),
    );
    expect(run.complete(ship, "p").complete(charge, "r").result).toEqual({ receipt: "r", parcel: "p" });
  });

  it("of nothing is over at once", () => {
    expect(
      step(
        flow(function* () {
          return [yield* all([]), yield* all({})];
        }),
      ).result,
    ).toEqual([[], {}]);
  });

  it("matches two activities of one type by what they are, not by when they end", () => {
    const run = step(
      flow(function* () {
        return yield* all([charge(1), charge(2), charge(3)]);
      }),
    );
    run.complete(charge(3), "c").complete(charge(2), "b").complete(charge(1), "a");
    expect(run.result).toEqual(["a", "b", "c"]);
  });

  it("tells equal commands apart by their place", () => {
    const run = step(
      flow(function* () {
        const one = charge(1);
        return yield* all([one, one]);
      }),
    );
    expect(run.complete("1.2", "second").complete("1.1", "first").result).toEqual(["first", "second"]);
  });

  it("fails as soon as one fails, and cancels the others by what they are", () => {
    const run = step(
      flow(function* () {
        const code = yield* thrown(all([charge(1), ship("Ada"), sleep(60), pack(1), go.receive()]));
        yield* echo(code);
      }),
    );
    run.begin(ship).begin(pack).fail(charge, new Error("declined"));
    expect(sent(run)).toEqual([
      "RequestCancelActivityTask 1.2",
      "CancelTimer 1.3",
      "RequestCancelExternalWorkflowExecution 1.4",
      "ScheduleActivityTask 2",
    ]);
    expect(run.open).toEqual([echo("ACTIVITY_FAILED")]);
  });

  it("absorbs what its siblings come to after it has failed", () => {
    const run = step(
      flow(function* () {
        yield* caught(all([charge(1), charge(2), pack(1)]));
        return yield* go.receive();
      }),
    );
    run.begin("1.2").fail("1.1", new Error("first")).fail("1.2", new Error("second")).fail(pack, new Error("third"));
    expect(run.status).toBe("running");
    expect(run.signal(go, "on").result).toBe("on");
  });

  it("throws the first of two failures that come in one decision", () => {
    const run = step(
      flow(function* () {
        return ((yield* caught(all([charge(1), charge(2)]))) as Error).message;
      }),
    );
    run.batch(() => run.fail("1.2", new Error("two")).fail("1.1", new Error("one")));
    expect(run.result).toBe("activity charge failed: Error: two");
  });

  it("never sends what one of its own pieces made pointless at once", () => {
    const run = step(
      flow(function* () {
        return yield* thrown(
          all([
            charge(1),
            (function* () {
              throw new Error("no");
            })(),
          ]),
          "message",
        );
      }),
    );
    expect(sent(run)).toEqual(["CompleteWorkflowExecution"]);
    expect(run.result).toBe("no");
  });

  it("waits for work started before without taking it over", () => {
    const run = step(
      flow(function* () {
        const early = yield* start(charge(1));
        return yield* all([early, ship("Ada")]);
      }),
    );
    expect(waits(run)).toEqual(["1", "2.2"]);
    expect(run.complete(charge, "r").complete(ship, "p").result).toEqual(["r", "p"]);
  });
});

describe("a record", () => {
  it("may have names like numbers and like members of objects", () => {
    const run = step(
      flow(function* () {
        return yield* all({ b: charge(1), 7: charge(2), constructor: charge(3) });
      }),
    );
    run.complete(charge(3), "c").complete(charge(2), "b").complete(charge(1), "a");
    expect(run.result).toEqual({ b: "a", 7: "b", constructor: "c" });
  });

  // Its piece is never run: `named[name] = …` sets a prototype. (combine.ts `piecesOf`)
  it("may have the name __proto__", () => {
    const work = Object.fromEntries([
      ["__proto__", charge(1)],
      ["other", charge(2)],
    ]);
    expect(
      step(
        flow(function* () {
          yield* all(work);
        }),
      ).open,
    ).toEqual([charge(1), charge(2)]);
  });
});

describe("race", () => {
  it("takes the first and does not wait for the rest", () => {
    const run = step(
      flow(function* () {
        return [yield* race([charge(1), sleep(60)]), yield* echo()];
      }),
    );
    run.complete(charge, "r");
    expect(sent(run)).toEqual(["CancelTimer 1.2", "ScheduleActivityTask 2"]);
    expect(run.complete(echo, 2).result).toEqual(["r", 2]);
  });

  it("says by name which won", () => {
    const raced = flow(function* () {
      return yield* race({ paid: charge(1), late: sleep(60), word: go.receive() });
    });
    expect(step(raced).complete(charge, "r").result).toEqual({ winner: "paid", value: "r" });
    expect(step(raced).fire().result).toEqual({ winner: "late", value: undefined });
    expect(step(raced).signal(go, 7).result).toEqual({ winner: "word", value: 7 });
  });

  it("asks a worker that has begun the loser to cancel it", () => {
    const run = step(
      flow(function* () {
        yield* race([charge(1), sleep(60)]);
        yield* go.receive();
      }),
    );
    run.begin(charge).fire();
    expect(sent(run)).toEqual(["RequestCancelActivityTask 1.1"]);
    run.cancelActivity(charge).signal(go, 1);
    expect(run.status).toBe("completed");
  });

  it("cancels a loser that nobody has begun, and goes on with what SWF answers at once", () => {
    const run = step(
      flow(function* () {
        yield* race([charge(1), sleep(60)]);
        yield* go.receive();
      }),
    );
    run.fire();
    expect(run.history.open.filter(({ kind }) => kind === "activity")).toEqual([]);
    expect(run.signal(go, 1).status).toBe("completed");
  });

  it("neither sends nor cancels what was never sent", () => {
    const run = step(
      flow(function* () {
        return yield* race([charge(1), sleep(5), now()]);
      }),
    );
    expect(sent(run)).toEqual(["CompleteWorkflowExecution"]);
  });

  it("is lost by nobody when the winner fails: its error is thrown", () => {
    const run = step(
      flow(function* () {
        return yield* thrown(race([charge(1), sleep(60)]));
      }),
    );
    expect(run.fail(charge, new Error("no")).result).toBe("ACTIVITY_FAILED");
  });

  it("only stops waiting for the work of a handle that lost", () => {
    const run = step(
      flow(function* () {
        const h = yield* start(charge(1));
        const first = yield* race({ h, late: sleep(60) });
        return [first.winner, yield* h];
      }),
    );
    run.begin(charge).fire();
    expect(sent(run)).toEqual([]);
    expect(run.complete(charge, "r").result).toEqual(["late", "r"]);
  });

  it("lets a coroutine that lost clean up, and does not wait for that", () => {
    const run = step(
      flow(function* () {
        const first = yield* race([
          (function* () {
            try {
              yield* charge(1);
            } finally {
              yield* refund("r");
            }
          })(),
          sleep(60),
        ]);
        return [first, yield* ship("Ada")];
      }),
    );
    run.begin(charge).fire();
    expect(sent(run)).toEqual([
      "RequestCancelActivityTask 1.1.1",
      "ScheduleActivityTask 1.1.2",
      "ScheduleActivityTask 2",
    ]);
    run.complete(ship, "p");
    expect(run.status).toBe("running");
    expect(run.complete(refund, "done").result).toEqual([undefined, "p"]);
  });

  it("ignores what the loser comes to", () => {
    const run = step(
      flow(function* () {
        yield* race([charge(1), sleep(60)]);
        return yield* go.receive();
      }),
    );
    run.begin(charge).fire().fail(charge, new Error("too late")).signal(go, "on");
    expect(run.result).toBe("on");
  });

  it("gives the first event the win when both come in one decision", () => {
    const run = step(
      flow(function* () {
        return (yield* race({ one: charge(1), two: ship("Ada") })).winner;
      }),
    );
    run.batch(() => run.complete(ship, "p").complete(charge, "r"));
    expect(run.result).toBe("two");
  });

  it("does not cancel a loser that has ended in the same decision", () => {
    const run = step(
      flow(function* () {
        yield* race([charge(1), ship("Ada")]);
        yield* go.receive();
      }),
    );
    run.batch(() => run.complete(ship, "p").complete(charge, "r"));
    expect(sent(run)).toEqual([]);
  });
});

describe("nested", () => {
  const nested = flow(function* () {
    return yield* all([race([all([charge(1), charge(2)]), sleep(60)]), ship("Ada")]);
  });

  it("composites are told of the innermost end", () => {
    const run = step(nested);
    expect(waits(run)).toEqual(["1.2", "1.1.2", "1.1.1.1", "1.1.1.2"]);
    run.complete("1.1.1.2", "b").complete("1.1.1.1", "a");
    expect(sent(run)).toEqual(["CancelTimer 1.1.2"]);
    expect(run.complete(ship, "p").result).toEqual([["a", "b"], "p"]);
  });

  it("composites cancel all the way down", () => {
    const run = step(nested);
    run.begin("1.1.1.1").begin("1.1.1.2").fire();
    expect(sent(run)).toEqual(["RequestCancelActivityTask 1.1.1.1", "RequestCancelActivityTask 1.1.1.2"]);
    expect(run.complete(ship, "p").result).toEqual([undefined, "p"]);
  });

  it("composites carry a failure all the way up", () => {
    const run = step(
      flow(function* () {
        return yield* thrown(nested.body());
      }),
    );
    run.begin(ship).begin("1.1.1.2").fail("1.1.1.1", new Error("no"));
    expect(sent(run)).toEqual([
      "RequestCancelActivityTask 1.1.1.2",
      "CancelTimer 1.1.2",
      "RequestCancelActivityTask 1.2",
      "CompleteWorkflowExecution",
    ]);
    expect(run.result).toBe("ACTIVITY_FAILED");
  });
});
