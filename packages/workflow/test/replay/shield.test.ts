import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import { all, cancel, info, race, shield, sleep, start, withTimeout } from "../../src/index.ts";
import { caught, charge, echo, flow, go, pack, refund, sent, ship, thrown, waits } from "./shop.ts";

describe("shield", () => {
  it("gives the result of a command, a function and a handle", () => {
    const run = step(
      flow(function* () {
        const h = yield* start(ship("Ada"));
        return [
          yield* shield(charge(1)),
          yield* shield(function* () {
            return yield* charge(2);
          }),
          yield* shield(() => charge(3)),
          yield* shield(h),
          yield* shield(info()),
        ].slice(0, 4);
      }),
    );
    expect(waits(run)).toEqual(["1", "2.1"]);
    run.complete("2.1", "a").complete("3.1", "b").complete("4.1", "c").complete(ship, "p");
    expect(run.result).toEqual(["a", "b", "c", "p"]);
  });

  it("throws the error of what is inside", () => {
    const run = step(
      flow(function* () {
        return yield* thrown(shield(charge(1)));
      }),
    );
    expect(run.fail(charge, new Error("no")).result).toBe("ACTIVITY_FAILED");
  });

  it("keeps a cancellation from the inside, and throws it once at the next wait", () => {
    const run = step(
      flow(function* () {
        const receipt = yield* shield(charge(1));
        const error = yield* thrown(ship("Ada"));
        const parcel = yield* ship("Bob");
        return [receipt, error, parcel];
      }),
    );
    run.begin(charge).cancel();
    expect(sent(run)).toEqual([]);
    run.complete(charge, "r");
    expect(sent(run)).toEqual(["ScheduleActivityTask 2"]);
    expect(run.complete(ship, "p").result).toEqual(["r", "CANCELED", "p"]);
  });

  it("lets a shield begin though a cancellation is owed: cleanup stands behind it", () => {
    const run = step(
      flow(function* () {
        let receipt = "";
        try {
          receipt = yield* charge.with({ cancellation: "wait" })(1);
        } finally {
          yield* shield(refund(receipt));
        }
        yield* ship("Ada");
      }),
    );
    run.begin(charge).cancel().complete(charge, "r");
    expect(waits(run)).toEqual(["2.1"]);
    run.complete(refund, "ok");
    expect(run.status).toBe("canceled");
    expect(sent(run)).toEqual(["CancelWorkflowExecution"]);
  });

  it("protects cleanup from a second cancellation", () => {
    const run = step(
      flow(function* () {
        const h = yield* start(function* () {
          try {
            yield* charge(1);
          } finally {
            yield* shield(refund("r"));
          }
        });
        yield* go.receive();
        yield* cancel(h);
        yield* go.receive();
        yield* cancel(h);
        return yield* thrown(h);
      }),
    );
    run.begin(charge).signal(go).begin(refund).signal(go);
    expect(run.complete(refund, "ok").result).toBe("CANCELED");
  });

  it("shields what is inside composites", () => {
    const run = step(
      flow(function* () {
        return yield* all([shield(all([charge(1), race([ship("Ada"), sleep(60)])])), echo(1)]);
      }),
    );
    run.begin(charge).begin(ship).begin(echo).cancel();
    expect(sent(run)).toEqual(["RequestCancelActivityTask 1.2"]);
    run.complete(charge, "r").fire();
    expect(run.status).toBe("canceled");
  });

  it("lets a loser that is shielded finish, and does not wait for it", () => {
    const run = step(
      flow(function* () {
        const first = yield* race({ paid: shield(charge(1)), late: sleep(60) });
        return [first.winner, yield* ship("Ada")];
      }),
    );
    run.begin(charge).fire();
    expect(sent(run)).toEqual(["ScheduleActivityTask 2"]);
    run.complete(ship, "p");
    expect(run.status).toBe("running");
    run.complete(charge, "r");
    expect(run.result).toEqual(["late", "p"]);
  });

  it("does not keep from the inside what is canceled inside", () => {
    const run = step(
      flow(function* () {
        return yield* shield(function* () {
          const h = yield* start(charge(1));
          yield* cancel(h);
          return [yield* thrown(h), yield* thrown(withTimeout(5, go.receive()))];
        });
      }),
    );
    expect(run.fire().result).toEqual(["CANCELED", "TIMEOUT"]);
  });

  it("takes no cancel by its own handle", () => {
    const run = step(
      flow(function* () {
        const h = yield* start(shield(charge(1)));
        yield* cancel(h);
        return yield* h;
      }),
    );
    expect(run.complete(charge, "r").result).toBe("r");
  });

  it("owes nothing to a workflow that waits for nothing more", () => {
    const run = step.with({ beforeFirst: (before) => before.cancel() })(
      flow(function* () {
        return yield* shield(charge(1));
      }),
    );
    expect(run.complete(charge, "r").result).toBe("r");
  });

  it("owes a cancellation even if what is inside fails", () => {
    const run = step(
      flow(function* () {
        const one = yield* thrown(shield(charge(1)));
        return [one, yield* thrown(ship("Ada"))];
      }),
    );
    run.cancel().fail(charge, new Error("no"));
    expect(run.result).toEqual(["ACTIVITY_FAILED", "CANCELED"]);
  });
});

