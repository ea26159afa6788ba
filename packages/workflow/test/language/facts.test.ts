import { describe, expect, it } from "@jest/globals";
import { info, log, now, random, signal, sleep, timer, uuid } from "../../src/index.ts";
import { caught, expectRefusal, yielded } from "./support.ts";

describe("facts", () => {
  it.each([
    ["Now", now],
    ["Random", random],
    ["Uuid", uuid],
    ["Info", info],
  ])("%s is nothing but its type", (type, ask) => {
    expect(yielded(ask())).toStrictEqual({ type });
  });
});

describe("log", () => {
  it("is info by itself, and has a method for each level", () => {
    expect(yielded(log("charged"))).toStrictEqual({ type: "Log", level: "info", message: "charged" });
    for (const level of ["debug", "info", "warn", "error"] as const) {
      expect(yielded(log[level]("charged", { id: 1 }))).toStrictEqual({
        type: "Log",
        level,
        message: "charged",
        fields: { id: 1 },
      });
    }
    expect(Object.isFrozen(log)).toBe(true);
  });
});

describe("signal", () => {
  it("is a frozen name whose receive is a new wish each time", () => {
    const paid = signal<number>("paid");
    expect(paid.name).toBe("paid");
    expect(Object.isFrozen(paid)).toBe(true);
    expect(yielded(paid.receive())).toStrictEqual({ type: "Receive", signal: "paid" });
    expect(paid.receive()).not.toBe(paid.receive());
  });
});

describe("sleep", () => {
  it("rounds up to whole seconds and has a second name", () => {
    expect(yielded(sleep(0))).toStrictEqual({ type: "StartTimer", seconds: 0 });
    expect(yielded(sleep("1 day"))).toStrictEqual({ type: "StartTimer", seconds: 86_400 });
    expect(yielded(timer("1500ms"))).toStrictEqual({ type: "StartTimer", seconds: 2 });
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, "soon", "", "5 parsecs", "366 days", undefined, null, {}, "NONE"])(
    "refuses %p at the call and says what to write",
    (duration) => {
      expectRefusal(() => sleep(duration as number), "DURATION_INVALID", "sleep is ", "one year", '"1 day"');
      expect(caught(() => timer(duration as number))).toMatchObject({ name: "DurationError" });
    },
  );
});
