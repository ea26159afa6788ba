import { describe, expect, it } from "@jest/globals";
import type { Stepper } from "@sweft/testing";
import { step } from "@sweft/testing";
import type { Coroutine, Interceptor } from "../../src/index.ts";
import {
  activity,
  all,
  cancel,
  intercept,
  now,
  race,
  random,
  sleep,
  start,
  withTimeout,
  workflow,
} from "../../src/index.ts";
import { charge, echo, flow, go, heldOn, pack, replayedBy, sent, ship, thrown, waits } from "./shop.ts";

const passes: Interceptor = function* (asked, next) {
  return yield* next(asked);
};

/** Asks for something before each activity. */
const asksFirst: Interceptor = function* (asked, next) {
  if (asked.type === "ScheduleActivity") yield* sleep(1);
  return yield* next(asked);
};

const tries: Interceptor = function* (asked, next) {
  try {
    return yield* next(asked);
  } catch {
    yield* sleep(1);
    return yield* next(asked);
  }
};

function* shop(): Coroutine<unknown> {
  const early = yield* start(charge.with({ retry: 2 })(1));
  const child = yield* start(pack.with({ onParentClose: "abandon" })("left behind"));
  const values = yield* all([
    ship("Ada"),
    race([go.receive(), sleep(60)]),
    withTimeout(90, function* (): Coroutine<unknown> {
      return [yield* random(), yield* echo((yield* now()).getTime())];
    }),
  ]);
  const dropped = yield* start(ship("Bob"));
  yield* cancel(dropped);
  return [values, dropped.isReady(), early.id, child.id, yield* early];
}

describe("an interceptor that only hands on", () => {
  const live = (code: ReturnType<typeof flow<[], unknown>>) => {
    const run = step(code);
    const seen = [run.openWork, sent(run)] as unknown[];
    for (const act of [
      () => run.fail(charge, new Error("no")),
      () => run.signal(go, "word"),
      () => run.fire("1~2.backoff"),
      () => run.complete(echo, "e"),
      () => run.complete(ship, "p"),
      () => run.complete(charge, "r"),
    ]) {
      act();
      seen.push(run.openWork, sent(run));
    }
    seen.push(run.status, run.result);
    return { run, seen };
  };

  it("moves no id and changes no decision, live and under a recorded history", () => {
    const plain = flow(shop);
    const around = workflow({ name: "flow", interceptors: [passes, passes] }, shop);
    expect(live(around).seen).toEqual(live(plain).seen);
    expect(replayedBy(around, live(plain).run.history)).toMatchObject({ status: "completed" });
    expect(replayedBy(plain, live(around).run.history)).toMatchObject({ status: "completed" });
  });
});

