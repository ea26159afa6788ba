import { describe, expect, it, jest } from "@jest/globals";
import fc from "fast-check";
import { jsonSerializer } from "../../src/index.ts";
import { thrown } from "../support/errors.ts";

jest.setTimeout(180_000);

const json = jsonSerializer();

const cycle: { name: string; self?: unknown } = { name: "a" };
cycle.self = cycle;

const REFUSED: readonly [what: string, value: unknown, message: string][] = [
  ["undefined", undefined, "value is undefined; leave it out, or pass null."],
  ["a property that is undefined", { order: { note: undefined } }, "value.order.note is undefined; leave it out, or"],
  ["a hole", Object.assign([1], { 2: 3 }), "value[1] is undefined"],
  ["a bigint", { "order id": 5n }, 'value["order id"] is a bigint; pass it as a string.'],
  ["-0", [-0], "value[0] is -0; pass 0."],
  ["NaN", { a: Number.NaN }, "value.a is not a finite number"],
  ["a Date", { at: new Date(0) }, "value.at is a Date; pass its toISOString()."],
  ["a Map", [new Map()], "value[0] is a Map; pass an array of its entries."],
  ["a Set", [new Set()], "value[0] is a Set; pass an array of its items."],
  ["a URL", [new URL("https://a.example/")], "value[0] is a URL; pass its href."],
  ["bytes", { data: new Uint8Array(2) }, "value.data is binary data; pass it as a base64 string."],
  ["an error", { error: new TypeError("x") }, "value.error is an error; pass its name and message."],
  ["a function", { onDone: () => 1 }, "value.onDone is a function; pass the data it needs"],
  ["a symbol", [Symbol("s")], "value[0] is a symbol; pass a string."],
  ["a symbol for a key", { [Symbol("s")]: 1 }, "value[Symbol(s)] has a symbol for its key; use a string"],
  ["a promise", { user: Promise.resolve(1) }, "value.user is a promise; await it"],
  ["a class instance", [new (class Money {})()], "value[0] is an instance of Money; pass a plain object"],
  ["a subclass of Array", [new (class Rows extends Array {})()], "value[0] is an instance of Rows; pass a plain"],
  ["an object with a prototype", [Object.create({})], "value[0] is an instance of Object; pass a plain object"],
  ["an array with toJSON", [Object.assign([1], { toJSON: () => 1 })], "value[0] has a method toJSON; pass what it"],
  ["a hidden toJSON", Object.defineProperty({}, "toJSON", { value: () => 1 }), "value has a method toJSON; pass what"],
  ["a cycle", [cycle], "value[0].self is a cycle: the object contains itself; refer to it by an id"],
];

describe("jsonSerializer", () => {
  it.each(REFUSED)("refuses %s, and says where and what to write instead", (_, value, message) => {
    const error = thrown(() => json.serialize(value));
    expect(error.code).toBe("PAYLOAD_UNSERIALIZABLE");
    expect(error.message).toContain(message);
  });

  it("calls the value what the caller calls it", () => {
    const error = thrown(() => json.serialize([{ onDone() {} }], "args"));
    expect(error.path).toBe("args[0].onDone");
    expect(error.message).toMatch(/^args\[0\]\.onDone is a function; /);
  });

  it("refuses values nested too deep for other readers, with a short path", () => {
    let deep: unknown = 1;
    for (let level = 0; level < 5000; level++) deep = [deep];
    const error = thrown(() => json.serialize(deep));
    expect(error.message).toContain("is nested more than 1000 levels deep");
    expect(error.message?.length).toBeLessThan(400);
  });

  it("allows an object that occurs twice, and symbols for keys that do not show", () => {
    const address = { city: "Oslo" };
    const hidden = Object.defineProperty({ a: 1 }, Symbol("s"), { value: 1 });
    expect(json.serialize({ billing: address, shipping: address })).toBe(
      '{"billing":{"city":"Oslo"},"shipping":{"city":"Oslo"}}',
    );
    expect(json.serialize(hidden)).toBe('{"a":1}');
  });

  it("carries every value exactly, or refuses it", () => {
    fc.assert(
      fc.property(fc.anything({ withSparseArray: true, withDate: true, withMap: true, withBigInt: true }), (value) => {
        let text: string;
        try {
          text = json.serialize(value);
        } catch (error) {
          expect(error).toMatchObject({ code: "PAYLOAD_UNSERIALIZABLE" });
          return;
        }
        expect(json.deserialize(text)).toStrictEqual(value);
      }),
    );
  });

  it.each(["", "done", "not json {", "{broken", "[1,2", "undefined", "NaN", "tru", "<xml/>", "-", " text"])(
    "reads what another client wrote, %j, as it is",
    (text) => {
      expect(json.deserialize(text)).toBe(text);
    },
  );

  it("reads JSON that other clients formatted", () => {
    expect(json.deserialize('\n { "a" : [ 1 , -2.5e3 ] } ')).toEqual({ a: [1, -2500] });
  });

  it("reads a key __proto__ as data", () => {
    const value = json.deserialize('{"__proto__":{"admin":true}}') as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect((value as { admin?: boolean }).admin).toBeUndefined();
    expect(json.serialize(value)).toBe('{"__proto__":{"admin":true}}');
  });
});
