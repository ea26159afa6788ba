import { runInNewContext } from "node:vm";
import { describe, expect, it } from "@jest/globals";
import { isBug, peek } from "../../src/errors/bug.ts";
import type { ErrorCode, ErrorDescription } from "../../src/errors/codes.ts";
import { ERRORS } from "../../src/errors/codes.ts";
import { fromFailure, toFailure } from "../../src/errors/failure.ts";
import { CanceledError } from "../../src/errors/outcomes.ts";
import { DurationError, NondeterminismError, SweftError } from "../../src/errors/sweft-error.ts";

/** What the world does to a workflow; every other code is wrong use of Sweft. */
const OF_THE_WORLD: ReadonlySet<string> = new Set([
  "ACTIVITY_CANCELED",
  "ACTIVITY_FAILED",
  "ACTIVITY_TIMED_OUT",
  "ANY_FAILED",
  "CANCELED",
  "CHECKPOINT_OPEN",
  "CHILD_CANCELED",
  "CHILD_FAILED",
  "CHILD_START_FAILED",
  "CHILD_TERMINATED",
  "CHILD_TIMED_OUT",
  "EFFECT_FAILED",
  "EXTERNAL_FAILED",
  "EXTERNAL_UNKNOWN",
  "INPUT_INVALID",
  "LAMBDA_FAILED",
  "LAMBDA_SCHEDULE_FAILED",
  "LAMBDA_TIMED_OUT",
  "MAP_FAILED",
  "MARKER_FAILED",
  "OPERATION_REJECTED",
  "OUTPUT_INVALID",
  "QUERY_FAILED",
  "QUERY_TOO_EARLY",
  "QUERY_UNKNOWN",
  "QUEUE_CLOSED",
  "RETRY_WHEN_INVALID",
  "SAGA_FAILED",
  "SCHEDULE_FAILED",
  "SHARE_INVALID",
  "TIMEOUT",
  "TIMER_FAILED",
]);
const codes = Object.entries(ERRORS) as [ErrorCode, ErrorDescription][];

describe("the table of errors", () => {
  it.each(codes)("%s has a summary and a way out, in sentences", (code, { summary, fix }) => {
    expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
    for (const text of [summary, fix]) {
      expect(text).toMatch(/^[A-Z`].*\.$/s);
      expect(text.length).toBeGreaterThan(10);
    }
    expect(summary).not.toBe(fix);
  });

  it("is in the order of the alphabet, without two of the same summary", () => {
    const names = codes.map(([code]) => code);
    expect(names).toEqual([...names].sort());
    expect(new Set(codes.map(([, { summary }]) => summary)).size).toBe(codes.length);
  });

  it("knows every failure of the world by name", () => {
    for (const code of OF_THE_WORLD) expect(Object.keys(ERRORS)).toContain(code);
  });
});

describe("isBug", () => {
  it.each(codes)("takes %s as the table says, as an error, as data and carried through JSON", (code, { bug }) => {
    const expected = !OF_THE_WORLD.has(code);
    expect(bug === true).toBe(expected);
    const error = new SweftError(code, "message");
    expect(isBug(error)).toBe(expected);
    expect(isBug({ name: "SweftError", code })).toBe(expected);
    expect(isBug({ name: "Error", code })).toBe(false);
    expect(isBug(fromFailure(JSON.parse(JSON.stringify(toFailure(error))), ""))).toBe(expected);
  });

  it.each([TypeError, ReferenceError, RangeError, SyntaxError])(
    "takes JavaScript's own types for a bug: %p",
    (type) => {
      const near = new type("lost");
      const far = runInNewContext(`new ${type.name}("lost")`) as unknown;
      for (const error of [
        near,
        far,
        { name: type.name },
        fromFailure(JSON.parse(JSON.stringify(toFailure(near))), ""),
      ]) {
        expect(isBug(error)).toBe(true);
      }
    },
  );

  it("takes what JavaScript itself throws in a body for a bug", () => {
    const crashes: (() => unknown)[] = [
      () => (undefined as unknown as { a: number }).a,
      () => (5 as unknown as () => void)(),
      () => new Array(-1),
      () => JSON.parse("{"),
      () => runInNewContext("unknownName"),
    ];
    const thrown = crashes.map((crash) => {
      try {
        return crash();
      } catch (error) {
        return error;
      }
    });
    expect(thrown.map(isBug)).toEqual([true, true, true, true, true]);
  });

  it.each<[string, unknown]>([
    ["an error", new Error("no")],
    ["an error of the user's own class", Object.assign(new Error("no"), { name: "CardRefused" })],
    ["an error with a code of the user's own", Object.assign(new Error("no"), { code: "CARD_REFUSED" })],
    ["an error of the system", Object.assign(new Error("no"), { code: "ECONNREFUSED", errno: -111 })],
    ["an EvalError", new EvalError("no")],
    ["an AggregateError", new AggregateError([new TypeError("no")])],
    ["an error caused by a bug", new Error("no", { cause: new TypeError("no") })],
    ["a canceled workflow", new CanceledError()],
    ["a text", "TypeError"],
    ["undefined", undefined],
    ["null", null],
    ["a number", 5],
    ["a function", TypeError],
  ])("does not take %s for a bug", (_name, thrown) => {
    expect(isBug(thrown)).toBe(false);
  });

  it("goes by the code only in errors of Sweft's own name, since its codes are common words", () => {
    expect(isBug({ name: "TypeError", code: "ACTIVITY_FAILED" })).toBe(true);
    expect(isBug({ name: "Error", code: "NOT_READY" })).toBe(false);
    expect(isBug({ name: "TypeError", code: "ERR_INVALID_ARG_TYPE" })).toBe(true);
    expect(isBug({ name: "TypeError", code: 5 })).toBe(true);
  });

  it.each(["toString", "constructor", "__proto__"])(
    "goes by the name where the code is %s, a word every object knows",
    (code) => {
      expect(isBug(Object.assign(new TypeError("lost"), { code }))).toBe(true);
    },
  );

  it("never throws, not even for something that throws when looked at", () => {
    const angry = new Proxy(
      {},
      {
        get: () => {
          throw new Error("do not look");
        },
      },
    );
    expect(isBug(angry)).toBe(false);
    expect(peek(angry, "code")).toBeUndefined();
    expect(peek(null, "code")).toBeUndefined();
    expect(peek("text", "length")).toBeUndefined();
  });
});

describe("Sweft's own errors", () => {
  it("have a name, a code, a cause if there is one, and are errors", () => {
    const cause = new Error("why");
    const error = new SweftError("NOT_READY", "wait", { cause });
    expect(error).toMatchObject({ name: "SweftError", code: "NOT_READY", message: "wait" });
    expect(error.cause).toBe(cause);
    expect("cause" in new SweftError("NOT_READY", "wait")).toBe(false);
    expect(String(error)).toBe("SweftError: wait");
    expect(new DurationError("long")).toMatchObject({ name: "DurationError", code: "DURATION_INVALID" });
  });

  it("say where code and history differ, if that is known", () => {
    const differences = [{ field: "type", recorded: "a", asked: "b" }];
    expect(new NondeterminismError("differs", { eventId: 5, id: "3", differences })).toMatchObject({
      name: "NondeterminismError",
      code: "NONDETERMINISM",
      eventId: 5,
      id: "3",
      differences,
    });
    expect(new NondeterminismError("differs").differences).toEqual([]);
  });
});
