import { describe, expect, it } from "@jest/globals";
import { superjsonSerializer } from "../../src/index.ts";

const superjson = superjsonSerializer();
const back = <T>(value: T): T => superjson.deserialize(superjson.serialize(value)) as T;

class DeclinedError extends Error {
  readonly code = "DECLINED";
  readonly details: { readonly attempts: number; readonly at: Date };
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "DeclinedError";
    this.details = { attempts: 2, at: new Date(5) };
  }
}

describe("superjsonSerializer, on errors", () => {
  it("keeps name, message, stack, code, and own fields", () => {
    const error = new DeclinedError("card declined");
    const read = back(error);
    expect(read).toMatchObject({ name: "DeclinedError", message: "card declined", code: "DECLINED" });
    expect(read.details).toStrictEqual({ attempts: 2, at: new Date(5) });
    expect(read.stack).toBe(error.stack);
    expect(Object.keys(read).sort()).toEqual(Object.keys(error).sort());
    expect(Object.prototype.toString.call(read)).toBe("[object Error]");
  });

  it("keeps the chain of causes, whatever they are", () => {
    const error = new Error("a", { cause: new DeclinedError("b", { cause: { plain: [undefined] } }) });
    const cause = back(error).cause as DeclinedError;
    expect(cause.code).toBe("DECLINED");
    expect(cause.cause).toStrictEqual({ plain: [undefined] });
    expect(Object.keys(back(error))).toEqual([]);
  });

  it("tells no cause from a cause that is undefined", () => {
    expect("cause" in back(new Error("a"))).toBe(false);
    expect("cause" in back(new Error("a", { cause: undefined }))).toBe(true);
  });

  it.each([TypeError, RangeError, ReferenceError, SyntaxError, EvalError, URIError])("keeps %p", (Type) => {
    const read = back(new Type("wrong"));
    expect(Object.getPrototypeOf(read)).toBe(Type.prototype);
    expect(read.message).toBe("wrong");
    expect(Object.hasOwn(read, "name")).toBe(false);
  });

  it("keeps the errors in an AggregateError", () => {
    const read = back(new AggregateError([new TypeError("a"), 5n], "all failed"));
    expect(Object.getPrototypeOf(read)).toBe(AggregateError.prototype);
    expect(read.errors).toMatchObject([{ name: "TypeError", message: "a" }, 5n]);
    expect(Object.keys(read)).toEqual([]);
  });

  it("falls back to the built-in class a subclass comes from", () => {
    class OutOfStock extends RangeError {}
    const read = back(new OutOfStock("none left"));
    expect(Object.getPrototypeOf(read)).toBe(RangeError.prototype);
    expect(read.name).toBe("RangeError");
    expect(superjson.serialize(new OutOfStock("none left"))).toContain('"class":"OutOfStock"');
  });

  it("brings back subclasses named to the serializer", () => {
    class OutOfStock extends RangeError {
      readonly sku: string;
      constructor(sku: string) {
        super(`no ${sku}`);
        this.sku = sku;
      }
      get label(): string {
        return `out of ${this.sku}`;
      }
    }
    const named = superjsonSerializer({ classes: { OutOfStock } });
    const read = named.deserialize(named.serialize([new OutOfStock("pen")])) as [OutOfStock];
    expect(read[0]).toBeInstanceOf(OutOfStock);
    expect(read[0].label).toBe("out of pen");
    expect(read[0].message).toBe("no pen");
  });

  it("does not take a class of the same name that is no error for the error's own", () => {
    const Wrong = { Wrong: class {} }.Wrong;
    const text = superjson.serialize([new (class Wrong extends Error {})("x")]);
    const [read] = superjsonSerializer({ classes: { Wrong } }).deserialize(text) as [Error];
    expect(Object.getPrototypeOf(read)).toBe(Error.prototype);
  });

  it("carries what AbortSignal and old-fashioned code throw", () => {
    const aborted = back(AbortSignal.abort().reason as DOMException);
    expect(aborted).toMatchObject({ name: "AbortError", message: "This operation was aborted", code: 20 });
    function OldError(this: Error, message: string) {
      this.message = message;
    }
    OldError.prototype = Object.create(Error.prototype, { name: { value: "OldError" } });
    const old = Reflect.construct(OldError, ["old"]) as Error;
    expect(back(old)).toMatchObject({ name: "OldError", message: "old" });
  });

  it("carries the errors of the operating system with their code", () => {
    const error = Object.assign(new Error("ENOENT: no such file"), { errno: -2, code: "ENOENT", syscall: "open" });
    expect(back(error)).toMatchObject({ errno: -2, code: "ENOENT", syscall: "open" });
  });

  it("reports a failure whatever its error drags along, and says in the text what was left out", () => {
    const response = { url: "https://a.example", body: new (class Socket {})() };
    const error = Object.assign(new Error("502"), { status: 502, toJSON: () => 1, response, retry: { response } });
    const text = superjson.serialize({ error, response: { url: response.url } }, "result");
    expect(text).toContain("result.error.response.body is an instance of Socket");
    expect(text).toContain("result.error.toJSON is a function");
    const read = superjson.deserialize(text) as { error: Record<string, unknown> };
    expect(read.error).toMatchObject({ message: "502", status: 502 });
    expect(Object.keys(read.error)).toEqual(["status"]);
  });

  it("keeps references straight after leaving something out", () => {
    const kept = { at: new Date(5) };
    const error = Object.assign(new Error("x"), { bad: [kept, () => 1], good: kept });
    const read = back({ error, kept }) as { error: { good: unknown }; kept: unknown };
    expect(read.error.good).toStrictEqual({ at: new Date(5) });
    expect(read.kept).toBe(read.error.good);
  });

  it("copes with a stack that is none", () => {
    const error = new Error("x");
    Object.defineProperty(error, "stack", { value: undefined });
    expect(back(error).stack).toBeUndefined();
    expect(back(error).message).toBe("x");
  });

  it("does not pollute prototypes through the fields of an error", () => {
    const error = Object.assign(new Error("x"), { a: 1n });
    Object.defineProperty(error, "__proto__", { value: { polluted: true }, enumerable: true });
    const read = back(error);
    expect(Object.getPrototypeOf(read)).toBe(Error.prototype);
    expect((read as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
