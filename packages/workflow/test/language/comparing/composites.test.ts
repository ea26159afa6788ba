import { describe, expect, it, jest } from "@jest/globals";
import type { Coroutine, Interceptor, Operation } from "../../../src/index.ts";
import {
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
  sleep,
  start,
  until,
  withTimeout,
} from "../../../src/index.ts";
import { charge, expectDifferent, expectSame, order, yielded } from "../support.ts";

jest.setTimeout(180_000);

const handle = (id: string) => createHandle(id, () => undefined);

const account = mutex();
const tenant = contextValue<unknown>("tenant");

type Compose = (pieces: readonly Operation<unknown>[]) => Operation<unknown>;

const COMPOSERS: readonly (readonly [string, Compose])[] = [
  ["all of a list", (pieces) => all(pieces)],
  ["all of a record", (pieces) => all(Object.fromEntries(pieces.map((piece, i) => [`p${i}`, piece])))],
  ["race of a list", (pieces) => race(pieces)],
  ["race of a record", (pieces) => race(Object.fromEntries(pieces.map((piece, i) => [`p${i}`, piece])))],
  ["allSettled of a list", (pieces) => allSettled(pieces)],
  ["allSettled of a record", (pieces) => allSettled(Object.fromEntries(pieces.map((piece, i) => [`p${i}`, piece])))],
  ["any of a list", (pieces) => any(pieces)],
  ["any of a record", (pieces) => any(Object.fromEntries(pieces.map((piece, i) => [`p${i}`, piece])))],
  ["withTimeout", (pieces) => withTimeout(5, all(pieces))],
  ["shield", (pieces) => shield(all(pieces))],
  ["scope", (pieces) => scope(all(pieces))],
  ["mutex.run", (pieces) => account.run(all(pieces))],
  ["provide", (pieces) => tenant.provide("acme", all(pieces))],
  ["all in all", (pieces) => all([all([all(pieces)])])],
  ["race in a record of all", (pieces) => all({ a: race({ b: all(pieces) }) })],
  ["all in race", (pieces) => race([sleep(1), all(pieces)])],
];

describe.each(COMPOSERS)("%s", (_name, compose) => {
  it.each<[string, Operation<unknown>, Operation<unknown>]>([
    ["arguments", charge(1), charge(2)],
    ["Sets", charge(new Set([1])), charge(new Set([2]))],
    ["Maps", charge(new Map([["a", 1]])), charge(new Map([["a", 2]]))],
    ["handles", handle("1"), handle("2")],
    ["handles as arguments", charge(handle("1")), charge(handle("2"))],
    ["children", order(new Set([1])), order(new Set([2]))],
    ["kinds of work", charge(1), order(1)],
    ["a handle and a timer", handle("1"), sleep(1)],
    ["nested composites", all([charge(new Set([1]))]), all([charge(new Set([2]))])],
    ["kinds of composite", all([charge(1)]), race([charge(1)])],
    ["ways to wait for all", all([charge(1)]), allSettled([charge(1)])],
    ["ways to wait for one", race([charge(1)]), any([charge(1)])],
    ["timeouts", withTimeout(5, charge(1)), withTimeout(6, charge(1))],
    ["context values", tenant.get(), contextValue("other").get()],
    ["a wait and none", until(() => true), sleep(1)],
    ["a shield and its work", shield(charge(1)), charge(1)],
    ["a list and a record", all([charge(1)]), all({ 0: charge(1) })],
    ["starts", start(charge(new Set([1]))), start(charge(new Set([2])))],
  ])("differs when one piece does: %s", (_what, a, b) => {
    expectDifferent(compose([a]), compose([b]));
    expectDifferent(compose([sleep(5), a]), compose([sleep(5), b]));
    expectDifferent(compose([a, b]), compose([b, a]));
  });

  it("differs by the number of pieces", () => {
    expectDifferent(compose([charge(1)]), compose([charge(1), charge(1)]));
  });

  it("is the same when all pieces are", () => {
    const pieces = () => [charge(new Set([1])), order(new Map([["a", 1]])), handle("4"), sleep("1h")];
    expectSame(compose(pieces()), compose(pieces()));
  });
});

