import { describe, expect, it } from "@jest/globals";
import { all, contract } from "../../src/index.ts";
import { charge, expectRefusal, order, yielded } from "./support.ts";

type Callable = (...args: unknown[]) => unknown;
const far = contract<Callable>({ name: "far" });

const CALLABLES: readonly (readonly [string, Callable, string])[] = [
  ["an activity", charge, "charge"],
  ["an activity with options", charge.with({ retry: 2 }), "charge"],
  ["a contract", far, "far"],
  ["a workflow", order, "order"],
  ["a workflow with options", order.with({ taskList: "a" }), "order"],
];

describe.each(CALLABLES)("%s given to a method of Array", (_name, callable, name) => {
  it.each<[string, () => unknown]>([
    ["map", () => ["a", "b"].map(callable)],
    ["map of one item", () => ["a"].map(callable)],
    ["map of records", () => [{ id: 1 }, { id: 2 }].map(callable)],
    ["map of NaN", () => [Number.NaN].map(callable)],
    ["map of undefined", () => [undefined].map(callable)],
    ["map inside all", () => all(["a", "b"].map(callable) as [])],
    ["flatMap", () => ["a"].flatMap(callable)],
    ["forEach", () => ["a"].forEach(callable)],
    ["filter", () => ["a"].filter(callable)],
  ])("is caught at the call: %s", (_what, call) => {
    expectRefusal(call, "ARRAY_MAP_ARGUMENTS", name, "index", `items.map((item) => ${name}(item))`);
  });

  it("is not caught where an arrow gives each item alone", () => {
    expect(["a", "b"].map((item) => yielded(callable(item) as never))).toEqual([
      yielded(callable("a") as never),
      yielded(callable("b") as never),
    ]);
  });

  it.each<[string, readonly unknown[]]>([
    ["three plain arguments", ["a", 1, "c"]],
    ["an index of another item", ["a", 1, ["a", "b"]]],
    ["an index past the end", ["a", 5, ["a"]]],
    ["a negative index", ["a", -1, ["a"]]],
    ["an index that is no whole number", ["a", 0.5, ["a"]]],
    ["a list without the item", ["a", 0, ["b"]]],
    ["a list with an equal item, but not this one", [{ a: 1 }, 0, [{ a: 1 }]]],
    ["an empty list", [undefined, 0, []]],
    ["an index as text", ["a", "0", ["a"]]],
    ["two arguments", [0, ["a"]]],
    ["four arguments", ["a", 0, ["a"], 1]],
    ["a Set of the item", ["a", 0, new Set(["a"])]],
  ])("is a call like any other with %s", (_what, args) => {
    expect(yielded(callable(...args) as never)).toMatchObject({ args });
  });
});
