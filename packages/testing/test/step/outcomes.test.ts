import { describe, expect, it } from "@jest/globals";
import { all, cancel, race, sleep, start, workflow } from "@sweft/workflow";
import { step } from "../../src/index.ts";
import { approve, cart, charge, order, ship } from "../shop.ts";

const one = workflow({ name: "one" }, function* () {
  return yield* charge(cart);
});

const parent = workflow({ name: "parent" }, function* () {
  return yield* order(cart);
});

describe("an activity", () => {
  it("fails with an error whose cause is what its worker threw", () => {
    const run = step(one).fail(charge, Object.assign(new Error("card refused"), { code: "REFUSED" }));
    expect(run.status).toBe("failed");
    expect(run.error).toMatchObject({
      code: "ACTIVITY_FAILED",
      state: "FAILED",
      reason: "REFUSED: card refused",
      cause: { message: "card refused", code: "REFUSED" },
    });
  });

  it("may fail with anything thrown", () => {
    expect(step(one).fail(charge, "plain text").error).toMatchObject({ code: "ACTIVITY_FAILED", cause: "plain text" });
  });

  it("times out, when its clock has run out", () => {
    const run = step(one);
    const before = run.time.getTime();
    run.timeOut(charge);
    expect(run.time.getTime() - before).toBe(300_000);
    expect(run.error).toMatchObject({ code: "ACTIVITY_TIMED_OUT", timeoutType: "START_TO_CLOSE" });
  });

  it("does not time out in a way its declaration rules out", () => {
    const run = step(one);
    expect(() => run.timeOut(charge, "HEARTBEAT")).toThrow(
      expect.objectContaining({
        code: "TIMEOUT_IMPOSSIBLE",
        message: expect.stringContaining("heartbeatTimeout is NONE"),
      }),
    );
    run.complete(charge, "paid");
    expect(run.result).toBe("paid");
  });

  it("is retried by its policy, after a back-off that fire() ends", () => {
    const stubborn = workflow({ name: "stubborn" }, function* () {
      return yield* charge.with({ retry: { attempts: 3, delay: "10s" } })(cart);
    });
    const run = step(stubborn).fail(charge, new Error("first"));
    expect(run.open).toEqual([sleep("10s")]);
    run.fire().timeOut(charge).fire().complete(charge, "third time");
    expect(run.result).toBe("third time");
    expect(run.time.getTime() - Date.UTC(2030, 0, 1)).toBe((10 + 300 + 20) * 1000);
  });

  it("may be refused by SWF", () => {
    const run = step
      .with({ beforeFirst: (first) => first.advance(1) })(two)
      .refuseNext(ship, "ACTIVITY_TYPE_DEPRECATED");
    run.complete(charge, "paid");
    expect(run.error).toMatchObject({ code: "SCHEDULE_FAILED", reason: "ACTIVITY_TYPE_DEPRECATED" });
  });

  const two = workflow({ name: "two" }, function* () {
    yield* charge(cart);
    yield* ship("Ada");
  });

  it("that loses a race before a worker has it is canceled at once, and after that is asked to cancel", () => {
    const racing = workflow({ name: "racing" }, function* () {
      yield* race([charge(cart), sleep("1m")]);
      yield* approve.receive();
    });
    const untaken = step(racing).fire();
    expect(untaken.history.open).toEqual([]);
    expect(untaken.history.events.map(({ eventType }) => eventType)).toContain("ActivityTaskCanceled");
    const taken = step(racing).begin(charge).fire();
    expect(taken.history.open).toMatchObject([{ kind: "activity", cancelRequestedEventId: expect.any(Number) }]);
    taken.cancelActivity(charge, "cleaned up");
    expect(taken.history.open).toEqual([]);
    expect(taken.signal(approve, true).status).toBe("completed");
  });
});

describe("a timer", () => {
  const waiting = workflow({ name: "waiting" }, function* () {
    const [a, b] = [yield* start(sleep("1h")), yield* start(sleep("1m"))];
    yield* b;
    yield* cancel(a);
    yield* sleep("1d");
  });

  it("fires in the order of their times, unless one is named", () => {
    const run = step(waiting).fire();
    expect(run.open).toEqual([sleep("1d")]);
    expect(run.time.getTime() - Date.UTC(2030, 0, 1)).toBe(60_000);
    const other = step(waiting).fire(sleep("1h"));
    expect(other.open).toEqual([sleep("1m")]);
    expect(other.fire("2").open).toEqual([sleep("1d")]);
  });

  it("may fire late", () => {
    const run = step(waiting).advance(90_000).fire();
    expect(run.time.getTime() - Date.UTC(2030, 0, 1)).toBe(90_000);
  });
});