describe("composites", () => {
  it("of a record are the same whatever the order of names, and differ by name", () => {
    expectSame(all({ a: charge(1), b: charge(2) }), all({ b: charge(2), a: charge(1) }));
    expectDifferent(all({ a: charge(1) }), all({ b: charge(1) }));
    expectDifferent(all({ a: charge(1), b: charge(2) }), all({ a: charge(2), b: charge(1) }));
  });

  it("nested a hundred deep compare by their innermost piece", () => {
    const deep = (value: unknown) => {
      let work: Operation<unknown> = charge(new Set([value]));
      for (let level = 0; level < 100; level++) work = all([work]);
      return work;
    };
    expectSame(deep(1), deep(1));
    expectDifferent(deep(1), deep(2));
  });

  it("hold twins: nothing in them can be iterated", () => {
    const { work } = yielded(all([charge(1), all({ a: handle("1") })])) as { work: readonly object[] };
    for (const piece of [work[0], work[1], (work[1] as { work: { a: object } }).work.a]) {
      expect(Symbol.iterator in (piece as object)).toBe(false);
    }
  });

  it("are equal to literals with plain pieces", () => {
    expect(yielded(all({ paid: charge(1), late: sleep(5), sent: handle("2") }))).toStrictEqual({
      type: "All",
      work: {
        paid: { type: "ScheduleActivity", activity: { name: "charge", version: "1" }, args: [1] },
        late: { type: "StartTimer", seconds: 5 },
        sent: { type: "Await", work: "2" },
      },
    });
  });
});

describe("a generator in a composite or a start", () => {
  const body = function* (ran: () => void): Coroutine<number> {
    ran();
    return yield* charge(1);
  };

  it.each<[string, (work: Coroutine<number>) => Operation<unknown>]>([
    ["all", (work) => all([work])],
    ["all of a record", (work) => all({ work })],
    ["race", (work) => race([work])],
    ["start", (work) => start(work)],
  ])("is not run by comparing or printing: %s", (_name, compose) => {
    let runs = 0;
    const work = body(() => {
      runs++;
    });
    const command = compose(work);
    expect(yielded(command)).toEqual(command);
    expect(command).toEqual(yielded(command));
    JSON.stringify(command);
    expect(() => expect(command).toBe(1)).toThrow("RunGenerator");
    expect(runs).toBe(0);
    expect(work.next().value).toEqual(yielded(charge(1)));
    expect(runs).toBe(1);
  });

  it("never equals another generator, even of the same function", () => {
    const nothing = () => {};
    expectDifferent(all([body(nothing)]), all([body(nothing)]));
    expectDifferent(start(body(nothing)), start(body(nothing)));
  });
});

describe("map", () => {
  it("compares by items, options and by what is done with each", () => {
    expectSame(map([1, new Set([2])], charge), map([1, new Set([2])], charge));
    expectSame(map([1], charge, { concurrency: 2 }), map([1], charge, { concurrency: 2 }));
    expectDifferent(map([new Set([1])], charge), map([new Set([2])], charge));
    expectDifferent(map([1], charge), map([1], order));
    expectDifferent(map([1], charge), map([1], charge, { concurrency: 2 }));
    expectDifferent(map([1], charge, { minSuccessful: 1 }), map([1], charge, { toleratedFailures: 1 }));
    expect(yielded(map([1], charge, { minSuccessful: 1 }))).toStrictEqual({
      type: "Map",
      items: [1],
      each: charge,
      minSuccessful: 1,
    });
  });
});

