import { describe, expect, it, jest } from "@jest/globals";
import fc from "fast-check";
import { isPlainJson, plainText } from "../../src/serialize/plain.ts";

jest.setTimeout(180_000);

const shared = { street: "Main" };
const PLAIN: readonly [string, unknown][] = [
  ["an empty string", ""],
  ["zero", 0],
  ["false", false],
  ["null", null],
  ["an empty array", []],
  ["an empty object", {}],
  ["usual arguments", [{ i: 5 }]],
  ["an object without prototype", Object.assign(Object.create(null), { a: 1 })],
  ["keys and strings that need escapes", { 'a"b': 'line\n"quoted" \\ \u0007' }],
  ["half of a surrogate pair", ["\ud800", "\udc00x", "😀"]],
  ["an own key __proto__", JSON.parse('{"__proto__":{"a":1},"constructor":2}')],
  ["numbers in exponents", [1e21, 1e-7, -5e-324, Number.MAX_SAFE_INTEGER]],
  ["keys like indexes", { 10: "b", 9: "a", z: 1 }],
  ["an object that occurs twice", { billing: shared, shipping: shared }],
  ["an array too long to print by hand", Array.from({ length: 500 }, (_, id) => ({ id, name: `customer ${id}` }))],
  ["a long string", { text: "x".repeat(100_000) }],
  ["a value 600 levels deep", nest(600)],
  ["what only looks like a method", { toJSON: "a string" }],
  ["an object of another realm", structuredClone({ a: [1, { b: 2 }] })],
];

const NOT_PLAIN: readonly [string, unknown][] = [
  ["undefined", undefined],
  ["-0", [-0]],
  ["NaN", { a: Number.NaN }],
  ["an infinity", [Number.POSITIVE_INFINITY]],
  ["a bigint", [1n]],
  ["a property that is undefined", { a: undefined }],
  ["a hole", Object.assign([1], { 2: 3 })],
  ["a Date", [new Date(0)]],
  ["a Map", new Map()],
  ["a class instance", [new (class Money {})()]],
  ["an instance of a subclass of Array", new (class Rows extends Array {})()],
  ["an object made from another object", Object.create({ inherited: 1 })],
  ["a symbol for a key", { [Symbol("s")]: 1 }],
  ["a method toJSON", { toJSON: () => 1 }],
  ["a function", [() => 1]],
  ["a boxed primitive", [Object(5)]],
  ["bytes", new Uint8Array(2)],
];

describe("plainText", () => {
  it.each(PLAIN)("writes %s just as JSON.stringify does", (_, value) => {
    expect(plainText(value)).toBe(JSON.stringify(value));
  });

  it.each(NOT_PLAIN)("leaves %s to others, small or in a large value", (_, value) => {
    expect(plainText(value)).toBeUndefined();
    expect(plainText([value, "x".repeat(10_000), Array(1000).fill(1)])).toBeUndefined();
    expect(isPlainJson(value)).toBe(false);
  });

  it("writes every JSON value just as JSON.stringify does", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 12, stringUnit: "binary" }), (value) => {
        const exact = JSON.stringify(value).includes("-0") ? JSON.parse(JSON.stringify(value)) : value;
        const text = plainText(exact);
        if (text !== undefined) expect(text).toBe(JSON.stringify(exact));
        expect(text !== undefined).toBe(isPlainJson(exact));
      }),
    );
  });

  it("calls plain only what JSON gives back", () => {
    fc.assert(
      fc.property(fc.anything({ withSparseArray: true }), (value) => {
        const text = plainText(value);
        if (text !== undefined) expect(JSON.parse(text)).toStrictEqual(value);
      }),
    );
  });

  it("ignores what a library hung on Object.prototype", () => {
    Object.defineProperty(Object.prototype, "polluted", { value: "x", enumerable: true, configurable: true });
    try {
      expect(plainText([{ i: 5 }])).toBe('[{"i":5}]');
    } finally {
      Reflect.deleteProperty(Object.prototype, "polluted");
    }
  });

  it("ends on cycles", () => {
    const cycle: unknown[] = [];
    cycle.push(cycle, cycle);
    expect(plainText(cycle)).toBeUndefined();
  });
});

function nest(levels: number): unknown {
  let value: unknown = "core";
  for (let level = 0; level < levels; level++) value = level % 2 ? [value] : { value };
  return value;
}
