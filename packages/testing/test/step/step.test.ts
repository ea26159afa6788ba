import { describe, expect, it } from "@jest/globals";
import { activity, all, info, log, now, race, random, sleep, start, workflow } from "@sweft/workflow";
import { step } from "../../src/index.ts";
import { approve, cart, charge, order, refund, ship } from "../shop.ts";

describe("step", () => {
  it("charges first, then ships", () => {
    const run = step(order, cart);
    expect(run.open).toEqual([charge(cart)]);
    run.complete(charge, "paid");
    expect(run.open).toEqual([ship("Ada")]);
    expect(run.status).toBe("running");
    run.complete(ship, "sent");
    expect(run.status).toBe("completed");
    expect(run.open).toEqual([]);
    expect(run.result).toEqual({ receipt: "paid", parcel: "sent" });
  });

  it("shows open work of all kinds in the order asked, as data", () => {
    const everything = workflow({ name: "everything" }, function* () {
      const child = yield* start(order(cart));
      yield* all([sleep("1m"), charge(cart), approve.receive()]);
      return yield* child;
    });
    const run = step(everything);
    expect(run.open).toEqual([order(cart), sleep("1m"), charge(cart), approve.receive()]);
    expect(run.open).toEqual([
      { type: "StartChildWorkflow", workflow: { name: "order", version: "1" }, args: [cart] },
      { type: "StartTimer", seconds: 60 },
      { type: "ScheduleActivity", activity: { name: "charge", version: "1" }, args: [cart] },
      { type: "Receive", signal: "approve" },
    ]);
    expect(run.open).not.toEqual([order({ ...cart, total: 6 }), sleep("1m"), charge(cart), approve.receive()]);
    expect(run.openWork.map(({ id }) => id)).toEqual(["1", "2.1", "2.2", "2.3"]);
  });

  it("types results by the work they are of", () => {
    const run = step(order, cart);
    // @ts-expect-error: a charge gives a receipt, a string
    run.complete(charge, 5);
    // @ts-expect-error: an order takes a cart
    expect(() => step(order, "cart")).not.toThrow();
  });

  it("lets a result that may be undefined be left out", () => {
    const note = activity({ name: "note" }, async (_text: string): Promise<void> => {});
    const noting = workflow({ name: "noting" }, function* () {
      return yield* note("hello");
    });
    expect(step(noting).complete(note).result).toBeUndefined();
  });

  it("carries results through their text, so that what a history would lose is lost here too", () => {
    const paid = { at: new Date(0), ids: new Set([1]) };
    const dated = activity({ name: "dated" }, async () => paid);
    const dating = workflow({ name: "dating" }, function* () {
      return yield* dated();
    });
    const { result } = step(dating).complete(dated, paid);
    expect(result).toEqual(paid);
    expect(result).not.toBe(paid);
  });

  it.each([0, "", false, null, undefined])("keeps the falsy result %p", (value) => {
    const anything = activity({ name: "anything" }, async (): Promise<unknown> => value);
    const passing = workflow({ name: "passing" }, function* () {
      return yield* anything();
    });
    expect(step(passing).complete(anything, value).result).toBe(value);
  });

  it("has time, logs, facts and decisions to look at", () => {
    const telling = workflow({ name: "telling" }, function* () {
      yield* log("begun", { n: 1 });
      const before = yield* now();
      yield* charge(cart);
      yield* log.warn("charged");
      const { workflowId } = yield* info();
      return [before, yield* now(), workflowId, yield* random()];
    });
    const run = step.with({ startMs: 1000, execution: { workflowId: "w", runId: "r" } })(telling);
    expect(run.decisions.map(({ decisionType }) => decisionType)).toEqual(["RecordMarker", "ScheduleActivityTask"]);
    run.advance(500);
    expect(run.time).toEqual(new Date(1500));
    run.complete(charge, "paid");
    expect(run.log.map(({ level, message, fields, runId }) => [level, message, fields, runId])).toEqual([
      ["info", "begun", { n: 1 }, "r"],
      ["warn", "charged", undefined, "r"],
    ]);
    expect(run.result).toEqual([new Date(1000), new Date(1500), "w", expect.any(Number)]);
    expect(run.history.events.at(-1)?.eventType).toBe("WorkflowExecutionCompleted");
  });

  it("says why there is no result", () => {
    const missing = expect.objectContaining({ code: "RESULT_MISSING" });
    const run = step(order, cart);
    expect(() => run.result).toThrow(missing);
    expect(() => run.result).toThrow(
      'the run is running and has no result. The workflow waits for 1: charge({"id":"c1","total":5}).',
    );
    const error = new Error("broke");
    run.fail(charge, error);
    expect(() => run.result).toThrow(expect.objectContaining({ code: "RESULT_MISSING", cause: run.error }));
  });
});

