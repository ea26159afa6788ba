import { runInNewContext } from "node:vm";
import { expect, describe as group, it, jest } from "@jest/globals";
import fc from "fast-check";
import type { Failure } from "../../src/errors/failure.ts";
import { describe, fromFailure, reasonOf, toFailure } from "../../src/errors/failure.ts";
import { ActivityError, CanceledError } from "../../src/errors/outcomes.ts";

jest.setTimeout(180_000);

type Read = Error & { readonly code?: unknown; readonly [field: string]: unknown };

/** What another process makes of an error that was recorded as JSON. */
const carried = (thrown: unknown): unknown => fromFailure(JSON.parse(JSON.stringify(toFailure(thrown))), "unreadable");

group("an error carried through a history", () => {
  it("keeps name, message, code, stack and own fields", () => {
    const error = Object.assign(new RangeError("too many"), { code: "E_MANY", limit: 5, tags: ["a", { b: null }] });
    const read = carried(error) as Read;
    expect(read).toMatchObject({ name: "RangeError", message: "too many", code: "E_MANY", limit: 5 });
    expect(read.tags).toEqual(["a", { b: null }]);
    expect(read.stack).toBe(error.stack);
    expect(Object.prototype.toString.call(read)).toBe("[object Error]");
    expect(String(read)).toBe("RangeError: too many");
  });

  it("keeps a name that was set on the class or on the error, and does not list it among the fields", () => {
    class CardRefused extends Error {
      override readonly name = "CardRefused";
    }
    class Bare extends Error {}
    expect((carried(new CardRefused("no")) as Read).name).toBe("CardRefused");
    expect((carried(Object.assign(new Error("no"), { name: "Mine" })) as Read).name).toBe("Mine");
    expect((carried(new Bare("no")) as Read).name).toBe("Error");
    expect(Object.keys(carried(new CardRefused("no")) as object)).toEqual([]);
  });

  it("keeps codes that are numbers, and drops those that are neither number nor text", () => {
    for (const code of ["", "X", 0, -1, 404]) {
      expect((carried(Object.assign(new Error("a"), { code })) as Read).code).toBe(code);
    }
    for (const code of [null, undefined, true, {}, Symbol("x"), () => 1]) {
      expect(Object.hasOwn(carried(Object.assign(new Error("a"), { code })) as object, "code")).toBe(false);
    }
  });

  it("keeps the chain of causes, errors and others", () => {
    const root = Object.assign(new TypeError("root"), { code: "ROOT" });
    const read = carried(new Error("top", { cause: new Error("middle", { cause: root }) })) as Read;
    const middle = read.cause as Read;
    expect(read.message).toBe("top");
    expect(middle.message).toBe("middle");
    expect(middle.cause).toMatchObject({ name: "TypeError", message: "root", code: "ROOT" });
    for (const cause of ["text", 0, null, false, "", { a: 1 }]) {
      expect((carried(new Error("top", { cause })) as Read).cause).toEqual(cause);
    }
    expect(Object.hasOwn(carried(new Error("top")) as object, "cause")).toBe(false);
  });

  it("cuts causes that turn in a circle, of one error or of several", () => {
    const self = new Error("self");
    self.cause = self;
    expect((carried(self) as Read).cause).toBeUndefined();
    const [a, b, c] = [new Error("a"), new Error("b"), new Error("c")];
    a.cause = b;
    b.cause = c;
    c.cause = b;
    const read = carried(a) as Read;
    expect((read.cause as Read).message).toBe("b");
    expect(((read.cause as Read).cause as Read).message).toBe("c");
    expect(((read.cause as Read).cause as Read).cause).toBeUndefined();
  });

  it("keeps sixteen errors of a longer chain", () => {
    let error = new Error("0");
    for (let i = 1; i < 40; i++) error = new Error(String(i), { cause: error });
    const messages: string[] = [];
    for (let at = carried(error) as Read | undefined; at !== undefined; at = at.cause as Read | undefined) {
      messages.push(at.message);
    }
    expect(messages).toEqual(Array.from({ length: 16 }, (_, i) => String(39 - i)));
  });

  it("keeps messages of any length and content", () => {
    for (const message of ["", "x".repeat(200_000), "line\nbreak", "\u0000", "😀", '"quoted"']) {
      expect((carried(new Error(message)) as Read).message).toBe(message);
    }
  });

  it("keeps errors in fields as their data", () => {
    const read = carried(Object.assign(new Error("top"), { original: new TypeError("inner") })) as Read;
    expect(read.original).toMatchObject({ name: "TypeError", message: "inner" });
  });

  it("drops fields that are no data, and survives fields that throw", () => {
    const error = Object.assign(new Error("top"), { run: () => 1, tag: Symbol("a"), nothing: undefined, kept: 1 });
    Object.defineProperty(error, "angry", {
      enumerable: true,
      get: () => {
        throw new Error("do not look");
      },
    });
    expect(toFailure(error).fields).toEqual({ kept: 1 });
  });

  it("has no fields at all if the error has none", () => {
    const { stack, ...rest } = toFailure(new Error("a"));
    expect(stack).toContain("Error: a");
    expect(rest).toEqual({ name: "Error", message: "a" });
  });

  it("of Sweft keeps what it says beyond its message", () => {
    const cause = Object.assign(new Error("refused"), { code: "CARD" });
    const error = new ActivityError("charge failed", {
      id: "3~2",
      typeName: "charge",
      state: "FAILED",
      reason: "CARD: refused",
      cause,
    });
    expect(carried(error)).toMatchObject({
      name: "ActivityError",
      code: "ACTIVITY_FAILED",
      id: "3~2",
      activity: "charge",
      state: "FAILED",
      reason: "CARD: refused",
      cause: { code: "CARD", message: "refused" },
    });
    expect(carried(new CanceledError("stop", { details: [1] }))).toMatchObject({
      name: "CanceledError",
      code: "CANCELED",
      details: [1],
    });
  });

  it("may be carried on and on without a change", () => {
    const error = Object.assign(new Error("top", { cause: new TypeError("inner") }), { code: "X", extra: { a: 1 } });
    expect(toFailure(carried(carried(error)))).toEqual(toFailure(error));
  });

  it("is the same for any message, code and fields", () => {
    const field = fc
      .stringMatching(/^[a-z]{1,8}$/)
      .filter((key) => !["name", "message", "code", "stack", "cause"].includes(key));
    fc.assert(
      fc.property(
        fc.string(),
        fc.oneof(fc.string(), fc.integer()),
        fc.dictionary(field, fc.jsonValue(), { noNullPrototype: true }),
        (message, code, fields) => {
          const normal = JSON.parse(JSON.stringify(fields)) as object;
          const read = carried(Object.assign(new Error(message), normal, { code })) as Read;
          expect({ ...read }).toEqual({ ...normal, code });
          expect(read.message).toBe(message);
        },
      ),
    );
  });

  it("cuts fields that turn in a circle", () => {
    const error = Object.assign(new Error("top"), { self: undefined as unknown });
    error.self = error;
    expect(carried(error)).toMatchObject({ message: "top" });
  });

  it("cuts circles through the fields of several errors, and through causes", () => {
    const [a, b] = [new Error("a"), new Error("b")];
    Object.assign(a, { other: b });
    b.cause = a;
    expect(carried(a)).toMatchObject({ message: "a", other: { message: "b" } });
  });

  it("carries fields of clients as data, whatever they hold: sockets, circles, bigints", () => {
    const request: Record<string, unknown> = { url: "https://a.example", size: 5n, send: () => {} };
    request.response = { request };
    expect(carried(Object.assign(new Error("top"), { request }))).toMatchObject({ message: "top" });
  });

  it("keeps the errors of an AggregateError, which are its own field though not enumerable", () => {
    const read = carried(new AggregateError([new Error("a"), new Error("b")], "both")) as Read;
    expect(read.errors).toMatchObject([{ message: "a" }, { message: "b" }]);
  });
});

