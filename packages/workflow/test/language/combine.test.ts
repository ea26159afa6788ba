import { describe, expect, it } from "@jest/globals";
import type { Operation } from "../../src/index.ts";
import { all, race, sleep } from "../../src/index.ts";
import { charge, expectRefusal, order, yielded } from "./support.ts";

const FOREIGN: readonly (readonly [string, unknown, string])[] = [
  ["a promise", Promise.resolve(1), "A promise belongs into an activity or into cached(name, fn)"],
  ["a number", 5, " is 5;"],
  ["a text", "charge", ' is "charge";'],
  ["nothing", undefined, " is undefined;"],
  ["null", null, " is null;"],
  ["a record", { a: 1 }, ' is {"a":1};'],
  ["a list of commands", [charge(1)], "give a command, a handle, or a generator"],
  ["an async generator", (async function* () {})(), "give a command"],
  ["an iterator of something else", [1].values(), "give a command"],
];

const COMBINERS: readonly (readonly [string, (work: never) => Operation<unknown>])[] = [
  ["all", all as (work: never) => Operation<unknown>],
  ["race", race as (work: never) => Operation<unknown>],
];

describe.each(COMBINERS)("%s", (name, combine) => {
  it.each(FOREIGN)("refuses %s at the call, names its place, and says what to give", (_what, piece, shown) => {
    expectRefusal(() => combine([charge(1), piece] as never), "FOREIGN_YIELD", `${name}[1] is `, shown);
    expectRefusal(() => combine({ a: charge(1), late: piece } as never), "FOREIGN_YIELD", `${name}.late is `, shown);
  });

  it("refuses a command in place of the list", () => {
    expectRefusal(() => combine(charge(1) as never), "FOREIGN_YIELD", `${name} was given {"type":"ScheduleActivity"`);
  });

  it.each<[string, unknown]>([
    ["a Set", new Set([charge(1)])],
    ["a Map", new Map([["a", charge(1)]])],
    ["a generator", order.body(1)],
    ["a promise of the list", Promise.resolve([charge(1)])],
    ["a number", 5],
    ["undefined", undefined],
    ["null", null],
  ])("refuses %s in place of the list, and loses no work silently", (_what, work) => {
    expectRefusal(() => combine(work as never), "FOREIGN_YIELD", name);
  });

  it("refuses an activity that was not called", () => {
    expectRefusal(() => combine([charge] as never), "FOREIGN_YIELD", `${name}[0] is `);
  });

  it("keeps a piece under any name, __proto__ too", () => {
    const work = Object.fromEntries([
      ["__proto__", charge(1)],
      ["b", charge(2)],
    ]);
    expect(Object.keys((combine(work as never) as unknown as { work: object }).work)).toEqual(["__proto__", "b"]);
  });

  it("takes commands already yielded, and literals of them", () => {
    const literal = { type: "StartTimer", seconds: 5 };
    expect(yielded(combine([literal, yielded(sleep(5))] as never))).toMatchObject({ work: [literal, literal] });
  });

  it("keeps the order in which a record names its pieces", () => {
    const { work } = combine({ z: sleep(1), a: sleep(2), m: sleep(3) } as never) as unknown as { work: object };
    expect(Object.keys(work)).toEqual(["z", "a", "m"]);
  });
});

describe("an empty composite", () => {
  it("is nothing to wait for in all", () => {
    expect(yielded(all([]))).toStrictEqual({ type: "All", work: [] });
    expect(yielded(all({}))).toStrictEqual({ type: "All", work: {} });
  });

  it("is refused at the call by race, which would never end", () => {
    const none: Operation<number>[] = [];
    for (const run of [() => race(none), () => race({})]) {
      expectRefusal(run, "RACE_EMPTY", "never end", "give it at least one operation");
    }
  });
});
