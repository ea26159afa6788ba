import { describe, expect, it, jest } from "@jest/globals";
import fc from "fast-check";
import { createHandle } from "../../../src/index.ts";
import { charge, expectDifferent, expectSame, order, yielded } from "../support.ts";

jest.setTimeout(180_000);

const handle = (id: string) => createHandle(id, () => undefined);
const one = () => 1;
const two = () => 2;
class Money {
  readonly cents: number;
  constructor(cents: number) {
    this.cents = cents;
  }
}

const DIFFERENT: readonly (readonly [string, unknown, unknown])[] = [
  ["numbers", 1, 2],
  ["zeros of two signs", 0, -0],
  ["a number and its text", 1, "1"],
  ["texts", "a", "b"],
  ["null and undefined", null, undefined],
  ["false and 0", false, 0],
  ["bigints", 1n, 2n],
  ["a bigint and a number", 1n, 1],
  ["symbols", Symbol("a"), Symbol("b")],
  ["functions", one, two],
  ["records", { a: 1 }, { a: 2 }],
  ["a record and one with more", { a: 1 }, { a: 1, b: 2 }],
  ["nested records", { a: { b: { c: 1 } } }, { a: { b: { c: 2 } } }],
  ["lists", [1, 2], [2, 1]],
  ["a list and a longer one", [1], [1, 2]],
  ["Sets", new Set([1]), new Set([2])],
  ["a Set and a larger one", new Set([1]), new Set([1, 2])],
  ["an empty Set and another", new Set(), new Set([undefined])],
  ["Sets of records", new Set([{ a: 1 }]), new Set([{ a: 2 }])],
  ["Sets in Sets", new Set([new Set([1])]), new Set([new Set([2])])],
  ["a Set and a list", new Set([1]), [1]],
  ["Maps by value", new Map([["a", 1]]), new Map([["a", 2]])],
  ["Maps by key", new Map([["a", 1]]), new Map([["b", 1]])],
  ["Maps in Maps", new Map([["a", new Map([["b", 1]])]]), new Map([["a", new Map([["b", 2]])]])],
  ["a Map and a Set", new Map(), new Set()],
  ["a Map and a record", new Map([["a", 1]]), { a: 1 }],
  ["Maps in records", { tags: new Map([["a", 1]]) }, { tags: new Map([["a", 2]]) }],
  ["Dates", new Date(1), new Date(2)],
  ["regular expressions", /a/g, /a/i],
  ["bytes", new Uint8Array([1]), new Uint8Array([2])],
  ["errors", new Error("a"), new Error("b")],
  ["URLs", new URL("https://a.example/"), new URL("https://b.example/")],
  ["instances", new Money(1), new Money(2)],
  ["handles", handle("1"), handle("2")],
  ["lists of handles", [handle("1")], [handle("2")]],
  ["commands as arguments", charge(1), charge(2)],
  ["Sets in commands as arguments", charge(new Set([1])), charge(new Set([2]))],
];

const SAME: readonly (readonly [string, () => unknown])[] = [
  ["a number", () => 1],
  ["NaN", () => Number.NaN],
  ["undefined", () => undefined],
  ["null", () => null],
  ["a record", () => ({ a: { b: [1, { c: 2 }] } })],
  ["a Set", () => new Set([1, new Set(["a"])])],
  ["a Map", () => new Map<unknown, unknown>([["a", new Map([["b", { c: 1 }]])]])],
  ["a Date", () => new Date(5)],
  ["bytes", () => new Uint8Array([1, 2, 3])],
  ["a function", () => one],
  ["an instance", () => new Money(5)],
  ["a handle", () => handle("7")],
  ["a command", () => charge(new Set([1]))],
];

describe("two calls of an activity", () => {
  it.each(DIFFERENT)("differ when their arguments do: %s", (_name, a, b) => {
    expectDifferent(charge(a), charge(b));
    expectDifferent(charge("first", a), charge("first", b));
    expectDifferent(charge({ deep: [a] }), charge({ deep: [b] }));
  });

  it.each(SAME)("are the same when their arguments are: %s", (_name, value) => {
    expectSame(charge(value()), charge(value()));
    expectSame(charge({ deep: [value()] }), charge({ deep: [value()] }));
  });

  it("differ by the number of arguments", () => {
    expectDifferent(charge(), charge(null));
    expectDifferent(charge(1), charge(1, 2));
    expectDifferent(charge(1), charge([1]));
  });

  it("are the same whatever the order of keys", () => {
    expectSame(charge({ a: 1, b: { c: 2, d: 3 } }), charge({ b: { d: 3, c: 2 }, a: 1 }));
  });

  it("strictly, differ by an undefined argument; loosely, jest calls [] and [undefined] equal", () => {
    expect([]).toEqual([undefined]);
    for (const [left, right] of [
      [yielded(charge()), charge(undefined)],
      [yielded(charge(1)), charge(1, undefined)],
      [charge(1, undefined), yielded(charge(1))],
      [charge(), charge(undefined)],
    ]) {
      expect(left).not.toStrictEqual(right);
    }
  });

  it("count an undefined field as absent, and strictly as a field", () => {
    const absent = charge({ a: 1 });
    const undefinedField = charge({ a: 1, b: undefined });
    for (const [left, right] of [
      [yielded(absent), undefinedField],
      [undefinedField, yielded(absent)],
      [absent, undefinedField],
    ]) {
      expect(left).toEqual(right);
      expect(left).not.toStrictEqual(right);
    }
  });

  it("compare arguments that contain themselves", () => {
    const ring = (end: unknown) => {
      const record: Record<string, unknown> = { end };
      record.self = record;
      return record;
    };
    expectSame(charge(ring(1)), charge(ring(1)));
    expectDifferent(charge(ring(1)), charge(ring(2)));
  });
});

describe("two calls of a workflow", () => {
  it.each(DIFFERENT)("differ when their arguments do: %s", (_name, a, b) => {
    expectDifferent(order(a), order(b));
  });

  it.each(SAME)("are the same when their arguments are: %s", (_name, value) => {
    expectSame(order(value()), order(value()));
  });
});

const holds = (check: () => void): boolean => {
  try {
    check();
    return true;
  } catch {
    return false;
  }
};

describe("any two calls", () => {
  const value = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true });
  // A value and its own copy, as often as two values.
  const twoValues = fc.oneof(fc.tuple(value, value), fc.clone(value, 2));

  it("compare exactly as their arguments do", () => {
    fc.assert(
      fc.property(twoValues, ([a, b]) => {
        const loose = holds(() => expect([a]).toEqual([b]));
        const strict = holds(() => expect([a]).toStrictEqual([b]));
        for (const [left, right] of [
          [yielded(charge(a)), charge(b)],
          [charge(a), yielded(charge(b))],
          [charge(a), charge(b)],
          [yielded(charge(a)), yielded(charge(b))],
        ]) {
          expect(holds(() => expect(left).toEqual(right))).toBe(loose);
          expect(holds(() => expect(left).toStrictEqual(right))).toBe(strict);
        }
      }),
      { numRuns: 300 },
    );
  });
});