group("something thrown that is no error", () => {
  it.each([["a text"], [""], [0], [5], [true], [false], [null], [{ a: 1 }], [[1, 2]]])(
    "arrives as it was: %p",
    (thrown) => {
      expect(carried(thrown)).toEqual(thrown);
      expect(toFailure(thrown)).toEqual({ name: "Error", message: `thrown: ${describe(thrown)}`, thrown });
    },
  );

  it.each<[string, unknown]>([
    ["undefined", undefined],
    ["a function", () => 1],
    ["a symbol", Symbol("a")],
  ])("arrives as an error that tells what it was, where JSON cannot carry it: %s", (_name, thrown) => {
    expect(carried(thrown)).toMatchObject({ name: "Error", message: `thrown: ${describe(thrown)}` });
    expect(fromFailure(toFailure(thrown), "unreadable")).toMatchObject({ message: `thrown: ${describe(thrown)}` });
  });

  it("is an error if it has a message", () => {
    const read = carried({ message: "like an error", code: "X", extra: 1 }) as Read;
    expect(read).toMatchObject({ name: "Error", message: "like an error", code: "X", extra: 1 });
    expect(carried({ message: 5 })).toEqual({ message: 5 });
  });
});

group("an error of another realm", () => {
  it("is carried like any other, its causes too", () => {
    const far = runInNewContext(
      'Object.assign(new TypeError("far", { cause: new RangeError("farther") }), { code: "X", extra: 1 })',
    ) as Error;
    expect(Object.getPrototypeOf(Object.getPrototypeOf(far))).not.toBe(Error.prototype);
    expect(carried(far)).toMatchObject({
      name: "TypeError",
      message: "far",
      code: "X",
      extra: 1,
      cause: { name: "RangeError", message: "farther" },
    });
  });
});