describe("queues and mutexes", () => {
  const orders = queue<unknown>();

  it("compare by which they are, and by what is put in", () => {
    expectSame(orders.put(new Set([1])), orders.put(new Set([1])));
    expectDifferent(orders.put(new Set([1])), orders.put(new Set([2])));
    expectSame(orders.take(), orders.take());
    expectDifferent(orders.take(), queue<unknown>().take());
    expectDifferent(orders.take(), orders.tryTake());
    expectDifferent(account.run(charge(1)), mutex().run(charge(1)));
    expectSame(account.acquire(), account.acquire());
  });

  it("print without being touched", () => {
    expect(() => expect(orders.take()).toBe(1)).toThrow("QueueTake");
    expect(JSON.stringify(account.acquire())).toBe('{"type":"AcquireMutex"}');
  });
});

describe("intercept", () => {
  it("compares by interceptor and work", () => {
    const passes: Interceptor = function* (asked, next) {
      return yield* next(asked);
    };
    const other: Interceptor = function* (asked, next) {
      return yield* next(asked);
    };
    expectSame(intercept(passes, charge(new Set([1]))), intercept(passes, charge(new Set([1]))));
    expectDifferent(intercept(passes, charge(new Set([1]))), intercept(passes, charge(new Set([2]))));
    expectDifferent(intercept(passes, charge(1)), intercept(other, charge(1)));
  });
});

describe("scope and saga", () => {
  it("compare by body and options, the default ones being given or not", () => {
    expectSame(scope(charge(1)), scope(charge(1), { onLeave: "await" }));
    expectDifferent(scope(charge(1)), scope(charge(1), { onLeave: "cancel" }));
    const body = function* (): Coroutine<number> {
      return yield* charge(1);
    };
    expectSame(saga(body), saga(body, { parallel: false }));
    expectDifferent(saga(body), saga(body, { parallel: true }));
  });
});

describe("what is provided and waited for", () => {
  it("compares by value and name, not by what stands beside", () => {
    expectSame(tenant.provide(new Set([1]), charge(1)), tenant.provide(new Set([1]), charge(1)));
    expectDifferent(tenant.provide(new Set([1]), charge(1)), tenant.provide(new Set([2]), charge(1)));
    expectSame(
      until(() => true),
      until(() => false),
    );
  });
});

describe("a function in a section", () => {
  const pack = function* (): Coroutine<unknown> {
    return yield* charge(1);
  };
  const give = () => charge(1);

  it.each<[string, (work: () => Operation<unknown>) => Operation<unknown>]>([
    ["withTimeout", (work) => withTimeout(5, work)],
    ["shield", (work) => shield(work)],
  ])("compares by identity, and is not called by comparing or printing: %s", (_name, compose) => {
    expectSame(compose(pack), compose(pack));
    expectSame(compose(give), compose(give));
    expectDifferent(
      compose(give),
      compose(() => charge(1)),
    );
    expectDifferent(compose(give), compose(pack));
    const never = () => {
      throw new Error("called");
    };
    expect(yielded(compose(never))).toEqual(compose(never));
    expect(() => expect(compose(never)).toBe(1)).toThrow("RunBlock");
  });
});

describe("a generator function in a start", () => {
  const pack = function* (box: unknown): Coroutine<unknown> {
    return yield* charge(box);
  };
  const wrap = function* (box: unknown): Coroutine<unknown> {
    return yield* charge(box);
  };

  it("compares by identity and by its arguments", () => {
    expectSame(start(pack, new Set([1])), start(pack, new Set([1])));
    expectDifferent(start(pack, new Set([1])), start(pack, new Set([2])));
    expectDifferent(start(pack, 1), start(wrap, 1));
    expect(yielded(start(pack, 1))).toStrictEqual({ type: "Start", work: { type: "RunBody", body: pack, args: [1] } });
  });

  it("compares the same way inside composites", () => {
    expectSame(all([start(pack, new Set([1]))]), all([start(pack, new Set([1]))]));
    expectDifferent(race([start(pack, new Set([1]))]), race([start(pack, new Set([2]))]));
  });
});
