import { describe, expect, it } from "@jest/globals";
import type { Outcome } from "../../src/index.ts";
import { createHandle } from "../../src/index.ts";
import { besideOf } from "../../src/language/command.ts";
import { ask, caught, drive, expectRefusal, yielded } from "./support.ts";

describe("a handle", () => {
  it("is not ready, and has no result, while its work goes on", () => {
    const handle = createHandle<number>("2.1", () => undefined);
    expect(handle.isReady()).toBe(false);
    expectRefusal(() => handle.result(), "NOT_READY", "work 2.1", "isReady()", "`yield* handle`");
  });

  it("gives any value as result, falsy ones too", () => {
    for (const value of [0, "", false, null, undefined, Number.NaN, { a: 1 }]) {
      const handle = createHandle<unknown>("1", () => ({ ok: true, value }));
      expect(handle.isReady()).toBe(true);
      expect(handle.result()).toBe(value);
    }
  });

  it("throws the work's own error, whatever was thrown", () => {
    for (const error of [new Error("lost"), "text", undefined, null]) {
      const handle = createHandle<unknown>("1", () => ({ ok: false, error }));
      expect(handle.isReady()).toBe(true);
      expect(caught(() => handle.result())).toBe(error);
    }
  });

  it("asks anew at each call", () => {
    let outcome: Outcome | undefined;
    const handle = createHandle<number>("1", () => outcome);
    expect(handle.isReady()).toBe(false);
    outcome = { ok: true, value: 5 };
    expect(handle.isReady()).toBe(true);
    expect(handle.result()).toBe(5);
  });

  it("waits for its work by yield*, ready or not, and resumes with what it is given", () => {
    const handle = createHandle<number>("1", () => ({ ok: true, value: 5 }));
    expect(drive(ask(handle), 6)).toEqual({ asked: [{ type: "Await", work: "1" }], returned: 6 });
    expect(besideOf(yielded(handle) as object)).toBe(handle);
  });
});
