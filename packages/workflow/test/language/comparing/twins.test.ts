import { describe, expect, it } from "@jest/globals";
import type { Coroutine, Operation } from "../../../src/index.ts";
import { all, cached, cancel, createHandle, log, marker, now, race, signal, sleep, start } from "../../../src/index.ts";
import { ask, caught, charge, order, yielded } from "../support.ts";

const handle = createHandle<number>("3", () => undefined);

const EVERY_KIND: readonly (readonly [string, () => Operation<unknown>, object])[] = [
  ["an activity", () => charge(1), { type: "ScheduleActivity", activity: { name: "charge", version: "1" }, args: [1] }],
  [
    "an activity with options",
    () => charge.with({ retry: 5 })(1),
    { type: "ScheduleActivity", activity: { name: "charge", version: "1" }, args: [1], options: { retry: 5 } },
  ],
  ["a child", () => order(1), { type: "StartChildWorkflow", workflow: { name: "order", version: "1" }, args: [1] }],
  ["a timer", () => sleep("5m"), { type: "StartTimer", seconds: 300 }],
  ["a signal", () => signal("paid").receive(), { type: "Receive", signal: "paid" }],
  ["an effect", () => cached("rate", () => 1), { type: "Cached", name: "rate" }],
  ["a marker", () => marker("note", 1), { type: "RecordMarker", name: "note", args: [1] }],
  ["a fact", () => now(), { type: "Now" }],
  ["a line", () => log("hi", { a: 1 }), { type: "Log", level: "info", message: "hi", fields: { a: 1 } }],
  ["all of some work", () => all([sleep(1)]), { type: "All", work: [{ type: "StartTimer", seconds: 1 }] }],
  ["a race", () => race({ late: sleep(1) }), { type: "Race", work: { late: { type: "StartTimer", seconds: 1 } } }],
  ["a start", () => start(sleep(1)), { type: "Start", work: { type: "StartTimer", seconds: 1 } }],
  ["a cancel", () => cancel(handle), { type: "Cancel", work: "3" }],
  ["a handle", () => handle, { type: "Await", work: "3" }],
];

