import { describe, expect, it } from "@jest/globals";
import { expectTypeOf } from "expect-type";
import type { Coroutine, Handle, ResultOf, Signal, StandardSchema } from "../../../src/index.ts";
import { signal } from "../../../src/index.ts";

const toNumber: StandardSchema<string, number> = {
  "~standard": { version: 1, vendor: "test", validate: (value) => ({ value: Number(value) }) },
};

describe("the types of signals", () => {
  it("are what is sent, and what a schema makes of it", () => {
    const plain = signal<string>("plain");
    expectTypeOf<ResultOf<ReturnType<typeof plain.receive>>>().toEqualTypeOf<string>();
    const parsed = signal("parsed", toNumber);
    expectTypeOf(parsed).toEqualTypeOf<Signal<string, number>>();
    expectTypeOf<ResultOf<ReturnType<typeof parsed.receive>>>().toEqualTypeOf<number>();
    expectTypeOf<ResultOf<ReturnType<typeof parsed.tryReceive>>>().toEqualTypeOf<
      { readonly value: number } | undefined
    >();
    expectTypeOf<ResultOf<ReturnType<typeof parsed.pending>>>().toEqualTypeOf<number>();
    expect(parsed.schema).toBe(toNumber);
  });

  it("are unknown if nothing is said", () => {
    const anything = signal("anything");
    expectTypeOf<ResultOf<ReturnType<typeof anything.receive>>>().toEqualTypeOf<unknown>();
  });

  it("of handlers are those of the values", () => {
    const parsed = signal("parsed", toNumber);
    const serving = function* (): Coroutine<void> {
      const handle = yield* parsed.handle(function* (value) {
        expectTypeOf(value).toEqualTypeOf<number>();
      });
      expectTypeOf(handle).toEqualTypeOf<Handle<void>>();
      // @ts-expect-error a handler is a generator function: it would do its work as a plain one only once
      yield* parsed.handle((value) => value);
    };
    expect(serving).toBeInstanceOf(Function);
  });
});
