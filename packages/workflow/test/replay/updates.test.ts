import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import type { Workflow } from "../../src/index.ts";
import { all, cancel, sleep, update } from "../../src/index.ts";
import { charge, echo, flow, go, halt, held, recorded, sent, ship, waits } from "./shop.ts";

const add = update<[item: string, count: number], number>("add");

/** A cart that takes items until it is told to go. */
const cart = flow(function* () {
  const items: string[] = [];
  yield* add.answer({
    validate(_item, count) {
      if (count <= 0) throw Object.assign(new Error("count must be positive"), { code: "COUNT" });
    },
    *handle(item, count) {
      for (let i = 0; i < count; i++) items.push(item);
      yield* charge(items.length);
      return items.length;
    },
  });
  yield* go.receive();
  return items;
});

const replies = (run: ReturnType<typeof step>) =>
  recorded(run.history, "MarkerRecorded")
    .filter(({ markerName }) => markerName === "sweft.reply")
    .map(({ details }) => String(details).split("\n")[0]);

describe("an update", () => {
  it("is handled by a coroutine of its own, and answered in the decision that ends it", () => {
    const run = step(cart);
    const added = run.update(add, "book", 2);
    expect([added.status, waits(run)]).toEqual(["pending", ["2", "1.1.1"]]);
    run.complete(charge, "r");
    expect([added.status, added.result]).toEqual(["completed", 2]);
    expect(sent(run)).toEqual(["RecordMarker sweft.reply"]);
    expect(replies(run)).toEqual(["sw1 update-1 completed"]);
    expect(run.signal(go).result).toEqual(["book", "book"]);
  });

  it("is rejected by what validate throws, and begins nothing", () => {
    const run = step(cart);
    const added = run.update(add, "book", 0);
    expect([added.status, waits(run)]).toEqual(["rejected", ["2"]]);
    expect(added.error).toMatchObject({ code: "COUNT", message: "count must be positive" });
    expect(() => added.result).toThrow(expect.objectContaining({ code: "RESULT_MISSING" }));
    expect(run.update(add, "pen", 1).status).toBe("pending");
    expect(waits(run)).toEqual(["2", "1.1.1"]);
  });

  it("that fails answers so, and the workflow goes on", () => {
    const run = step(cart);
    const added = run.update(add, "book", 1);
    run.fail(charge, Object.assign(new Error("declined"), { code: "DECLINED" }));
    expect([added.status, run.status]).toEqual(["failed", "running"]);
    expect(added.error).toMatchObject({ code: "ACTIVITY_FAILED", cause: { code: "DECLINED" } });
    expect(run.signal(go).status).toBe("completed");
  });

  it("counts once, however often it arrives", () => {
    const run = step(cart);
    run.batch(() => {
      for (let i = 0; i < 3; i++) run.history.signaled("sweft.update", ["book", 1], { id: "u", words: ["add"] });
    });
    run.complete(charge, "r");
    run.batch(() => run.history.signaled("sweft.update", ["book", 1], { id: "u", words: ["add"] }));
    expect(replies(run)).toEqual(["sw1 u completed"]);
    expect(run.signal(go).result).toEqual(["book"]);
  });

  it("waits until the workflow handles its name", () => {
    const late = flow(function* () {
      yield* charge(1);
      yield* update("late", function* (value: unknown) {
        return [value, yield* echo(value)];
      });
      yield* go.receive();
    });
    const run = step(late);
    const [first, second] = [run.update("late", 1), run.update("late", 2)];
    run.complete(charge, "r");
    expect(waits(run)).toEqual(["3", "2.1.1", "2.2.1"]);
    run.complete("2.2.1", "b").complete("2.1.1", "a");
    expect([first.result, second.result]).toEqual([
      [1, "a"],
      [2, "b"],
    ]);
  });

  it("may be answered at once, and with nothing", () => {
    const instant = flow(function* () {
      yield* update("touch", function* () {});
      yield* go.receive();
    });
    const touched = step(instant).update("touch");
    expect([touched.status, touched.result]).toEqual(["completed", undefined]);
  });

  it("answered in the very decision that ends the workflow goes out before the close", () => {
    const last = flow(function* () {
      let isDone = false;
      yield* update("finish", function* () {
        isDone = true;
        return "bye";
      });
      while (!isDone) yield* go.receive();
      return "done";
    });
    const run = step(last);
    let finished = { status: "none" };
    run.batch(() => {
      finished = run.update("finish");
      run.signal(go);
    });
    expect([finished.status, run.result]).toEqual(["completed", "done"]);
    expect(sent(run)).toEqual(["RecordMarker sweft.reply", "CompleteWorkflowExecution"]);
  });

  it("that still runs at the workflow's end is closed", () => {
    const run = step(cart);
    const added = run.update(add, "book", 1);
    run.begin(charge).signal(go);
    expect([added.status, run.result]).toEqual(["closed", ["book"]]);
    expect(replies(run)).toEqual(["sw1 update-1 closed"]);
  });

  it("that nobody handles until the end is closed, and that of a closed run too", () => {
    const run = step(cart);
    const other = run.update("other");
    expect(other.status).toBe("pending");
    run.signal(go);
    expect([other.status, replies(run)]).toEqual(["closed", []]);
  });

  it("that arrives while the close is being decided is handled, and the close asked again", () => {
    const instant = flow(function* () {
      yield* update("touch", function* () {
        return "touched";
      });
      yield* go.receive();
    });
    const run = step(instant);
    let touched = { status: "none" };
    run.during(
      () => run.signal(go),
      () => {
        touched = run.update("touch");
      },
    );
    expect([touched.status, run.status]).toEqual(["completed", "completed"]);
  });

  it("of another program, without an id or a name, changes nothing", () => {
    const run = step(cart).signal("sweft.update", ["book", 1]);
    run.batch(() => run.history.signaled("sweft.update", ["book", 1], { id: "nameless" }));
    expect(replies(run)).toEqual([]);
    expect(run.signal(go).result).toEqual([]);
  });
});

