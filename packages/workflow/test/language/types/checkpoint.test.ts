import { describe, expect, it } from "@jest/globals";
import { expectTypeOf } from "expect-type";
import type { Command, Coroutine } from "../../../src/index.ts";
import { checkpoint, workflow } from "../../../src/index.ts";

const order = workflow({ name: "order" }, function* (id: string, n: number): Coroutine<void> {
  yield* checkpoint(order, id, n);
});

interface Named {
  readonly name: string;
}

describe("checkpoint", () => {
  it("resumes with nothing", () => {
    expectTypeOf(checkpoint(1)).toMatchTypeOf<Command<void>>();
    expectTypeOf(checkpoint(order, "a", 1)).toMatchTypeOf<Command<void>>();
  });

  it("takes the workflow's own arguments where the workflow is given", () => {
    // @ts-expect-error: the second argument is missing
    expect(checkpoint(order, "a").args).toEqual(["a"]);
    // @ts-expect-error: the second argument is no number
    expect(checkpoint(order, "a", "1").args).toEqual(["a", "1"]);
  });

  it("takes any state, or none", () => {
    const named: Named = { name: "a" };
    expect(checkpoint().args).toEqual([]);
    expect(checkpoint(named, [1], undefined).args).toEqual([named, [1], undefined]);
    expect(checkpoint.with({ every: 5 })(new Date(0)).options).toEqual({ every: 5 });
  });

  it("takes no function", () => {
    // @ts-expect-error: a function is no state
    expect(() => checkpoint(() => 1)).toThrow(expect.objectContaining({ code: "CHECKPOINT_ILLEGAL" }));
  });
});
