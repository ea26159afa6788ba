import { describe, expect, it, jest } from "@jest/globals";
import fc from "fast-check";
import { superjsonSerializer } from "../../src/index.ts";
import { thrown } from "../support/errors.ts";

jest.setTimeout(180_000);

const superjson = superjsonSerializer();
const back = <T>(value: T): T => superjson.deserialize(superjson.serialize(value)) as T;

interface Node {
  name: string;
  next?: Node;
  all?: Node[];
}

describe("superjsonSerializer, on objects that occur more than once", () => {
  it("carries cycles through objects and arrays", () => {
    const a: Node = { name: "a" };
    const b: Node = { name: "b", next: a, all: [a] };
    a.next = b;
    const read = back(a);
    expect(read.name).toBe("a");
    expect(read.next?.name).toBe("b");
    expect(read.next?.next).toBe(read);
    const [first] = read.next?.all ?? [];
    expect(first).toBe(read);
  });

  it("carries a cycle at the root, through keys that need escapes", () => {
    const list: unknown[] = [1];
    list.push({ "a.b\\": { "": list } });
    const read = back(list) as [number, { "a.b\\": { "": unknown } }];
    expect(read[1]["a.b\\"][""]).toBe(read);
  });

  it("carries cycles through keys that pollute elsewhere, holes, and errors", () => {
    const root: Record<string, unknown> = JSON.parse('{"__proto__":{"deep":1}}');
    const holes: unknown[] = [];
    holes[3] = root;
    const error = Object.assign(new Error("x", { cause: root }), { holes });
    Object.defineProperty(root, "constructor", { value: error, enumerable: true });
    const read = back(root);
    const readError = read.constructor as unknown as typeof error;
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    expect(readError.cause).toBe(read);
    expect(readError.holes[3]).toBe(read);
    expect(Object.keys(readError.holes)).toEqual(["3"]);
  });

  it("carries collections that contain themselves", () => {
    const map = new Map<unknown, unknown>();
    const set = new Set<unknown>([0, map]);
    map.set("first", 1).set(set, map);
    const read = back(map);
    const [[, one], [readSet, self]] = [...read] as [[string, number], [Set<unknown>, unknown]];
    expect(one).toBe(1);
    expect(self).toBe(read);
    expect([...readSet]).toEqual([0, read]);
    expect([...readSet][1]).toBe(read);
  });

  it("keeps order and entries of collections whose items occur elsewhere too", () => {
    const [a, b, c] = [{ id: "a", at: new Date(1) }, { id: "b" }, { id: "c" }];
    const read = back({ list: [a, b, c], set: new Set([c, a, b]), map: new Map([[b, a], [c, c], [a, b]]) }); // biome-ignore format: a table
    const [ra, rb, rc] = read.list as [typeof a, typeof b, typeof c];
    expect([...read.set].map(({ id }) => id)).toEqual(["c", "a", "b"]);
    expect(read.set.has(ra) && read.set.has(rb) && read.set.has(rc)).toBe(true);
    expect(read.map.get(rb)).toBe(ra);
    expect(read.map.get(rc)).toBe(rc);
    expect(read.map.get(ra)).toBe(rb);
    expect(read.map.size).toBe(3);
  });

  it("keeps one Date, one view, one error, one", () => {
    const [date, bytes, error] = [new Date(5), new Uint8Array([1]), new Error("x")];
    const [d1, d2, b1, b2, e1, e2] = back([date, date, bytes, bytes, error, error]);
    expect(d1).toBe(d2);
    expect(b1).toBe(b2);
    expect(e1).toBe(e2);
  });

  it("writes an object that occurs a thousand times once", () => {
    const document = { text: "x".repeat(1000), at: new Date(5) };
    expect(superjson.serialize(Array(1000).fill(document)).length).toBeLessThan(100_000);
  });

  it("carries doubly linked structures that written out would fill the memory", () => {
    let value: unknown = 1n;
    for (let level = 0; level < 60; level++) value = [value, value];
    const read = back(value) as [unknown[], unknown[]];
    expect(read[0]).toBe(read[1]);
  });

  it("refuses what is nested too deep, cycles apart", () => {
    let deep: unknown = 1n;
    for (let level = 0; level < 900; level++) deep = level % 2 ? [deep] : { deep };
    expect(back(deep)).toStrictEqual(deep);
    for (let level = 0; level < 200; level++) deep = [deep];
    const error = thrown(() => superjson.serialize(deep, "args"));
    expect(error.code).toBe("PAYLOAD_UNSERIALIZABLE");
    expect(error.message).toMatch(/^args\[0\].* is nested more than 1000 levels deep; keep/);
  });

  it("reads a chain of causes as deep as it writes", () => {
    let error = new Error("first");
    for (let level = 0; level < 240; level++) error = Object.assign(new Error("next", { cause: error }), { stack: "" });
    let levels = 0;
    for (let at: unknown = back(error); at; at = (at as Error).cause) levels++;
    expect(levels).toBe(241);
  });

  it("keeps the shape of every graph", () => {
    const graph = fc.array(fc.tuple(fc.nat(9), fc.nat(9), fc.constantFrom("object", "map", "set", "array", "error")), {
      minLength: 1,
      maxLength: 10,
    });
    fc.assert(
      fc.property(graph, (plan) => {
        const made = plan.map(([, , kind]) => MAKE[kind]());
        for (const [index, [left, right]] of plan.entries()) {
          const [a, b] = [made[left % made.length], made[right % made.length]];
          link(made[index] as object, a, b);
        }
        expect(shape(back([...made, 1n]))).toEqual(shape([...made, 1n]));
      }),
    );
  });
});

const MAKE = {
  object: () => ({}),
  map: () => new Map(),
  set: () => new Set(),
  array: () => [],
  error: () => Object.assign(new Error("x"), { stack: "s" }),
};

function link(from: object, a: unknown, b: unknown): void {
  if (from instanceof Map) from.set(a, b);
  else if (from instanceof Set) from.add(a).add(b);
  else if (Array.isArray(from)) from.push(a, b);
  else Object.assign(from, { a, b });
}

/** A graph as a list: each object once, by number, with the numbers of what it holds. */
function shape(root: unknown): unknown[] {
  const numbers = new Map<unknown, number>();
  const out: unknown[] = [];
  const visit = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    const known = numbers.get(value);
    if (known !== undefined) return `#${known}`;
    numbers.set(value, numbers.size);
    const tag = Object.prototype.toString.call(value);
    const parts = value instanceof Map || value instanceof Set ? [...value].flat(0) : Object.entries(value);
    out.push([
      tag,
      parts.flatMap((part) => (Array.isArray(part) && !(value instanceof Set) ? part : [part])).map(visit),
    ]);
    return `#${numbers.get(value)}`;
  };
  visit(root);
  return out;
}
