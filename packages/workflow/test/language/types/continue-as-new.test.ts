import { describe, expect, it } from "@jest/globals";
import { expectTypeOf } from "expect-type";
import type { Command, Coroutine } from "../../../src/index.ts";
import { continueAsNew, workflow } from "../../../src/index.ts";

const order = workflow({ name: "order" }, function* (id: string, n: number): Coroutine<boolean> {
  if (n > 9) return true;
  return yield* continueAsNew(order, id, n + 1);
});

describe("continueAsNew", () => {
  it("never resumes", () => {
    expectTypeOf(continueAsNew(order, "a", 1)).toMatchTypeOf<Command<never>>();
  });

  it("takes the workflow's own arguments", () => {
    // @ts-expect-error: the second argument is missing
    expect(continueAsNew(order, "a").args).toEqual(["a"]);
    // @ts-expect-error: the second argument is no number
    expect(continueAsNew(order, "a", "1").args).toEqual(["a", "1"]);
  });

  it("takes only workflows", () => {
    // @ts-expect-error: a function is no workflow
    expect(() => continueAsNew(function* () {}, 1)).toThrow(expect.objectContaining({ code: "CONTINUE_ILLEGAL" }));
  });

  it("keeps the settings of with", () => {
    expect(continueAsNew(order.with({ taskList: "slow" }), "a", 1)).toEqual({
      type: "ContinueAsNew",
      workflow: { name: "order", version: "1" },
      args: ["a", 1],
      options: { taskList: "slow" },
    });
  });
});
