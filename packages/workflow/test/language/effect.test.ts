import { describe, expect, it } from "@jest/globals";
import { cached, marker, nondeterministic } from "../../src/index.ts";
import { besideOf } from "../../src/language/command.ts";
import { expectRefusal, yielded } from "./support.ts";

describe("cached", () => {
  it("keeps its function beside the data, for the command and for its twin", () => {
    const read = async () => 5;
    const command = cached("rate", read);
    expect(Object.keys(command)).toEqual(["type", "name"]);
    expect(besideOf(command)).toBe(read);
    expect(besideOf(yielded(command) as object)).toBe(read);
    expect(JSON.stringify(command)).toBe('{"type":"Cached","name":"rate"}');
  });

  it("does not run its function", () => {
    let runs = 0;
    yielded(cached("count", () => ++runs));
    expect(runs).toBe(0);
  });

  it("has a second name", () => {
    expect(yielded(nondeterministic("rate", () => 1))).toEqual({ type: "Cached", name: "rate" });
  });

  it.each<[string, unknown, string]>([
    ["a promise", Promise.resolve(1), "a Promise"],
    ["a value", 5, "5"],
    ["nothing", undefined, "undefined"],
  ])("refuses %s in place of the function and says what to write", (_name, fn, shown) => {
    expectRefusal(
      () => cached("rate", fn as () => number),
      "FOREIGN_YIELD",
      `was given ${shown}`,
      'cached("rate", () => …)',
    );
  });
});

describe("marker", () => {
  it("carries its details as an argument, falsy ones too, and none if there is none", () => {
    expect(yielded(marker("note"))).toStrictEqual({ type: "RecordMarker", name: "note", args: [] });
    for (const details of [0, "", false, null, { a: 1 }]) {
      expect(yielded(marker("note", details))).toStrictEqual({ type: "RecordMarker", name: "note", args: [details] });
    }
  });
});
