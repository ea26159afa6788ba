import { inspect } from "node:util";
import { describe, expect, it, jest } from "@jest/globals";
import { all, createHandle, race, sleep, start } from "../../../src/index.ts";
import { charge, order, yielded } from "../support.ts";

const twins = (value: number) => [yielded(charge(new Set([value]))), yielded(sleep(value))];

describe("jest's matchers that walk what they are given", () => {
  it("tell commands apart in lists", () => {
    expect(twins(1)).toEqual([charge(new Set([1])), sleep(1)]);
    expect(twins(1)).not.toEqual([charge(new Set([2])), sleep(1)]);
    expect(twins(1)).toContainEqual(charge(new Set([1])));
    expect(twins(1)).not.toContainEqual(charge(new Set([2])));
    expect(twins(1)).toEqual(expect.arrayContaining([charge(new Set([1]))]));
    expect(twins(1)).not.toEqual(expect.arrayContaining([sleep(2)]));
  });

  it("tell commands apart in Sets and Maps", () => {
    expect(new Set([charge(new Set([1]))])).toEqual(new Set([charge(new Set([1]))]));
    expect(new Set([charge(new Set([1]))])).not.toEqual(new Set([charge(new Set([2]))]));
    expect(new Map([["a", charge(new Set([1]))]])).not.toEqual(new Map([["a", charge(new Set([2]))]]));
  });

  it("tell commands apart in records, with fields left open", () => {
    const asked = yielded(all([charge({ id: 1, at: 5 })]));
    expect(asked).toEqual(all([charge({ id: 1, at: expect.any(Number) })]));
    expect(asked).not.toEqual(all([charge({ id: 2, at: expect.any(Number) })]));
    expect(asked).toMatchObject({ type: "All", work: [{ args: [{ id: 1 }] }] });
    expect(asked).not.toMatchObject({ type: "All", work: [{ args: [{ id: 2 }] }] });
    expect(yielded(charge(1))).toEqual(expect.objectContaining({ args: [1] }) as unknown);
    expect(yielded(charge(1))).not.toEqual(expect.objectContaining({ args: [2] }) as unknown);
  });

  it("tell commands apart as arguments of mocks", () => {
    const saw = jest.fn<(command: unknown) => void>();
    saw(yielded(order(new Set([1]))));
    expect(saw).toHaveBeenCalledWith(order(new Set([1])));
    expect(saw).not.toHaveBeenCalledWith(order(new Set([2])));
  });

  it("do not take a command for the list of what it yields", () => {
    expect(charge(1)).not.toEqual([yielded(charge(1))]);
    expect([yielded(charge(1))]).not.toEqual(charge(1));
  });

  it("do not take a handle for the command that waits for it", () => {
    const handle = createHandle("3", () => undefined);
    expect(handle).not.toEqual(yielded(handle));
    expect(yielded(handle)).not.toEqual(handle);
  });

  it("print commands, twins and composites when they fail", () => {
    const command = all([charge(new Set([1])), race({ late: sleep(1), work: start(order(1)) })]);
    for (const value of [command, yielded(command)]) {
      expect(() => expect(value).toEqual(1)).toThrow("ScheduleActivity");
      expect(() => expect(value).toEqual(all([charge(new Set([2]))]))).toThrow("Race");
      expect(inspect(value, { depth: 9 })).toContain("StartChildWorkflow");
      expect(JSON.stringify(value)).toContain("StartTimer");
      expect(String(value)).toBe("[object Object]");
    }
  });
});

describe("a handle", () => {
  const states = [
    ["pending", createHandle("3.1", () => undefined)],
    ["ready", createHandle("3.1", () => ({ ok: true, value: 5 }))],
    ["failed", createHandle("3.1", () => ({ ok: false, error: new Error("lost") }))],
    [
      "broken",
      createHandle("3.1", () => {
        throw new Error("outside any run");
      }),
    ],
  ] as const;

  it.each(states)("that is %s is printed by its id and never throws", (_state, handle) => {
    expect(JSON.stringify(handle)).toBe('{"id":"3.1"}');
    expect(inspect(handle)).toContain("3.1");
    expect(String(handle)).toBe("[object Object]");
    expect(() => expect(handle).toBe(1)).toThrow('"id": "3.1"');
    expect(() => expect([charge(handle)]).toEqual([])).toThrow("3.1");
  });

  it.each(states)("that is %s compares by its id alone", (_state, handle) => {
    expect(handle).toEqual(createHandle("3.1", () => undefined));
    expect(handle).toStrictEqual(createHandle("3.1", () => undefined));
    expect(handle).not.toEqual(createHandle("3.2", () => undefined));
    expect({ ...handle }).toEqual({ id: "3.1" });
    expect(Object.isFrozen(handle)).toBe(true);
  });
});