describe("an interceptor", () => {
  it("asks under ids of its own, and the work keeps its own", () => {
    const run = step(
      flow(function* () {
        return yield* intercept(asksFirst, all([charge(1), charge(2)]));
      }),
    );
    expect(waits(run)).toEqual(["1.1.1.i1.1", "1.1.2.i1.1"]);
    run.fire("1.1.1.i1.1").fire("1.1.2.i1.1");
    expect(waits(run)).toEqual(["1.1.1", "1.1.2"]);
    expect(run.complete(charge(1), "a").complete(charge(2), "b").result).toEqual(["a", "b"]);
  });

  it("may go on again: that is other work", () => {
    const run = step(
      flow(function* () {
        return yield* intercept(tries, charge(1));
      }),
    );
    run.fail(charge, new Error("no")).fire();
    expect(waits(run)).toEqual(["1.1.i1~2"]);
    expect(run.complete(charge, "r").result).toBe("r");
  });

  it("never shares an id with another that goes on again", () => {
    const run = step(
      flow(function* () {
        return yield* thrown(intercept(tries, intercept(tries, charge(1))));
      }),
    );
    const ids: string[] = [];
    for (let i = 0; i < 4; i++) {
      ids.push(...waits(run));
      run.fail(charge, new Error("no"));
      if (i < 3) {
        ids.push(...waits(run));
        while (run.openWork.some(({ command }) => (command as { type: string }).type === "StartTimer")) run.fire();
      }
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(run.result).toBe("ACTIVITY_FAILED");
  });

  it("may change the command, catch its error, and answer without it", () => {
    const changes: Interceptor = function* (asked, next) {
      if (asked.type === "StartTimer") return "no pause";
      try {
        return yield* next({ ...asked, args: [...(asked.args as unknown[]), "traced"] });
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    const run = step(
      flow(function* () {
        return yield* intercept(changes, function* () {
          return [yield* sleep(60), yield* echo("a"), yield* pack("b"), yield* echo("c")];
        });
      }),
    );
    expect(run.open).toEqual([{ ...echo("a"), args: ["a", "traced"] }]);
    run.complete(echo, 1);
    expect(run.open).toEqual([{ ...pack("b"), args: ["b", "traced"] }]);
    run.complete(pack, 2).fail(echo, new Error("no"));
    expect(run.result).toEqual(["no pause", 1, 2, "ACTIVITY_FAILED"]);
  });

  it("composes: the outermost comes first, and sees what those further in ask", () => {
    const seen: string[] = [];
    const noting = (name: string): Interceptor =>
      function* (asked, next) {
        seen.push(`${name} ${asked.type}`);
        return yield* next(asked);
      };
    const code = workflow({ name: "flow", interceptors: [noting("outer")] }, function* () {
      return yield* intercept(asksFirst, intercept(noting("inner"), charge(1)));
    });
    const run = step.with({ verify: false })(code);
    expect(seen).toEqual(["outer ScheduleActivity", "outer StartTimer"]);
    run.fire();
    expect(seen).toEqual(["outer ScheduleActivity", "outer StartTimer", "inner ScheduleActivity"]);
    expect(run.complete(charge, "r").result).toBe("r");
  });

  it("leaves a child the handle of a child, whether it goes on at once, later or again", () => {
    const code = (interceptor: Interceptor) =>
      workflow({ name: "flow", interceptors: [passes, interceptor] }, function* (): Coroutine<unknown> {
        const child = yield* start(pack(1));
        const { workflowId } = yield* child.started;
        yield* child.signal(go);
        return [workflowId === child.execution?.workflowId, yield* child];
      });
    const follow = (run: Stepper<unknown>, id: string) => {
      run.batch(() => run.history.childStarted(id));
      run.batch(() => run.history.externalSignaled(run.history.open.find(({ kind }) => kind !== "child")?.id ?? ""));
      return run.batch(() => run.history.childCompleted(id, "parcel")).result;
    };
    expect(follow(step(code(passes)), "1")).toEqual([true, "parcel"]);
    const late: Interceptor = function* (asked, next) {
      if (asked.type === "StartChildWorkflow") yield* sleep(1);
      return yield* next(asked);
    };
    expect(follow(step(code(late)).fire(), "1")).toEqual([true, "parcel"]);
    const again = step(code(tries));
    again.batch(() => again.history.childStartFailed("1"));
    again.fire();
    const second = again.history.open.find(({ kind }) => kind === "child")?.id ?? "";
    expect(second).not.toBe("1");
    expect(follow(again, second)).toEqual([true, "parcel"]);
  });

  it("may race what it goes on with, and is canceled with its work", () => {
    const bounded: Interceptor = function* (asked, next) {
      return yield* withTimeout(5, next(asked));
    };
    const run = step(
      flow(function* () {
        const late = yield* thrown(intercept(bounded, charge(1)));
        const h = yield* start(intercept(bounded, charge(2)));
        yield* go.receive();
        yield* cancel(h);
        return [late, yield* thrown(h)];
      }),
    );
    run.begin(charge).fire();
    run.begin(charge(2)).signal(go);
    expect(run.result).toEqual(["TIMEOUT", "CANCELED"]);
  });

  it("holds the run for its bugs", () => {
    const buggy: Interceptor = function* () {
      throw new TypeError("no such field");
    };
    const plain = flow(function* () {
      return yield* charge(1);
    });
    const history = step(plain).history;
    const code = workflow({ name: "flow", interceptors: [buggy] }, function* () {
      return yield* charge(1);
    });
    expect(heldOn(code, history)).toMatchObject({ message: "no such field" });
  });

  it("is a generator function", () => {
    const ping = activity({ name: "ping" }, () => 1);
    expect(() => intercept((() => 1) as never, ping())).toThrow("write `function* (asked, next)");
    expect(() =>
      workflow({ name: "flow", interceptors: [5 as never] }, function* () {
        yield* ping();
      }),
    ).toThrow("an interceptor of workflow flow is 5");
  });
});