describe("a shield at the workflow's return", () => {
  it("is finished, and ends the body behind it at its next wait", () => {
    const run = step(
      flow(function* () {
        yield* start(function* () {
          try {
            yield* shield(function* () {
              yield* charge(1);
              yield* charge(2);
            });
            yield* echo("never");
          } catch {
            yield* echo("no catch runs");
          } finally {
            yield* refund("r");
          }
        });
        yield* go.receive();
        return "done";
      }),
    );
    run.signal(go);
    expect(run.status).toBe("running");
    expect(sent(run)).toEqual([]);
    run.complete("1.1.1", "a");
    expect(sent(run)).toEqual(["ScheduleActivityTask 1.1.2"]);
    run.complete("1.1.2", "b");
    expect(sent(run)).toEqual(["ScheduleActivityTask 1.2"]);
    expect(run.complete(refund, "ok").result).toBe("done");
  });

  it("is finished in cleanup that the return has begun, composites and all", () => {
    const run = step(
      flow(function* () {
        yield* start(function* () {
          try {
            yield* charge(1);
          } finally {
            yield* shield(all([refund("a"), refund("b")]));
          }
        });
        yield* go.receive();
      }),
    );
    run.begin(charge).signal(go);
    expect(sent(run)).toEqual([
      "RequestCancelActivityTask 1.1",
      "ScheduleActivityTask 1.2.1.1",
      "ScheduleActivityTask 1.2.1.2",
    ]);
    run.complete("1.2.1.1", 1).complete("1.2.1.2", 2);
    expect(run.status).toBe("completed");
  });

  it("is not waited for if it waits for a signal", () => {
    const run = step(
      flow(function* () {
        yield* start(function* () {
          yield* shield(go.receive());
        });
        yield* charge(1);
      }),
    );
    expect(run.complete(charge, "r").status).toBe("completed");
  });

  it("is not waited for if it waits for nothing that can come", () => {
    const run = step(
      flow(function* () {
        const lasting = yield* start(function* () {
          yield* go.receive();
        });
        yield* start(function* () {
          yield* shield(function* () {
            yield* caught(lasting);
            yield* go.receive();
          });
        });
        yield* charge(1);
      }),
    );
    expect(run.complete(charge, "r").status).toBe("completed");
  });

  it("ends after a hundred things more", () => {
    const run = step(
      flow(function* () {
        yield* start(function* () {
          yield* shield(function* () {
            for (;;) yield* sleep(1);
          });
        });
        yield* charge(1);
      }),
    );
    run.complete(charge, "r");
    for (let i = 0; i < 110 && run.status === "running"; i++) run.fire();
    expect(run.status).toBe("completed");
  });

  it("lets children inside it end by themselves", () => {
    const run = step(
      flow(function* () {
        yield* start(function* () {
          yield* shield(pack(1));
        });
        yield* go.receive();
      }),
    );
    run.begin(pack).signal(go);
    expect(run.status).toBe("running");
    expect(run.complete(pack, 1).status).toBe("completed");
  });
});