describe("what a bare generator yields", () => {
  it.each(EVERY_KIND)("for %s compares with a literal, both ways and strictly", (_name, made, literal) => {
    expect(yielded(made())).toEqual(literal);
    expect(literal).toEqual(yielded(made()));
    expect(yielded(made())).toStrictEqual(literal);
    expect(literal).toStrictEqual(yielded(made()));
  });

  it.each(EVERY_KIND)("for %s has its fields in a fixed order, type first", (_name, made, literal) => {
    expect(Object.keys(yielded(made()) as object)).toEqual(Object.keys(literal));
    expect(JSON.stringify(yielded(made()))).toBe(JSON.stringify(literal));
  });

  it.each(EVERY_KIND)("for %s is frozen, has no iterator and shows no symbol", (_name, made) => {
    const twin = yielded(made()) as object;
    expect(Object.isFrozen(twin)).toBe(true);
    expect(Symbol.iterator in twin).toBe(false);
    expect(Object.getPrototypeOf(twin)).toBe(Object.prototype);
    expect(Object.getOwnPropertySymbols({ ...twin })).toEqual([]);
  });

  it("is frozen below too: the list of arguments, the type, the pieces of a composite", () => {
    const twin = yielded(all([charge(1)])) as { work: readonly { args: unknown; activity: unknown }[] };
    for (const part of [twin.work, twin.work[0], twin.work[0]?.args, twin.work[0]?.activity]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
    expect(Object.isFrozen((yielded(race({ a: sleep(1) })) as { work: object }).work)).toBe(true);
    expect(Object.isFrozen((yielded(order(1)) as { args: object }).args)).toBe(true);
    expect(Object.isFrozen((yielded(marker("m", 1)) as { args: object }).args)).toBe(true);
  });

  it("is a new twin each time, so that one command yielded twice is two pieces of work", () => {
    const command = charge(1);
    const body = (function* (): Coroutine<void> {
      yield* command;
      yield* command;
    })();
    const first = body.next().value;
    const second = body.next().value;
    expect(first).toEqual(second);
    expect(first).not.toBe(second);
    expect(first).not.toBe(command);
  });

  it("has two pieces where a composite was given one command twice", () => {
    const command = charge(1);
    const { work } = all([command, command]) as unknown as { work: readonly object[] };
    expect(work).toHaveLength(2);
    expect(work[0]).not.toBe(work[1]);
    expect(work[0]).toEqual(work[1]);
  });

  it("is the same data by a plain yield, for JavaScript", () => {
    const body = (function* (): Coroutine<unknown> {
      return yield charge(1);
    })();
    expect(body.next().value).toEqual(yielded(charge(1)));
    expect(body.next(7)).toEqual({ done: true, value: 7 });
  });
});

describe("yield* on a command", () => {
  it("resumes with whatever it is given, falsy values too", () => {
    for (const value of [0, "", false, null, undefined, Number.NaN, 1, { a: 1 }]) {
      const body = ask(charge(1));
      body.next();
      expect(body.next(value)).toEqual({ done: true, value });
    }
  });

  it("throws the very error thrown into it, which the body may catch and go on", () => {
    for (const error of [new Error("card refused"), "text", undefined, null, 0]) {
      const body = ask(charge(1));
      body.next();
      expect(caught(() => body.throw(error))).toBe(error);
    }
    const careful = (function* (): Coroutine<string> {
      try {
        yield* charge(1);
        return "charged";
      } catch (error) {
        yield* sleep(1);
        return (error as Error).message;
      }
    })();
    careful.next();
    expect(careful.throw(new Error("card refused")).value).toEqual({ type: "StartTimer", seconds: 1 });
    expect(careful.next()).toEqual({ done: true, value: "card refused" });
  });

  it("lets a body be returned from the outside, and its finally ask for more", () => {
    const body = (function* (): Coroutine<void> {
      try {
        yield* charge(1);
      } finally {
        yield* charge("undo");
      }
    })();
    body.next();
    expect(body.return().value).toEqual(yielded(charge("undo")));
    expect(body.next()).toEqual({ done: true, value: undefined });
  });

  it("does the same through a handle", () => {
    const body = ask(handle);
    expect(body.next().value).toEqual({ type: "Await", work: "3" });
    const error = new Error("lost");
    expect(caught(() => body.throw(error))).toBe(error);
  });
});

describe("a command's iterator", () => {
  it("ends after one value, so that loops and spreads over a command end", () => {
    expect([...charge(1)]).toEqual([yielded(charge(1))]);
    expect(Array.from(all([charge(1)]))).toHaveLength(1);
    const iterator = charge(1)[Symbol.iterator]();
    expect(iterator.next().done).toBe(false);
    expect(iterator.next(5)).toEqual({ done: true, value: 5 });
    expect(iterator.next(6)).toEqual({ done: true, value: 6 });
  });

  it("is a new one at each call", () => {
    const command = charge(1);
    const one = command[Symbol.iterator]();
    one.next();
    expect(command[Symbol.iterator]().next().done).toBe(false);
  });
});

describe("a command as made", () => {
  it.each(EVERY_KIND.filter(([name]) => name !== "a handle"))("by %s is frozen data", (_name, made, literal) => {
    const command = made();
    expect(Object.isFrozen(command)).toBe(true);
    expect({ ...command }).toEqual(literal);
    expect(Object.keys(command)).toEqual(Object.keys(literal));
    expect(JSON.stringify(command)).toBe(JSON.stringify(literal));
  });

  it("keeps what it was given when the giver's list changes later", () => {
    const list = [1, 2];
    const pieces = [charge(1)];
    const named: Record<string, ReturnType<typeof charge>> = { a: charge(1) };
    const made = [charge(...list), all(pieces), all(named)];
    const before = JSON.stringify(made);
    list.push(3);
    pieces.push(charge(2));
    named.b = charge(2);
    expect(JSON.stringify(made)).toBe(before);
  });
});