describe("a handler of updates", () => {
  it("that is canceled leaves later ones alone, and ends with those begun", () => {
    const run = step(
      flow(function* () {
        const handler = yield* add.answer(function* () {
          yield* charge(1);
          return 1;
        });
        yield* go.receive();
        yield* cancel(handler);
        yield* handler;
        yield* halt.receive();
      }),
    );
    const first = run.update(add, "a", 1);
    run.signal(go);
    const second = run.update(add, "b", 1);
    run.complete(charge, "r");
    expect([first.status, second.status]).toEqual(["completed", "pending"]);
    expect(run.signal(halt).status).toBe("completed");
    expect(second.status).toBe("closed");
  });

  it("with a bug holds the run until fixed code answers", () => {
    const handling = (isFixed: boolean): Workflow<[], unknown> =>
      flow(function* () {
        yield* update("price", function* (value: { cents: number }) {
          if (!isFixed) throw new TypeError("undefined is no function");
          return value.cents;
        });
        yield* go.receive();
      });
    const run = step.with({ holds: "keep" })(handling(false));
    const priced = run.update("price", { cents: 5 });
    expect([run.status, priced.status]).toEqual(["held", "pending"]);
    run.deploy(handling(true)).fire();
    expect([run.status, priced.result]).toEqual(["running", 5]);
  });

  it("whose validate gives back something to wait for holds the run", () => {
    const waiting = (validate: () => unknown): Workflow<[], unknown> =>
      flow(function* () {
        yield* update("a", { validate: validate as () => void, *handle() {} });
        yield* go.receive();
      });
    for (const validate of [async () => {}, () => sleep(1), () => (function* () {})()]) {
      expect(held(waiting(validate), (run) => run.update("a")).code).toBe("UPDATE_INVALID");
    }
  });

  it("is checked at the call", () => {
    expect(() => update("a", (() => 1) as never)).toThrow(expect.objectContaining({ code: "BODY_NOT_GENERATOR" }));
    expect(() => update("a", { validate: 1, *handle() {} } as never)).toThrow(
      expect.objectContaining({ code: "OPTION_INVALID" }),
    );
    expect(() => update("two words")).toThrow(expect.objectContaining({ code: "ID_INVALID" }));
    expect(
      add.answer(function* () {
        return 1;
      }),
    ).toEqual({ type: "HandleUpdate", update: "add" });
  });
});

describe("the verdict of validate, once recorded,", () => {
  const judged = (validate: (n: number) => void): Workflow<[], unknown> =>
    flow(function* () {
      const seen: number[] = [];
      yield* update("set", {
        validate,
        *handle(n: number) {
          seen.push(n);
        },
      });
      yield* ship("x");
      yield* all([go.receive()]);
      return seen;
    });
  const refuses = () => {
    throw new Error("never");
  };

  it("stays accepted", () => {
    const run = step(judged(() => {}));
    const set = run.update("set", 1);
    run.deploy(judged(refuses)).complete(ship, "p");
    expect([set.status, run.signal(go).result]).toEqual(["completed", [1]]);
  });

  it("stays rejected", () => {
    const run = step(judged(refuses));
    const set = run.update("set", 1);
    run.deploy(judged(() => {})).complete(ship, "p");
    expect([set.status, run.signal(go).result]).toEqual(["rejected", []]);
  });

  it("is given once, not at every replay", () => {
    let asked = 0;
    const run = step(
      judged(() => {
        asked++;
      }),
    );
    run.update("set", 1);
    // Live, and from zero by the stepper, for the one decision that judges.
    const before = asked;
    run.complete(ship, "p").signal(go);
    expect(asked).toBe(before);
  });
});
