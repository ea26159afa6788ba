import { describe, expect, it } from "@jest/globals";
import { differencesIn } from "../../src/replaying/differences.ts";

/** The differences as `path: recorded → asked`. */
const told = (recorded: unknown, asked: unknown) =>
  differencesIn(recorded, asked).map((each) => `${each.path}: ${each.recorded} → ${each.asked}`);

describe("what differs between two values", () => {
  it.each<[unknown, unknown, string[]]>([
    [5, 5, []],
    [5, "5", [': 5 → "5"']],
    [{ a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }, [".a[1].b: 2 → 3"]],
    [{ "a b": 1 }, { "a b": 2 }, ['["a b"]: 1 → 2']],
    [[1], [1, undefined], ["[1]: nothing → undefined"]],
    [{ a: 1 }, {}, [".a: 1 → nothing"]],
    [{ a: 1 }, [1], [": { a: 1 } → [ 1 ]"]],
    [0, -0, [": 0 → -0"]],
    [new Map([["a", 1]]), new Map([["a", 2]]), [": Map(1) { 'a' => 1 } → Map(1) { 'a' => 2 }"]],
    [new Date(0), new Date(0), []],
  ])("%p against %p", (recorded, asked, differences) => {
    expect(told(recorded, asked)).toEqual(differences);
  });

  it("shows no half of a surrogate pair", () => {
    const [difference] = differencesIn(`${"😀".repeat(100)}a`, `${"😀".repeat(100)}b`);
    expect(difference?.recorded).toMatch(/^…(?:😀)+a"$/u);
    expect(difference?.asked).toMatch(/^…(?:😀)+b"$/u);
  });

  it("ends in circles", () => {
    const circle = (name: string) => {
      const value: { name: string; self?: unknown } = { name };
      value.self = value;
      return value;
    };
    expect(told(circle("a"), circle("b"))[0]).toBe('.name: "a" → "b"');
    expect(told(circle("a"), circle("a"))).toEqual([]);
  });
});
