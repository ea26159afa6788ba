import { describe, expect, it } from "@jest/globals";
import { expectTypeOf } from "expect-type";
import type { AnyCommand, Coroutine, Handle, ResultOf, Settled } from "../../../src/index.ts";
import {
  activity,
  all,
  allSettled,
  any,
  contextValue,
  createHandle,
  intercept,
  map,
  mutex,
  queue,
  race,
  saga,
  scope,
  shield,
  signal,
  sleep,
  timer,
  until,
  withTimeout,
  workflow,
} from "../../../src/index.ts";
import { caught, drive } from "../support.ts";

const charge = activity({ name: "charge" }, (cents: number) => cents);
const ship = activity({ name: "ship" }, async (address: string) => address);
const order = workflow({ name: "order" }, function* (id: string) {
  return { id };
});
/** What a timer resumes with. */
type Nothing = ResultOf<ReturnType<typeof sleep>>;

const handle: Handle<boolean> = createHandle<boolean>("1", () => undefined);
const reply = signal<"yes" | "no">("reply");

describe("all", () => {
  it("of a list gives a tuple, writable, each in its place", () => {
    const body = function* () {
      expectTypeOf(yield* all([charge(1), ship("a"), order("b"), handle, sleep(1)])).toEqualTypeOf<
        [number, string, { id: string }, boolean, Nothing]
      >();
      expectTypeOf(yield* all([])).toEqualTypeOf<[]>();
      const [cents, address] = yield* all([charge(1), ship("a")]);
      expectTypeOf(cents).toEqualTypeOf<number>();
      expectTypeOf(address).toEqualTypeOf<string>();
    };
    expect(drive(body(), [], [], [1, "a"]).asked).toHaveLength(3);
  });

  it("of a list of some length gives a list", () => {
    const body = function* (amounts: readonly number[]) {
      expectTypeOf(yield* all(amounts.map((cents) => charge(cents)))).toEqualTypeOf<number[]>();
    };
    expect(drive(body([1, 2]), [1, 2]).asked).toEqual([all([charge(1), charge(2)])]);
  });

  it("of a record gives a record, of generators and nested composites too", () => {
    const body = function* () {
      const done = yield* all({ cents: charge(1), inner: all([ship("a"), order.body("b")]), late: handle });
      expectTypeOf(done).toEqualTypeOf<{ cents: number; inner: [string, { id: string }]; late: boolean }>();
      return done.inner[1].id;
    };
    expect(drive(body(), { cents: 1, inner: ["a", { id: "b" }], late: true }).returned).toBe("b");
  });

  it("takes operations alone", () => {
    // @ts-expect-error a number is no operation
    expect(caught(() => all([charge(1), 5]))).toMatchObject({ code: "FOREIGN_YIELD" });
    // @ts-expect-error a promise is no operation
    expect(caught(() => all({ a: Promise.resolve(1) }))).toMatchObject({ code: "FOREIGN_YIELD" });
    // @ts-expect-error a command is no list
    expect(caught(() => all(charge(1)))).toMatchObject({ code: "FOREIGN_YIELD" });
    // @ts-expect-error an activity is called
    expect(caught(() => all([charge]))).toMatchObject({ code: "FOREIGN_YIELD" });
    // @ts-expect-error a Set is neither list nor record
    expect(caught(() => all(new Set([charge(1)])))).toMatchObject({ code: "FOREIGN_YIELD" });
    // @ts-expect-error a Map is neither list nor record
    expect(caught(() => all(new Map([["a", charge(1)]])))).toMatchObject({ code: "FOREIGN_YIELD" });
  });
});

describe("race", () => {
  it("of a list gives the union of its results", () => {
    const body = function* () {
      expectTypeOf(yield* race([charge(1), ship("a")])).toEqualTypeOf<number | string>();
      expectTypeOf(yield* race([handle, sleep(1)])).toEqualTypeOf<boolean | Nothing>();
      const entrants: AnyCommand[] = [charge(1)];
      expectTypeOf(yield* race(entrants)).toEqualTypeOf<unknown>();
    };
    expect(drive(body(), 1, true, 1).asked).toHaveLength(3);
  });

  it("of a record says who won, and the winner tells the type of the value", () => {
    const body = function* (): Coroutine<string> {
      const first = yield* race({ reply: reply.receive(), cents: charge(1), late: timer("1h") });
      expectTypeOf(first).toEqualTypeOf<
        | { readonly winner: "reply"; readonly value: "yes" | "no" }
        | { readonly winner: "cents"; readonly value: number }
        | { readonly winner: "late"; readonly value: Nothing }
      >();
      switch (first.winner) {
        case "reply":
          expectTypeOf(first.value).toEqualTypeOf<"yes" | "no">();
          return first.value;
        case "cents":
          return first.value.toFixed(2);
        case "late":
          expectTypeOf(first.value).toEqualTypeOf<void>();
          return "late";
      }
    };
    expect(drive(body(), { winner: "reply", value: "yes" }).returned).toBe("yes");
    expect(drive(body(), { winner: "cents", value: 5 }).returned).toBe("5.00");
    expect(drive(body(), { winner: "late", value: undefined }).returned).toBe("late");
  });

  it("of nothing is a type error where it is seen", () => {
    // @ts-expect-error a race needs at least one entrant
    expect(caught(() => race([]))).toMatchObject({ code: "RACE_EMPTY" });
  });

  it("takes operations alone", () => {
    // @ts-expect-error a promise is no operation
    expect(caught(() => race([Promise.resolve(1)]))).toMatchObject({ code: "FOREIGN_YIELD" });
    // @ts-expect-error a number is no operation
    expect(caught(() => race({ a: 5 }))).toMatchObject({ code: "FOREIGN_YIELD" });
  });
});

