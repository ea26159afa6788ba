import { Buffer } from "node:buffer";
import { inspect } from "node:util";
import { describe, expect, it, jest } from "@jest/globals";
import fc from "fast-check";
import { superjsonSerializer } from "../../src/index.ts";

jest.setTimeout(180_000);

const superjson = superjsonSerializer();
const there = (value: unknown): string => superjson.serialize(value);
const back = (value: unknown): unknown => superjson.deserialize(there(value));

/** All of a value. jest's own comparison finds invalid dates unequal, and trips over a key `constructor`. */
const printed = (value: unknown): string =>
  inspect(value, { depth: null, maxArrayLength: null, maxStringLength: null, compact: false });

const VALUES: readonly [string, unknown][] = [
  ["undefined", undefined],
  ["null", null],
  ["false", false],
  ["zero", 0],
  ["-0", -0],
  ["NaN", Number.NaN],
  ["an infinity", Number.POSITIVE_INFINITY],
  ["a negative infinity", Number.NEGATIVE_INFINITY],
  ["an empty string", ""],
  ["a bigint", 123456789012345678901234567890n],
  ["falsy items", [undefined, null, false, 0, -0, 0n, Number.NaN, ""]],
  ["falsy fields", { a: undefined, b: null, c: false, d: 0, e: -0, f: 0n, g: Number.NaN, h: "" }],
  ["a Date", new Date("2024-02-29T12:00:00.123Z")],
  ["a Date before year 0", new Date(-1e14)],
  ["an invalid Date", { at: new Date(Number.NaN) }],
  ["a RegExp", /a\/b[\]"]+/giu],
  ["a URL", new URL("https://user@host.example:8080/p%20q?r=1#s")],
  ["a Map", new Map<unknown, unknown>([["a", 1], [2, new Date(5)], [{ k: 1n }, new Set([1])]])], // biome-ignore format: a table
  ["a Set", new Set<unknown>(["a", 1, null, undefined, Number.NaN, new Map()])],
  ["empty collections", [new Map(), new Set(), [], {}, new Uint8Array()]],
  ["a Map with keys that JSON lacks", new Map<unknown, unknown>([[Number.NaN, 1], [undefined, 2], [1n, 3]])], // biome-ignore format: a table
  ["equal NaNs and bigints in collections", { m: new Map([[Number.NaN, 1]]), s: new Set([Number.NaN, 5n]), a: Number.NaN, b: 5n }], // biome-ignore format: a table
  ["holes", Object.assign([1], { 2: undefined, 4: 5 })],
  ["only holes", Array(3)],
  ["a huge array of holes", Object.assign([], { 4294967294: "last" })],
  ["keys with dots and backslashes", { "a.b": new Date(1), "a\\": { ".": 1n }, "\\.": undefined, "": { "": 2n } }],
  ["a key that looks like an index", { 1: 1n, a: { 0: undefined } }],
  ["what looks like SuperJSON", { json: { a: null }, meta: { values: { a: ["undefined"] } } }],
  ["what looks like SuperJSON, with more", { json: [1n], meta: { values: { 0: ["Date"] }, v: 1 } }],
  ["what looks like a box", [{ kind: "ref", value: [] }, 1n]],
  ["strings that look like ours", ["sweft:superjson {}", "sweft:ref:1 x", undefined]],
  ["a string that looks like ours", "sweft:superjson {}"],
  ["half of a surrogate pair", ["\ud800", undefined]],
  ["typed arrays", [new Int8Array([-1]), new Uint8Array([1, 255]), new Uint8ClampedArray([7]), new Int16Array([-300]), new Uint16Array([65535]), new Int32Array([-70000]), new Uint32Array([4e9])]], // biome-ignore format: a table
  ["typed arrays of what JSON lacks", [new Float32Array([1.5, Number.NaN, -0]), new Float64Array([Number.POSITIVE_INFINITY, -0, 0.1])]], // biome-ignore format: a table
  ["typed arrays of bigints", [new BigInt64Array([-5n]), new BigUint64Array([2n ** 63n])]],
  ["an ArrayBuffer", new Uint8Array([1, 2, 3]).buffer],
  ["a DataView", new DataView(new Uint8Array([1, 2]).buffer)],
  ["a Buffer", Buffer.from("héllo")],
];

describe("superjsonSerializer", () => {
  it.each(VALUES)("carries %s", (_, value) => {
    expect(printed(back(value))).toBe(printed(value));
    expect(printed(back([{ value }]))).toBe(printed([{ value }]));
  });

  it("writes plain JSON wherever that is exact, so that any client of SWF reads it", () => {
    expect(there([{ id: 7, tags: ["a"] }, null])).toBe('[{"id":7,"tags":["a"]},null]');
    expect(there("done")).toBe('"done"');
    expect(there(0)).toBe("0");
  });

  it("marks what it writes otherwise, and nothing a user writes can look so", () => {
    expect(there([1n])).toBe('sweft:superjson {"json":["1"],"meta":{"values":{"0":["bigint"]},"v":1}}');
    expect(there("sweft:superjson {}")).toBe('"sweft:superjson {}"');
    expect(there({ json: 1, meta: {} })).toBe('{"json":1,"meta":{}}');
  });

  it("copies the bytes of a view only, into a buffer of their own", () => {
    const whole = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]).buffer;
    const copy = back(new Uint16Array(whole, 2, 2)) as Uint16Array;
    expect(copy.buffer.byteLength).toBe(4);
    const view = back(new DataView(whole, 6)) as DataView;
    expect([view.byteLength, view.getUint8(0), view.getUint8(1)]).toEqual([2, 7, 8]);
    expect(Buffer.isBuffer(back(Buffer.from("ab")))).toBe(true);
    const buffer = back(Buffer.from("ab")) as Buffer;
    expect(buffer.buffer.byteLength).toBe(2);
  });

  it("gives equal text for equal values, whenever and by whomever written", () => {
    const make = () => ({
      at: new Date(5),
      ids: new Set([1n, 2n]),
      error: Object.assign(new Error("x"), { stack: "s" }),
    });
    expect(superjsonSerializer().serialize(make())).toBe(there(make()));
  });

  it("takes no note of later changes to the value", () => {
    const value = { at: new Date(5), list: [1n] };
    const text = there(value);
    value.at.setTime(9);
    value.list.push(2n);
    expect(superjson.deserialize(text)).toStrictEqual({ at: new Date(5), list: [1n] });
  });

  it("gives every reader a value of its own", () => {
    const text = there({ list: [1n] });
    const first = superjson.deserialize(text) as { list: bigint[] };
    first.list.push(2n);
    expect(superjson.deserialize(text)).toStrictEqual({ list: [1n] });
  });

  it("carries objects of another realm", () => {
    const value = { at: new Date(5), map: new Map([["a", new Set([1])]]), error: new RangeError("r"), pattern: /x/ };
    const read = back(structuredClone(value)) as typeof value;
    expect(read).toEqual(value);
    expect(read.at).toBeInstanceOf(Date);
    expect(read.map).toBeInstanceOf(Map);
  });

  it.each(["", "done", "{broken", "<xml/>", "sweet"])("reads what another client wrote, %j, as it is", (text) => {
    expect(superjson.deserialize(text)).toBe(text);
  });

  it("carries whatever is data", () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withSparseArray: true,
      key: fc.oneof(fc.string(), fc.constantFrom("__proto__", "constructor", "prototype", "a.b", "toString", "kind")),
    });
    fc.assert(
      fc.property(anything, (value) => {
        expect(printed(back(value))).toBe(printed(value));
        expect(there(back(value))).toBe(there(value));
      }),
      { numRuns: 1000 },
    );
  });
});
