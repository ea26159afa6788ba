import { describe, expect, it } from "@jest/globals";
import { superjsonSerializer } from "../../src/index.ts";
import { thrown } from "../support/errors.ts";

const superjson = superjsonSerializer();

class Money {
  readonly cents: number;
  constructor(cents: number) {
    this.cents = cents;
  }
}

const REFUSED: readonly [what: string, value: unknown, message: string][] = [
  ["a function", () => 1, "args is a function; pass the data it needs, and call it where the data arrives."],
  ["a method", [{ onDone() {} }], "args[0].onDone is a function; pass the data"],
  ["a class", { type: Money }, "args.type is a function; pass the data"],
  ["a symbol", { kind: Symbol("k") }, "args.kind is a symbol; pass a string."],
  ["a symbol for a key", [{ [Symbol("k")]: 1 }], "args[0][Symbol(k)] has a symbol for its key; use a string"],
  ["a promise", { "the user": Promise.resolve() }, 'args["the user"] is a promise; await it, and pass its result.'],
  ["a generator", [(function* () {})()], "args[0] is a generator; run it with yield*"],
  ["an iterator", [[1][Symbol.iterator]()], "args[0] is an iterator; spread it into an array."],
  ["an iterator of a Map", [new Map().keys()], "args[0] is an iterator; spread it into an array."],
  ["a WeakMap", [new WeakMap()], "args[0] is a weak collection; pass a Map or a Set."],
  ["a WeakRef", [new WeakRef({})], "args[0] is an instance of WeakRef; pass a plain object with its data"],
  ["shared memory", [new SharedArrayBuffer(1)], "args[0] is shared memory; pass a copy of its bytes."],
  ["a boxed primitive", [Object(5)], "args[0] is a boxed primitive; pass the primitive itself"],
  ["a boxed symbol", [Object(Symbol("x"))], "args[0] is a boxed primitive; pass the primitive itself"],
  ["a class not named", { price: new Money(5) }, "args.price is an instance of Money; pass a plain object with its data, or name the class to superjsonSerializer({ classes: { Money } })."], // biome-ignore format: a table
  ["a class without a name", [new (class {})()], "args[0] is an instance of a class without a name; pass a plain"],
  ["a subclass of Map", [new (class Index extends Map {})()], "args[0] is an instance of Index; pass a plain object"],
  ["a subclass of Date", [new (class Day extends Date {})()], "args[0] is an instance of Day; pass a plain object"],
  ["a subclass of Array", new (class Rows extends Array {})(), "args is an instance of Rows; pass a plain object"],
  ["a subclass of Uint8Array", [new (class Blob8 extends Uint8Array {})(1)], "args[0] is an instance of Blob8; pass"],
  ["an object with a prototype", [Object.create({ a: 1 })], "args[0] is an instance of Object; pass a plain object"],
  ["something in a Map", new Map([["onDone", () => 1]]), 'args.get("onDone") is a function; pass the data'],
  ["something in a Map without a name", new Map([[5, () => 1]]), "args.entry(0).value is a function; pass the data"],
  ["a key of a Map", new Map([[() => 1, 5]]), "args.entry(0).key is a function; pass the data"],
  ["something in a Set", { set: new Set([1, () => 1]) }, "args.set.item(1) is a function; pass the data"],
  ["something beside holes", Object.assign([], { 1: [Symbol("x")] }), "args[1][0] is a symbol; pass"],
  ["something under a key like constructor", { constructor: Symbol("x") }, "args.constructor is a symbol; pass"],
];

describe("superjsonSerializer", () => {
  it.each(REFUSED)("refuses %s, and says where and what to write instead", (_, value, message) => {
    const error = thrown(() => superjson.serialize(value, "args"));
    expect(error.code).toBe("PAYLOAD_UNSERIALIZABLE");
    expect(error.message).toContain(message);
    expect(message.startsWith(`${error.path} `)).toBe(true);
  });

  it("calls the value `value` unless told otherwise", () => {
    expect(thrown(() => superjson.serialize([() => 1])).path).toBe("value[0]");
  });

  it("does not change the value it refuses", () => {
    const value = { list: [new Date(5), () => 1], map: new Map([["a", 1n]]) };
    thrown(() => superjson.serialize(value));
    expect(value.list[0]).toEqual(new Date(5));
    expect(value.map.get("a")).toBe(1n);
  });

  it.each([
    ["cut off", 'sweft:superjson {"json":["1"],"meta'],
    ["empty", "sweft:superjson "],
    ["no tree", "sweft:superjson null"],
    ["of an unknown annotation", 'sweft:superjson {"json":[1],"meta":{"values":{"0":["future"]},"v":1}}'],
    ["of an unknown box", box("future", 1)],
    ["of a box named like a method", box("toString", 1)],
    ["of a reference to nowhere", box("ref", ["a", 0])],
    ["of a reference into a string", box("ref", ["kind", "length"])],
    ["of bytes of an unknown type", box("bytes", { type: "Float16Array", base64: "AAA=" })],
    ["of bytes of a type named like a method", box("bytes", { type: "toString", base64: "AAA=" })],
    ["of a class not named", box("class", { name: "Money", data: {} })],
    ["of a class named like a method", box("class", { name: "constructor", data: {} })],
    [
      "that reaches for a prototype",
      'sweft:superjson {"json":{},"meta":{"values":{"__proto__.x":["undefined"]},"v":1}}',
    ],
  ])("cannot read a text that is %s, and says so", (_, text) => {
    expect(thrown(() => superjson.deserialize(text)).code).toBe("PAYLOAD_UNREADABLE");
  });

  it("names the class that reading lacks", () => {
    const text = superjsonSerializer({ classes: { Money } }).serialize([new Money(5)]);
    expect(thrown(() => superjson.deserialize(text)).message).toBe(
      "This payload cannot be read. It holds an instance of Money; name the class: superjsonSerializer({ classes: { Money } }).",
    );
  });

  it("does not pollute prototypes, whatever a text says", () => {
    const keys = { constructor: { prototype: { polluted: 1n } }, prototype: 1n };
    const value = Object.defineProperty(keys, "__proto__", { value: { polluted: 1n }, enumerable: true });
    const read = superjson.deserialize(superjson.serialize([value])) as [Record<string, unknown>];
    expect(Object.getPrototypeOf(read[0])).toBe(Object.prototype);
    expect(Object.keys(read[0]).sort()).toEqual(["__proto__", "constructor", "prototype"]);
    const crafted = superjson.deserialize('sweft:superjson {"json":{"__proto__":{"polluted":true}}}') as object;
    expect(Object.getPrototypeOf(crafted)).toBe(Object.prototype);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

function box(kind: string, value: unknown): string {
  return `sweft:superjson ${JSON.stringify({ json: { kind, value }, meta: { values: [["class", "sweft"]], v: 1 } })}`;
}