describe("allSettled", () => {
  it("gives how each piece ended, in its place or under its name", () => {
    const body = function* () {
      expectTypeOf(yield* allSettled([charge(1), ship("a"), handle])).toEqualTypeOf<
        [Settled<number>, Settled<string>, Settled<boolean>]
      >();
      expectTypeOf(yield* allSettled([])).toEqualTypeOf<[]>();
      expectTypeOf(yield* allSettled([1, 2].map((cents) => charge(cents)))).toEqualTypeOf<Settled<number>[]>();
      const done = yield* allSettled({ cents: charge(1), to: ship("a") });
      expectTypeOf(done).toEqualTypeOf<{ cents: Settled<number>; to: Settled<string> }>();
      if (done.cents.status === "fulfilled") expectTypeOf(done.cents.value).toEqualTypeOf<number>();
      else expectTypeOf(done.cents.reason).toEqualTypeOf<unknown>();
    };
    const one = { status: "fulfilled", value: 1 };
    expect(drive(body(), [], [], [], { cents: one }).asked).toHaveLength(4);
  });

  it("takes operations alone", () => {
    // @ts-expect-error a number is no operation
    expect(caught(() => allSettled([charge(1), 5]))).toMatchObject({ code: "FOREIGN_YIELD" });
    // @ts-expect-error a command is no list
    expect(caught(() => allSettled(charge(1)))).toMatchObject({ code: "FOREIGN_YIELD" });
  });
});

describe("any", () => {
  it("gives what a race gives", () => {
    const body = function* () {
      expectTypeOf(yield* any([charge(1), ship("a")])).toEqualTypeOf<number | string>();
      expectTypeOf(yield* any({ cents: charge(1), to: ship("a") })).toEqualTypeOf<
        { readonly winner: "cents"; readonly value: number } | { readonly winner: "to"; readonly value: string }
      >();
    };
    expect(drive(body(), 1, 1).asked).toHaveLength(2);
  });

  it("of nothing is a type error where it is seen, and an error at the call", () => {
    // @ts-expect-error give it at least one operation
    expect(caught(() => any([]))).toMatchObject({ code: "RACE_EMPTY", message: expect.stringContaining("any was") });
    expect(caught(() => any({}))).toMatchObject({ code: "RACE_EMPTY" });
  });
});

describe("withTimeout and shield", () => {
  it("give what the work gives: a command, a handle, a function, a generator function", () => {
    const body = function* () {
      expectTypeOf(yield* withTimeout("1m", charge(1))).toEqualTypeOf<number>();
      expectTypeOf(yield* withTimeout(60, handle)).toEqualTypeOf<boolean>();
      expectTypeOf(yield* withTimeout(60, () => all([charge(1)]))).toEqualTypeOf<[number]>();
      expectTypeOf(yield* shield(order.body("a"))).toEqualTypeOf<{ id: string }>();
      expectTypeOf(
        yield* shield(function* () {
          return [yield* ship("a")];
        }),
      ).toEqualTypeOf<string[]>();
    };
    expect(drive(body(), 1, true, [1], {}).asked).toHaveLength(4);
  });

  it("take no promise and no plain value", () => {
    // @ts-expect-error a promise is no operation
    expect(caught(() => withTimeout(1, Promise.resolve(1)))).toMatchObject({ code: "FOREIGN_YIELD" });
    // @ts-expect-error a number is no operation
    expect(caught(() => shield(5))).toMatchObject({ code: "FOREIGN_YIELD" });
    // @ts-expect-error the function gives no operation
    expect(shield(() => 5)).toMatchObject({ type: "Shield" });
    // @ts-expect-error no such unit
    expect(caught(() => withTimeout("1 fortnight", charge(1)))).toMatchObject({ code: "DURATION_INVALID" });
  });
});

