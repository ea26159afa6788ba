import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import { signal } from "../../src/index.ts";
import { amount, anything, lines, schemaBy } from "./schemas.ts";
import { charge, flow, held, recorded, sent } from "./shop.ts";

const pay = signal("pay", amount);
const two = flow(function* () {
  return [yield* pay.receive(), yield* pay.receive()];
});

describe("a signal with a schema", () => {
  it("arrives as what the schema makes of it", () => {
    expect(step(two).signal(pay, "7").signal(pay, 8).result).toEqual([7, 8]);
  });

  it("is skipped if the schema refuses it, and the wait goes on", () => {
    const run = step(two).signal("pay", "seven").signal(pay, 7).signal("pay", {}).signal(pay, 8);
    expect(run.result).toEqual([7, 8]);
  });

  it("is recorded as rejected with what was wrong, and reported, once", () => {
    const order = signal("order", lines);
    const run = step(
      flow(function* () {
        return yield* order.receive();
      }),
    );
    run.signal("order", { lines: [{ count: 1 }, { count: "two" }] });
    const issues = [{ message: "no number", path: "lines.1.count" }];
    expect(run.rejected).toEqual([{ signal: "order", eventId: 5 + 1, issues }]);
    expect(sent(run)).toEqual(["RecordMarker sweft.rejected"]);
    expect(run.log).toEqual([
      expect.objectContaining({
        level: "warn",
        message: "signal order was rejected by its schema: lines.1.count: no number",
      }),
    ]);
    run.signal(order, { lines: [] });
    expect(run.status).toBe("completed");
    expect(run.rejected).toHaveLength(1);
    expect(run.log).toHaveLength(1);
  });

  it("is told from others by its own id if it has one", () => {
    const run = step(two);
    run.batch(() => {
      run.history.signaled("pay", "one", { id: "s-1" });
      run.history.signaled("pay", "two");
    });
    expect(recorded(run.history, "MarkerRecorded").map(({ details }) => String(details).split("\n")[0])).toEqual([
      expect.stringMatching(/^sw1 \{"format/),
      "sw1 s-1",
      expect.stringMatching(/^sw1 #\d+$/),
    ]);
  });

  it("is judged when it is taken, not when it arrives", () => {
    const run = step(
      flow(function* () {
        yield* charge(1);
        return [yield* pay.pending(), yield* pay.tryReceive(), yield* pay.pending(), yield* pay.tryReceive()];
      }),
    );
    run.signal("pay", "x").signal("pay", "y").signal(pay, 3);
    expect(run.rejected).toEqual([]);
    run.complete(charge, "r");
    expect(run.result).toEqual([3, { value: 3 }, 0, undefined]);
    expect(run.rejected.map(({ signal }) => signal)).toEqual(["pay", "pay"]);
  });

  it("never reaches a handler if it is refused", () => {
    const run = step(
      flow(function* () {
        const seen: number[] = [];
        yield* pay.handle(function* (value) {
          seen.push(value);
          yield* charge(value);
        });
        yield* signal("end").receive();
        return seen;
      }),
    );
    run.signal(pay, 1).signal("pay", "x").signal(pay, 2);
    expect(run.openWork.map(({ id }) => id)).toEqual(["2", "1.1.1", "1.2.1"]);
    expect(run.signal("end").result).toEqual([1, 2]);
  });

  it("that throws refuses: what comes from outside cannot stop a run", () => {
    const fussy = signal(
      "pay",
      schemaBy<string, string>((value) => ({ value: (value as string).toUpperCase() })),
    );
    const run = step(
      flow(function* () {
        return yield* fussy.receive();
      }),
    );
    run.signal("pay", 17);
    expect(run.rejected[0]?.issues).toEqual([{ message: expect.stringMatching(/^the schema threw: .*toUpperCase/) }]);
    expect(run.signal(fussy, "ok").result).toBe("OK");
  });

  it("refused in a decision that was lost is judged again", () => {
    const run = step(two);
    run.lose(() => run.signal("pay", "x"));
    expect(run.rejected).toHaveLength(1);
    expect(run.signal(pay, 1).signal(pay, 2).result).toEqual([1, 2]);
  });
});

describe("the verdict of a schema, once recorded,", () => {
  const stricter = signal(
    "pay",
    schemaBy<number, number>(() => ({ issues: [{ message: "closed" }] })),
  );
  const taking = (from: typeof pay | typeof stricter) =>
    flow(function* () {
      const first: unknown = yield* from.receive();
      yield* charge(1);
      return [first, yield* signal("end").receive()];
    });

  it("stays accepted, with what was sent, if the schema refuses it now", () => {
    const run = step(taking(pay)).signal(pay, "7").deploy(taking(stricter)).complete(charge, "r").signal("end", "!");
    expect(run.result).toEqual(["7", "!"]);
    expect(run.rejected).toEqual([]);
  });

  it.each([
    ["that accepts everything", signal("pay", anything)],
    ["that is gone", signal("pay")],
  ])("stays rejected under a schema %s", (_what, lenient) => {
    const run = step(taking(pay))
      .signal("pay", "x")
      .deploy(taking(lenient as typeof pay));
    expect(run.signal("pay", "y").open).toEqual([charge(1)]);
    expect(run.complete(charge, "r").signal("end", "!").result).toEqual(["y", "!"]);
  });
});

describe("what is no schema that can be used here", () => {
  it("is refused at the call", () => {
    expect(() => signal("pay", { parse: () => 1 } as never)).toThrow(
      expect.objectContaining({ code: "SCHEMA_INVALID", message: expect.stringContaining("Standard Schema 1") }),
    );
  });

  const receiving = (validate: () => unknown) =>
    flow(function* () {
      try {
        return yield* signal("pay", schemaBy(validate as never)).receive();
      } catch {
        return "caught";
      }
    });

  it("holds the run if it answers with a promise, whatever the body catches", () => {
    const error = held(
      receiving(() => Promise.resolve({ value: 1 })),
      (run) => run.signal("pay", 1),
    );
    expect(error).toMatchObject({ code: "SCHEMA_ASYNC", message: expect.stringContaining("signal pay") });
  });

  it("holds the run if it answers with nothing that says yes or no", () => {
    expect(
      held(
        receiving(() => true),
        (run) => run.signal("pay", 1),
      ).code,
    ).toBe("SCHEMA_INVALID");
  });

  it("holds the run too if the signal was there before", () => {
    const late = flow(function* () {
      yield* charge(1);
      try {
        return yield* signal("pay", schemaBy((async () => ({ value: 1 })) as never)).tryReceive();
      } catch {
        return "caught";
      }
    });
    expect(held(late, (run) => run.signal("pay", 1).complete(charge, "r")).code).toBe("SCHEMA_ASYNC");
  });
});