group("recorded data that is no failure", () => {
  it.each([["some text"], [5], [null], [{ name: "x" }], [{ message: "x" }], [["a"]], [{ name: 1, message: 2 }]])(
    "%j becomes the details of an error with the fallback as its message",
    (recorded) => {
      expect(fromFailure(recorded, "refused by another client")).toMatchObject({
        name: "Error",
        message: "refused by another client",
        details: recorded,
      });
    },
  );

  it("has no details if nothing was recorded", () => {
    const error = fromFailure(undefined, "lost") as Error;
    expect(error.message).toBe("lost");
    expect("details" in error).toBe(false);
  });

  it("is read with the fields it has, where another program wrote a failure", () => {
    const read = fromFailure({ name: "E", message: "m" }, "lost") as Read;
    expect([read.name, read.message]).toEqual(["E", "m"]);
    expect("code" in read || "cause" in read).toBe(false);
  });
});

group("reasonOf", () => {
  const failure = (rest: Partial<Failure>): Failure => ({ name: "Error", message: "m", ...rest });

  it("is the code, or else the name, and the message", () => {
    expect(reasonOf(failure({ code: "X" }))).toBe("X: m");
    expect(reasonOf(failure({ code: 0 }))).toBe("0: m");
    expect(reasonOf(failure({ name: "TypeError" }))).toBe("TypeError: m");
  });

  it("has at most 256 characters, which is SWF's bound: 256 are kept, 257 are cut", () => {
    expect(reasonOf(failure({ message: "x".repeat(249) }))).toBe(`Error: ${"x".repeat(249)}`);
    expect(reasonOf(failure({ message: "x".repeat(250) }))).toBe(`Error: ${"x".repeat(248)}…`);
    fc.assert(
      fc.property(fc.string({ maxLength: 600 }), fc.string({ maxLength: 600 }), (name, message) => {
        expect(reasonOf({ name, message }).length).toBeLessThanOrEqual(256);
      }),
    );
  });
});

group("describe", () => {
  it.each<[unknown, string]>([
    ["a", '"a"'],
    ["x".repeat(60), `"${"x".repeat(60)}"`],
    ["x".repeat(61), `"${"x".repeat(57)}…"`],
    [5, "5"],
    [5n, "5"],
    [Number.NaN, "NaN"],
    [undefined, "undefined"],
    [null, "null"],
    [Symbol("a"), "Symbol(a)"],
    [() => 1, "a function"],
    [function pack() {}, "the function pack"],
    [{ a: [1] }, '{"a":[1]}'],
    [{ toJSON: () => undefined }, "an object"],
    [Object.create(null), "{}"],
  ])("says %p in a few words", (value, words) => {
    expect(describe(value)).toBe(words);
  });

  it("never throws, and never says much", () => {
    const ring: Record<string, unknown> = {};
    ring.self = ring;
    const angry = {
      toJSON: () => {
        throw new Error("no");
      },
    };
    const gone = Proxy.revocable({}, {});
    gone.revoke();
    for (const value of [ring, angry, gone.proxy, { big: 5n }, { long: "x".repeat(1000) }, "x".repeat(1e6)]) {
      expect(describe(value).length).toBeLessThanOrEqual(120);
    }
  });

  it("never throws for a function either, whatever its name", () => {
    const named = Object.defineProperty(() => 1, "name", { value: Symbol("x") });
    expect(describe(named)).toContain("function");
  });

  it.each<[string, unknown, RegExp]>([
    ["a promise", Promise.resolve(1), /promise/i],
    ["an error", new TypeError("lost"), /TypeError|lost/],
    ["a Map", new Map([["a", 1]]), /Map/],
    ["a Set", new Set([1]), /Set/],
  ])("says what %s is, since {} helps nobody", (_name, value, words) => {
    expect(describe(value)).toMatch(words);
  });
});
