import { describe, expect, it } from "@jest/globals";
import { expectTypeOf } from "expect-type";
import type { Coroutine, Duration, RetryPolicy, Timeout } from "../../../src/index.ts";
import { activity, cached, signal, sleep, start, workflow } from "../../../src/index.ts";
import { caught, drive } from "../support.ts";

const charge = activity({ name: "charge" }, (cents: number) => cents);
const order = workflow({ name: "order" }, function* (id: string) {
  return id;
});

/** A place for code that must be refused by the compiler and never runs. */
const neverRun = (_code: () => unknown): void => {};

describe("a forgotten *", () => {
  it("is a type error wherever the result is used", () => {
    const body = function* (): Coroutine<unknown> {
      const result = yield charge(1);
      expectTypeOf(result).toEqualTypeOf<unknown>();
      // @ts-expect-error unknown is no number: write yield*
      const cents: number = result;
      return cents;
    };
    expect(drive(body(), 5)).toEqual({ asked: [charge(1)], returned: 5 });
  });
});

describe("arguments", () => {
  it("of the wrong type or number are type errors", () => {
    neverRun(function* () {
      // @ts-expect-error cents are a number
      yield* charge("1");
      // @ts-expect-error cents are missing
      yield* charge();
      // @ts-expect-error there is one argument
      yield* charge(1, 2);
      // @ts-expect-error the id is a text
      yield* order(1);
      // @ts-expect-error the id is a text
      yield* order.body(1);
      // @ts-expect-error cents are a number
      yield* start(charge("1"));
      // @ts-expect-error a handle is no argument of type number
      yield* charge(yield* start(charge(1)));
    });
    expectTypeOf(charge.run).parameters.toEqualTypeOf<[cents: number]>();
    expect(charge.type.name).toBe("charge");
  });
});

describe("a declaration", () => {
  it("of an activity with a generator function is a type error, and one at the call", () => {
    const wrong = () =>
      // @ts-expect-error an activity is a plain or async function
      activity({ name: "pack" }, function* () {
        yield* sleep(1);
      });
    expect(caught(wrong)).toMatchObject({ code: "ACTIVITY_IS_GENERATOR" });
  });

  it.each<[string, () => unknown]>([
    [
      "a plain function",
      // @ts-expect-error a body is a function*
      () => workflow({ name: "pack" }, () => 5),
    ],
    [
      "an async function",
      // @ts-expect-error a body is a function*
      () => workflow({ name: "pack" }, async () => 5),
    ],
    [
      "a function that returns a command",
      // @ts-expect-error a body is a function*
      () => workflow({ name: "pack" }, (cents: number) => charge(cents)),
    ],
    [
      "an async generator function",
      // @ts-expect-error a body is a function*
      () => workflow({ name: "pack" }, async function* () {}),
    ],
  ])("of a workflow with %s is a type error, and one at the call", (_name, wrong) => {
    expect(caught(wrong)).toMatchObject({ code: "BODY_NOT_GENERATOR" });
  });

  it("of a workflow that yields something foreign is a type error", () => {
    // @ts-expect-error a promise is no command
    const promising = workflow({ name: "pack" }, function* () {
      yield Promise.resolve(1);
    });
    // @ts-expect-error a number is no command
    const counting = workflow({ name: "pack" }, function* () {
      yield 5;
    });
    expect([promising.type.name, counting.type.name]).toEqual(["pack", "pack"]);
  });

  it("of a workflow that returns a command, a handle or a generator is a type error", () => {
    // @ts-expect-error write return yield* charge(1)
    const returning = workflow({ name: "pack" }, function* () {
      return charge(1);
    });
    // @ts-expect-error write return yield* handle
    const handing = workflow({ name: "pack" }, function* () {
      return yield* start(charge(1));
    });
    // @ts-expect-error write return yield* order.body("a")
    const nesting = workflow({ name: "pack" }, function* () {
      return order.body("a");
    });
    expect([returning, handing, nesting].map(({ type }) => type.name)).toEqual(["pack", "pack", "pack"]);
  });

  it("of a workflow may return any data, texts and lists of data too", () => {
    const text = workflow({ name: "text" }, function* () {
      return "done";
    });
    const list = workflow({ name: "list" }, function* (): Coroutine<number[]> {
      return [];
    });
    const map = workflow({ name: "map" }, function* () {
      return new Map([["a", 1]]);
    });
    const nothing = workflow({ name: "nothing" }, function* () {});
    expectTypeOf(text.body()).toEqualTypeOf<Coroutine<string>>();
    expectTypeOf(list.body()).toEqualTypeOf<Coroutine<number[]>>();
    expectTypeOf(map.body()).toEqualTypeOf<Coroutine<Map<string, number>>>();
    expectTypeOf(nothing.body()).toEqualTypeOf<Coroutine<void>>();
    expect(drive(text.body()).returned).toBe("done");
  });

  it("of work that never returns needs no third argument", () => {
    const throwing = activity({ name: "throwing" }, () => {
      throw new Error("lost");
    });
    const endless = workflow({ name: "endless" }, function* () {
      for (;;) yield* sleep("1 day");
    });
    const empty = workflow({ name: "empty" }, function* () {
      return [];
    });
    expect([throwing, endless, empty].map(({ type }) => type.name)).toEqual(["throwing", "endless", "empty"]);
  });
});