describe("a child workflow", () => {
  it("completes, having started", () => {
    const run = step(parent).complete(order, { receipt: "r", parcel: "p" });
    expect(run.result).toEqual({ receipt: "r", parcel: "p" });
  });

  it.each([
    ["fail", "CHILD_FAILED", (run: ReturnType<typeof startParent>) => run.fail(order, new Error("no"))],
    ["timeOut", "CHILD_TIMED_OUT", (run: ReturnType<typeof startParent>) => run.timeOut(order)],
    ["terminate", "CHILD_TERMINATED", (run: ReturnType<typeof startParent>) => run.terminate(order)],
    ["cancelChild", "CHILD_CANCELED", (run: ReturnType<typeof startParent>) => run.cancelChild(order)],
  ] as const)("ends badly by %s: %s", (_verb, code, end) => {
    expect(end(startParent()).error).toMatchObject({ code });
  });

  const startParent = () => step(parent);

  it("may be refused by SWF, at once or a moment later", () => {
    const first = (cause: string) => {
      const twice = workflow({ name: "twice" }, function* () {
        yield* charge(cart);
        yield* order(cart);
      });
      return step(twice).refuseNext(order, cause).complete(charge, "paid").error;
    };
    expect(first("WORKFLOW_TYPE_DOES_NOT_EXIST")).toMatchObject({
      code: "CHILD_START_FAILED",
      reason: "WORKFLOW_TYPE_DOES_NOT_EXIST",
    });
    expect(first("WORKFLOW_ALREADY_RUNNING")).toMatchObject({
      code: "CHILD_START_FAILED",
      reason: "WORKFLOW_ALREADY_RUNNING",
    });
  });

  it("that loses a race is asked to cancel, and hears of it before it ends", () => {
    const racing = workflow({ name: "racing" }, function* () {
      yield* race([order(cart), sleep("1m")]);
      yield* approve.receive();
    });
    const run = step(racing).begin(order).fire();
    expect(run.history.open).toMatchObject([{ kind: "child" }, { kind: "external cancel" }]);
    run.cancelChild(order);
    expect(run.history.open).toEqual([]);
    expect(run.signal(approve, true).status).toBe("completed");
  });
});

describe("the outside", () => {
  const patient = workflow({ name: "patient" }, function* () {
    const answers: unknown[] = [];
    for (let i = 0; i < 2; i++) answers.push(yield* approve.receive());
    return answers;
  });

  it("sends signals, by their definition or by name", () => {
    const run = step(patient).signal(approve, true).signal("approve", "by hand");
    expect(run.result).toEqual([true, "by hand"]);
    // @ts-expect-error: an approval is a boolean
    step(patient).signal(approve, 5);
  });

  it("may come before the first decision, or during it", () => {
    const early = step.with({ beforeFirst: (run) => run.signal(approve, true) })(patient);
    expect(early.open).toEqual([approve.receive()]);
    const during = step.with({ duringFirst: (run) => run.signal(approve, true) })(patient);
    expect(during.signal(approve, false).result).toEqual([true, false]);
  });

  it("cancels, which the workflow may clean up after", () => {
    const careful = workflow({ name: "careful" }, function* () {
      try {
        yield* charge(cart);
      } finally {
        yield* ship("back");
      }
    });
    const run = step(careful).begin(charge).cancel();
    expect(run.status).toBe("running");
    expect(run.open).toEqual([ship("back")]);
    run.complete(ship, "sent");
    expect(run.status).toBe("canceled");
    expect(run.error).toMatchObject({ code: "CANCELED" });
    expect(() => run.signal(approve, true)).toThrow(expect.objectContaining({ code: "HISTORY_CLOSED" }));
  });

  it("may come in the order any test wants", () => {
    const both = workflow({ name: "both" }, function* () {
      return yield* all({ yes: approve.receive(), paid: charge(cart) });
    });
    const expected = { yes: true, paid: "paid" };
    expect(step(both).signal(approve, true).complete(charge, "paid").result).toEqual(expected);
    expect(step(both).complete(charge, "paid").signal(approve, true).result).toEqual(expected);
  });
});
