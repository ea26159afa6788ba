import { describe, expect, it } from "@jest/globals";
import type { Command, Coroutine, Handle } from "../../src/index.ts";
import { all, cancel, createHandle, sleep, start } from "../../src/index.ts";
import { besideOf } from "../../src/language/command.ts";
import { charge, expectRefusal, order, yielded } from "./support.ts";

const handle = createHandle<number>("3", () => undefined);
const pack = function* (box: string): Coroutine<string> {
  yield* sleep(1);
  return box;
};

describe("start", () => {
  it("wraps the data of what it starts", () => {
    for (const work of [charge(1), order(1), sleep(1), all([sleep(1)])] as Command<unknown>[]) {
      expect(yielded(start(work))).toStrictEqual({ type: "Start", work: yielded(work) });
    }
    expect(yielded(start(pack, "box"))).toStrictEqual({
      type: "Start",
      work: { type: "RunBody", body: pack, args: ["box"] },
    });
  });

  it("freezes what it holds", () => {
    const { work } = yielded(start(pack, "box")) as { work: { args: unknown } };
    expect(Object.isFrozen(work)).toBe(true);
    expect(Object.isFrozen(work.args)).toBe(true);
  });

  it("hands out the generator object it was given, which it did not run", () => {
    const body = pack("box");
    const { work } = yielded(start(body)) as { work: { type: string; open: () => unknown } };
    expect(work.type).toBe("RunGenerator");
    expect(work.open()).toBe(body);
    expect(body.next().value).toEqual(sleep(1));
  });

  it("refuses a handle, whose work is started already", () => {
    expectRefusal(() => start(handle as never), "FOREIGN_YIELD", "handle of work 3", "`yield* handle`");
  });

  it.each<[string, unknown]>([
    ["a promise", Promise.resolve(1)],
    ["nothing", undefined],
    ["a number", 5],
    ["a list", [charge(1)]],
    ["a record", { a: 1 }],
  ])("refuses %s and says what to give", (_name, work) => {
    expectRefusal(() => start(work as never), "FOREIGN_YIELD", "the work given to start is ", "generator function");
  });

  it.each<[string, unknown]>([
    ["an async function", async () => 1],
    ["an async generator function", async function* () {}],
    ["an activity that was not called", charge],
  ])("refuses %s at the call", (_name, body) => {
    expectRefusal(() => start(body as never), "BODY_NOT_GENERATOR", "function*");
  });
});

describe("cancel", () => {
  it("names the work, and keeps the handle beside the data", () => {
    const command = cancel(handle);
    expect(yielded(command)).toStrictEqual({ type: "Cancel", work: "3" });
    expect(besideOf(command)).toBe(handle);
    expect(besideOf(yielded(command) as object)).toBe(handle);
  });

  it.each<[string, unknown]>([
    ["a command", charge(1)],
    ["an id", "3"],
    ["something like a handle", { id: "3", isReady: () => true, result: () => 1 }],
    ["nothing", undefined],
    ["null", null],
  ])("refuses %s and says where handles come from", (_name, given) => {
    expectRefusal(() => cancel(given as Handle<number>), "FOREIGN_YIELD", "cancel was given ", "`yield* start(…)`");
  });
});
