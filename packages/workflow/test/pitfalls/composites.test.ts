import { describe, expect, it, jest } from "@jest/globals";
import { step } from "@sweft/testing";
import type { Coroutine, Operation } from "../../src/index.ts";
import { all, allSettled, any, race, random, sleep } from "../../src/index.ts";
import { brief, charge, echo, flow, ship, thrown } from "../replay/shop.ts";

jest.setTimeout(180_000);

// What other engines got wrong about work in parallel.

describe("composites of nothing", () => {
  it("all([]) and allSettled([]) resolve at once instead of hanging", () => {
    const run = step(
      flow(function* () {
        return [yield* all([]), yield* allSettled([]), yield* all({}), yield* allSettled({})];
      }),
    );
    expect(run.result).toEqual([[], [], {}, {}]);
  });

  it("race([]) and any([]) are refused at the call instead of waiting for ever", () => {
    const nothing: Operation<unknown>[] = [];
    expect(() => race(nothing)).toThrow(expect.objectContaining({ code: "RACE_EMPTY" }));
    expect(() => any(nothing)).toThrow(expect.objectContaining({ code: "RACE_EMPTY" }));
  });
});

describe("a failure that comes late", () => {
  it.each([[2], [3]])("of a sibling, after all has thrown, is absorbed: number %i crashes nothing", (late) => {
    const run = step(
      flow(function* () {
        const code = yield* thrown(all([echo(1), echo(2), echo(3)]));
        return [code, yield* charge(4)];
      }),
    );
    // Workers have them, and go on although they are asked to cancel.
    for (const n of [1, 2, 3]) run.begin(echo(n));
    run.fail(echo(1), new Error("first"));
    run.fail(echo(late), new Error("late"));
    expect(run.status).toBe("running");
    expect(run.complete(charge, "r").result).toEqual(["ACTIVITY_FAILED", "r"]);
  });

  it("of two pieces in one decision throws the first, and the second crashes nothing", () => {
    const run = step(
      flow(function* () {
        return yield* thrown(all([echo(1), echo(2)]), "id");
      }),
    );
    run.batch(() => run.fail(echo(2), new Error("a")).fail(echo(1), new Error("b")));
    expect(run.result).toBe("1.2");
  });
});

describe("nested composites", () => {
  it("all([race([all(…)])]) resumes once, with the innermost results", () => {
    let resumed = 0;
    const run = step.with({ verify: false })(
      flow(function* () {
        const found = yield* all([race([all([echo(1), echo(2)]), sleep(60)])]);
        resumed++;
        return found;
      }),
    );
    run.batch(() => run.complete(echo(2), 22).complete(echo(1), 11));
    expect(run.result).toEqual([[11, 22]]);
    expect(resumed).toBe(1);
  });
});

describe("a race", () => {
  it("resumes at once, and does not wait for its losers", () => {
    const run = step(
      flow(function* () {
        yield* race([charge(1), ship("Bergen")]);
        return yield* echo("next");
      }),
    );
    run.begin(ship).complete(charge, "r");
    expect(run.open).toEqual([echo("next")]);
    expect(brief(run.decisions)).toEqual(["RequestCancelActivityTask 1.2", "ScheduleActivityTask 2"]);
    expect(run.complete(echo, "done").result).toBe("done");
  });
});

describe("activities of one type", () => {
  it("that complete in the reverse order get their own results", () => {
    const run = step(
      flow(function* () {
        return yield* all([echo("a"), echo("b"), echo("c")]);
      }),
    );
    for (const name of ["c", "b", "a"]) run.complete(echo(name), `result of ${name}`);
    expect(run.result).toEqual(["result of a", "result of b", "result of c"]);
  });

  it("that are even equal are told apart by their place", () => {
    const run = step(
      flow(function* () {
        return yield* all([echo("same"), echo("same")]);
      }),
    );
    expect(run.complete("1.2", "second").complete("1.1", "first").result).toEqual(["first", "second"]);
  });
});

describe("long synchronous chains", () => {
  it("100,000 instant commands in one decision do not overflow the stack", () => {
    const run = step.with({ verify: false })(
      flow(function* () {
        for (let i = 0; i < 100_000; i++) yield* random();
        return "done";
      }),
    );
    expect(run.result).toBe("done");
  });

  it("10,000 coroutines that wake each other do not overflow the stack", () => {
    const chain = (n: number): (() => Coroutine<number>) =>
      function* () {
        return n === 0 ? yield* random() : (yield* all([random(), random()])).length;
      };
    const run = step.with({ verify: false })(
      flow(function* () {
        return (yield* all(Array.from({ length: 10_000 }, (_, i) => chain(i)()))).length;
      }),
    );
    expect(run.result).toBe(10_000);
  });
});
