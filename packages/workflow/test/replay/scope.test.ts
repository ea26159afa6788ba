import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import type { Coroutine, Handle } from "../../src/index.ts";
import { all, cancel, race, scope, shield, sleep, start } from "../../src/index.ts";
import { caught, charge, echo, flow, go, halt, held, pack, refund, sent, ship, thrown, waits } from "./shop.ts";

function* waiting(work: () => ReturnType<typeof echo>): Coroutine<unknown> {
  try {
    return yield* work();
  } finally {
    yield* echo("cleanup");
  }
}

describe("scope", () => {
  it("gives the result of its body", () => {
    const run = step(
      flow(function* () {
        return [
          yield* scope(function* () {
            return yield* charge(1);
          }),
          yield* scope(charge(2)),
          yield* scope(() => charge(3)),
        ];
      }),
    );
    expect(waits(run)).toEqual(["1.1.1"]);
    expect(run.complete(charge, "a").complete(charge, "b").complete(charge, "c").result).toEqual(["a", "b", "c"]);
  });

  it("waits at its end for what was started inside, by coroutines inside too", () => {
    const run = step(
      flow(function* () {
        const done = yield* scope(function* () {
          yield* start(ship("Ada"));
          yield* start(function* () {
            yield* start(pack(1));
            yield* charge(1);
          });
          return "body";
        });
        yield* echo(done);
      }),
    );
    run.complete(ship, "p").complete(charge, "r");
    expect(run.open).toEqual([pack(1)]);
    run.complete(pack, 1);
    expect(run.open).toEqual([echo("body")]);
  });

  it("cancels it at its end instead, if told so", () => {
    const run = step(
      flow(function* () {
        const h = yield* scope(
          function* () {
            yield* start(ship("Ada"));
            yield* start(waiting, () => echo(1));
            const inside = yield* start(pack.with({ cancellation: "wait" })(1));
            yield* go.receive();
            return inside;
          },
          { onLeave: "cancel" },
        );
        return [yield* thrown(h), yield* go.receive()];
      }),
    );
    run.begin(ship).begin(echo(1)).begin(pack).signal(go);
    expect(sent(run)).toEqual([
      "RequestCancelActivityTask 1.1.1",
      "RequestCancelActivityTask 1.1.2.1",
      "RequestCancelExternalWorkflowExecution 1.1.3",
      "ScheduleActivityTask 1.1.2.2",
    ]);
    run.complete(echo("cleanup"), 1);
    expect(run.status).toBe("running");
    run.cancelChild(pack).signal(go, "on");
    expect(run.result).toEqual(["CANCELED", "on"]);
  });

  it("cancels it when the body fails, waits for its cleanup, and throws the body's error", () => {
    const run = step(
      flow(function* () {
        return yield* thrown(
          scope(function* () {
            yield* start(waiting, () => echo(1));
            yield* start(ship("Ada"));
            yield* charge(1);
          }),
        );
      }),
    );
    run.begin(echo(1)).begin(ship).fail(charge, new Error("no"));
    expect(sent(run)).toEqual([
      "RequestCancelActivityTask 1.1.1.1",
      "RequestCancelActivityTask 1.1.2",
      "ScheduleActivityTask 1.1.1.2",
    ]);
    expect(run.status).toBe("running");
    expect(run.complete(echo("cleanup"), 1).result).toBe("ACTIVITY_FAILED");
  });

  it("cancels body and all when it is canceled, and ends when they have", () => {
    const run = step(
      flow(function* () {
        yield* scope(function* () {
          yield* start(waiting, () => echo(1));
          yield* charge.with({ cancellation: "wait" })(1);
        });
      }),
    );
    run.begin(echo(1)).begin(charge).cancel();
    expect(sent(run)).toEqual([
      "RequestCancelActivityTask 1.1.2",
      "RequestCancelActivityTask 1.1.1.1",
      "ScheduleActivityTask 1.1.1.2",
    ]);
    run.cancelActivity(charge);
    expect(run.status).toBe("running");
    expect(run.complete(echo("cleanup"), 1).status).toBe("canceled");
  });

  it("is canceled while it waits for the rest", () => {
    const run = step(
      flow(function* () {
        yield* scope(function* () {
          yield* start(ship("Ada"));
        });
      }),
    );
    run.begin(ship).cancel();
    expect(sent(run)).toEqual(["RequestCancelActivityTask 1.1.1", "CancelWorkflowExecution"]);
  });

  it("fails by a coroutine that nobody waits for, and the workflow goes on", () => {
    const run = step(
      flow(function* () {
        const code = yield* thrown(
          scope(function* () {
            yield* start(function* () {
              yield* charge(1);
            });
            yield* start(ship("Ada"));
            yield* go.receive();
          }),
        );
        return [code, yield* go.receive()];
      }),
    );
    run.begin(ship).fail(charge, new Error("no"));
    expect(sent(run)).toEqual(["RequestCancelActivityTask 1.1.2"]);
    expect(run.signal(go, "on").result).toEqual(["ACTIVITY_FAILED", "on"]);
  });

  it("fails by such a coroutine at its end, too: even by the last", () => {
    const run = step(
      flow(function* () {
        return yield* thrown(
          scope(function* () {
            yield* start(function* () {
              yield* charge(1);
            });
          }),
        );
      }),
    );
    expect(run.fail(charge, new Error("no")).result).toBe("ACTIVITY_FAILED");
  });

  it("does not fail by what somebody inside has heard of, or by work that no coroutine is", () => {
    const run = step(
      flow(function* () {
        return yield* scope(function* () {
          const h = yield* start(function* () {
            yield* charge(1);
          });
          yield* start(ship("Ada"));
          return yield* thrown(h);
        });
      }),
    );
    run.fail(ship, new Error("no")).fail(charge, new Error("no"));
    expect(run.result).toBe("ACTIVITY_FAILED");
  });

  it("throws a failure in cleanup rather than the cancellation that it came of", () => {
    const run = step(
      flow(function* () {
        return yield* thrown(
          scope(function* () {
            yield* start(function* () {
              try {
                yield* go.receive();
              } finally {
                yield* refund("r");
              }
            });
            yield* go.receive();
          }),
        );
      }),
    );
    run.cancel().fail(refund, new Error("no"));
    expect(run.result).toBe("ACTIVITY_FAILED");
  });

  it("leaves its handles readable", () => {
    const run = step(
      flow(function* () {
        const h: Handle<string> = yield* scope(function* () {
          return yield* start(charge(1));
        });
        return [h.isReady(), h.result()];
      }),
    );
    expect(run.complete(charge, "r").result).toEqual([true, "r"]);
  });

  it("nests: an inner failure ends the inner scope alone, until it is thrown", () => {
    const run = step(
      flow(function* () {
        return yield* scope(function* () {
          yield* start(ship("Ada"));
          const inner = yield* thrown(
            scope(function* () {
              yield* start(function* () {
                yield* charge(1);
              });
            }),
          );
          return inner;
        });
      }),
    );
    run.begin(ship).fail(charge, new Error("no"));
    expect(sent(run)).toEqual([]);
    expect(run.complete(ship, "p").result).toBe("ACTIVITY_FAILED");
  });

  it("ends with what loses a race, and waits for a loser inside", () => {
    const run = step(
      flow(function* () {
        yield* race([
          scope(function* () {
            yield* start(ship("Ada"));
            yield* charge(1);
          }),
          sleep(5),
        ]);
        yield* scope(race([waiting(() => echo(1)), sleep(5)]));
        return "on";
      }),
    );
    run.begin(ship).begin(charge).fire();
    expect(sent(run)).toEqual([
      "RequestCancelActivityTask 1.1.1.2",
      "RequestCancelActivityTask 1.1.1.1",
      "StartTimer 2.1.1.2",
      "ScheduleActivityTask 2.1.1.1.1",
    ]);
    run.begin(echo(1)).fire();
    expect(run.open).toEqual([echo("cleanup")]);
    expect(run.complete(echo("cleanup"), 1).result).toBe("on");
  });

  it("waits for what is shielded inside, and does not cancel it", () => {
    const run = step(
      flow(function* () {
        yield* scope(function* () {
          yield* start(
            shield(function* () {
              yield* start(charge(1));
              yield* ship("Ada");
            }),
          );
          yield* go.receive();
        });
      }),
    );
    run.begin(charge).begin(ship).cancel();
    expect(sent(run)).toEqual([]);
    run.complete(ship, "p");
    expect(run.status).toBe("running");
    expect(run.complete(charge, "r").status).toBe("canceled");
  });

  it("stops the handlers that it has begun, and waits for what they do", () => {
    const run = step(
      flow(function* () {
        yield* scope(function* () {
          yield* go.handle(function* (value) {
            yield* echo(value);
          });
          yield* halt.receive();
        });
        return yield* go.receive();
      }),
    );
    run.signal(go, "a").signal(halt);
    expect(run.open).toEqual([echo("a")]);
    run.complete(echo, 1).signal(go, "b");
    expect(run.result).toBe("b");
  });

  it("does not outlive the workflow's return", () => {
    const run = step(
      flow(function* () {
        yield* start(
          scope(function* () {
            yield* start(waiting, () => echo(1));
            yield* go.receive();
          }),
        );
        yield* charge(1);
      }),
    );
    run.begin(echo(1)).complete(charge, "r");
    expect(sent(run)).toEqual(["RequestCancelActivityTask 1.1.1.1", "ScheduleActivityTask 1.1.1.2"]);
    expect(run.complete(echo("cleanup"), 1).status).toBe("completed");
  });

  it("holds the run for a bug inside", () => {
    const error = held(
      flow(function* () {
        yield* caught(
          scope(function* () {
            yield* start(function* () {
              throw new TypeError("no such field");
            });
            yield* go.receive();
          }),
        );
      }),
    );
    expect(error.message).toBe("no such field");
  });

  it("takes cancels of its handles as ever", () => {
    const run = step(
      flow(function* () {
        return yield* scope(function* () {
          const h = yield* start(charge(1));
          yield* cancel(h);
          return yield* all([thrown(h)]);
        });
      }),
    );
    expect(run.result).toEqual(["CANCELED"]);
  });

  it("is refused wrong options", () => {
    expect(() => scope(charge(1), { onLeave: "stop" as never })).toThrow(
      'onLeave of scope is "stop"; write "await" or "cancel"',
    );
    expect(() => scope(charge(1), { leave: "cancel" } as never)).toThrow(
      'scope has no option "leave"; its options are onLeave',
    );
    expect(() => scope(5 as never)).toThrow("the work given to scope is 5");
  });
});