describe("targets", () => {
  const two = workflow({ name: "two" }, function* () {
    return yield* all([charge(cart), charge({ id: "c2", total: 7 }), refund("r")]);
  });

  it("are declared activities: the oldest that is open", () => {
    const run = step(two);
    run.complete(charge, "first").complete(charge, "second").complete(refund, "third");
    expect(run.result).toEqual(["first", "second", "third"]);
  });

  it("are commands that equal open ones, the command itself or a literal", () => {
    const run = step(two);
    run.complete(charge({ total: 7, id: "c2" }), "second");
    run.complete(
      { type: "ScheduleActivity", activity: { name: "refund", version: "1" }, args: ["r"] } as never,
      "third",
    );
    run.complete(charge(cart), "first");
    expect(run.result).toEqual(["first", "second", "third"]);
  });

  it("are structural ids", () => {
    const run = step(two).complete("1.3", "third").complete("1.2", "second").complete("1.1", "first");
    expect(run.result).toEqual(["first", "second", "third"]);
  });

  it("that are not open give an error that lists what is", () => {
    const run = step(two).complete(refund, "third");
    expect(() => run.complete(ship, "x")).toThrow(
      expect.objectContaining({
        code: "TARGET_NOT_OPEN",
        message:
          'complete: ship is not open. The workflow waits for 1.1: charge({"id":"c1","total":5}); 1.2: charge({"id":"c2","total":7}).',
      }),
    );
    expect(() => run.fail(refund, new Error())).toThrow(expect.objectContaining({ code: "TARGET_NOT_OPEN" }));
    expect(() => run.complete(charge({ id: "c3", total: 1 }), "x")).toThrow(
      'charge({"id":"c3","total":1}) is not open',
    );
    expect(() => run.complete("9", "x")).toThrow('complete: "9" is not open');
    expect(() => run.fire()).toThrow("no timer runs");
  });

  it("of the wrong kind give an error that says so", () => {
    const mixed = workflow({ name: "mixed" }, function* () {
      yield* all([sleep(1), approve.receive(), order(cart), charge(cart)]);
    });
    const run = step(mixed);
    const unfit = (message: string) =>
      expect.objectContaining({ code: "TARGET_UNFIT", message: expect.stringContaining(message) });
    expect(() => run.complete(sleep(1))).toThrow(unfit("complete(StartTimer of 1 s) does not fit a timer"));
    expect(() => run.complete(approve.receive(), true)).toThrow(
      unfit("complete(Receive approve) does not fit a Receive"),
    );
    expect(() => run.fire(charge)).toThrow(unfit("fire(charge) does not fit a activity"));
    expect(() => run.cancelActivity(order)).toThrow(unfit("cancelActivity(order) does not fit a child"));
  });

  it("may be work that nobody waits for any more", () => {
    const racing = workflow({ name: "racing" }, function* () {
      const first = yield* race({ charge: charge(cart), late: sleep("1m") });
      yield* sleep("1h");
      return first.winner;
    });
    const run = step(racing).begin(charge).fire(sleep("1m"));
    expect(run.open).toEqual([sleep("1h")]);
    expect(() => run.complete(ship, "x")).toThrow(
      'Under way without being waited for: 1.1: charge({"id":"c1","total":5}).',
    );
    run.fail(charge, new Error("too late to matter")).fire();
    expect(run.result).toBe("late");
  });
});