describe("map", () => {
  it("gives results, or how each ended if there is a policy", () => {
    const body = function* () {
      expectTypeOf(yield* map([1, 2], charge)).toEqualTypeOf<number[]>();
      expectTypeOf(yield* map(["a"], ship, { concurrency: 2 })).toEqualTypeOf<string[]>();
      expectTypeOf(yield* map(["a"], (id) => order(id))).toEqualTypeOf<{ id: string }[]>();
      expectTypeOf(
        yield* map(["a"], function* (to) {
          return [yield* ship(to)];
        }),
      ).toEqualTypeOf<string[][]>();
      expectTypeOf(yield* map([1], charge, { minSuccessful: 1 })).toEqualTypeOf<Settled<number>[]>();
      expectTypeOf(yield* map([1], charge, { toleratedFailures: 1, concurrency: 1 })).toEqualTypeOf<
        Settled<number>[]
      >();
    };
    expect(drive(body(), [], [], [], [], [], []).asked).toHaveLength(6);
  });

  it("knows its options, and gives each an item", () => {
    // @ts-expect-error no such option
    expect(caught(() => map([1], charge, { concurency: 1 }))).toMatchObject({ code: "OPTION_INVALID" });
    // @ts-expect-error no such option, with a policy
    expect(caught(() => map([1], charge, { minSuccessful: 1, tolerated: 1 }))).toMatchObject({
      code: "OPTION_INVALID",
    });
    // @ts-expect-error an item is no text
    expect(map([1], ship)).toMatchObject({ type: "Map" });
    // @ts-expect-error a promise is no operation
    expect(map([1], async (cents: number) => cents)).toMatchObject({ type: "Map" });
  });
});

describe("a context value", () => {
  it("has the type it was declared with", () => {
    const limit = contextValue("limit", 3);
    const tenant = contextValue<"acme" | "umbrella">("tenant");
    const body = function* () {
      expectTypeOf(yield* limit.get()).toEqualTypeOf<number>();
      expectTypeOf(yield* tenant.get()).toEqualTypeOf<"acme" | "umbrella">();
      expectTypeOf(yield* tenant.provide("acme", charge(1))).toEqualTypeOf<number>();
    };
    expect(drive(body(), 3, "acme", 1).asked).toHaveLength(3);
    // @ts-expect-error no such tenant
    expect(tenant.provide("initech", charge(1))).toMatchObject({ type: "ProvideContext" });
  });
});

describe("until", () => {
  it("takes a predicate", () => {
    expectTypeOf<ResultOf<ReturnType<typeof until>>>().toEqualTypeOf<Nothing>();
    // @ts-expect-error a number is no answer
    expect(until(() => 1)).toMatchObject({ type: "Until" });
    // @ts-expect-error a promise is no answer
    expect(until(async () => true)).toMatchObject({ type: "Until" });
  });
});

describe("scope, saga, queue and mutex", () => {
  it("give what their work gives", () => {
    const q = queue<"a" | "b">({ capacity: 1 });
    const account = mutex();
    const body = function* () {
      expectTypeOf(yield* scope(charge(1), { onLeave: "cancel" })).toEqualTypeOf<number>();
      expectTypeOf(
        yield* saga(function* (compensate) {
          const cents = yield* charge(1);
          compensate(() => ship(String(cents)));
          return [cents];
        }),
      ).toEqualTypeOf<number[]>();
      expectTypeOf(yield* q.take()).toEqualTypeOf<"a" | "b">();
      expectTypeOf(yield* q.tryTake()).toEqualTypeOf<"a" | "b" | undefined>();
      expectTypeOf(yield* q.size()).toEqualTypeOf<number>();
      expectTypeOf(yield* account.run(() => ship("a"))).toEqualTypeOf<string>();
      yield* account.release(yield* account.acquire());
    };
    expect(drive(body(), 1, [1], "a", "a", 1, "a", {}, undefined).asked).toHaveLength(8);
  });

  it("take nothing else", () => {
    const q = queue<"a" | "b">();
    // @ts-expect-error no such value
    expect(q.put("c")).toMatchObject({ type: "QueuePut" });
    // @ts-expect-error no such option
    expect(caught(() => scope(charge(1), { leave: "cancel" }))).toMatchObject({ code: "OPTION_INVALID" });
    // @ts-expect-error a saga's body is a generator function
    expect(caught(() => saga(() => charge(1)))).toMatchObject({ code: "BODY_NOT_GENERATOR" });
  });
});

describe("intercept", () => {
  it("gives what its work gives", () => {
    const body = function* () {
      expectTypeOf(
        yield* intercept(function* (asked, next) {
          expectTypeOf(asked.type).toEqualTypeOf<string>();
          return yield* next(asked);
        }, charge(1)),
      ).toEqualTypeOf<number>();
    };
    expect(drive(body(), 1).asked).toHaveLength(1);
    // @ts-expect-error an interceptor is a generator function
    expect(caught(() => intercept(() => 1, charge(1)))).toMatchObject({ code: "BODY_NOT_GENERATOR" });
  });
});