describe("options", () => {
  it("with a wrong value are type errors", () => {
    neverRun(() => {
      // @ts-expect-error no such policy
      charge.with({ cancellation: "maybe" });
      // @ts-expect-error a duration is no "NONE" here
      order.with({ taskStartToCloseTimeout: "NONE" });
      // @ts-expect-error no such policy
      order.with({ childPolicy: "KILL" });
      // @ts-expect-error name and version cannot change with a call
      charge.with({ name: "other" });
      // @ts-expect-error no such option
      charge.with({ retries: 5 });
      // @ts-expect-error no such outcome
      charge.with({ retry: { on: ["LOST"] } });
      // @ts-expect-error no such field
      charge.with({ retry: { tries: 5 } });
    });
    expectTypeOf<NonNullable<Parameters<typeof charge.with>[0]["retry"]>>().toEqualTypeOf<RetryPolicy | number>();
    expect(charge.with({ retry: { attempts: 5, on: ["FAILED"], jitter: "full" } }).type.name).toBe("charge");
  });

  it("that are undefined are type errors: leave them out", () => {
    neverRun(() => {
      // @ts-expect-error leave it out
      charge.with({ startToCloseTimeout: undefined });
      // @ts-expect-error leave it out
      charge.with({ retry: { attempts: undefined } });
      // @ts-expect-error leave it out
      workflow({ name: "a", version: undefined }, function* () {});
    });
    expect(charge.with({}).type.name).toBe("charge");
  });
});

describe("durations", () => {
  it("are seconds or a number with a known unit", () => {
    const good: readonly Duration[] = [5, "5s", "5 seconds", "1.5h", "2 weeks", "100ms", "1 day"];
    expect(good.map((duration) => sleep(duration).seconds)).toEqual([5, 5, 5, 5400, 1_209_600, 1, 86_400]);
    expectTypeOf<"NONE">().toExtend<Timeout>();
    expectTypeOf<"NONE">().not.toExtend<Duration>();
    // @ts-expect-error no such unit
    expect(caught(() => sleep("5 parsecs"))).toMatchObject({ code: "DURATION_INVALID" });
    // @ts-expect-error a text needs a unit
    expect(caught(() => sleep("5"))).toMatchObject({ code: "DURATION_INVALID" });
    // @ts-expect-error a Date is no length of time
    expect(caught(() => sleep(new Date(5)))).toMatchObject({ code: "DURATION_INVALID" });
  });
});

describe("effects and signals", () => {
  it("want a function and a name", () => {
    // @ts-expect-error a value is no function
    expect(caught(() => cached("a", 5))).toMatchObject({ code: "FOREIGN_YIELD" });
    // @ts-expect-error a name is a text
    expect(caught(() => signal(5))).toMatchObject({ code: "ID_INVALID" });
  });
});
