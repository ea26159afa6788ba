import { runInNewContext } from "node:vm";
import { describe, expect, it } from "@jest/globals";
import type { Coroutine } from "../../src/index.ts";
import { sleep, workflow, workflowOf } from "../../src/index.ts";
import { charge, drive, expectRefusal, order, yielded } from "./support.ts";

describe("workflow", () => {
  it("has a type, and is called for the command that runs it as a child", () => {
    expect(order.type).toEqual({ name: "order", version: "1" });
    expect(yielded(order("cart"))).toStrictEqual({ type: "StartChildWorkflow", workflow: order.type, args: ["cart"] });
    expect(Object.isFrozen(order)).toBe(true);
  });

  it("gives its bare generator, to step it", () => {
    expect(drive(order.body("cart"), 7)).toEqual({ asked: [charge("cart")], returned: 7 });
  });

  it("gives its bare generator, to run it inline in another body", () => {
    const outer = function* (): Coroutine<number> {
      yield* sleep(1);
      return (yield* order.body("cart")) + 1;
    };
    expect(drive(outer(), undefined, 7)).toEqual({ asked: [sleep(1), charge("cart")], returned: 8 });
  });

  it("is found again by tools, by the command or by its twin", () => {
    expect(workflowOf(order(1))).toBe(order);
    expect(workflowOf(yielded(order(1)) as object)).toBe(order);
    expect(workflowOf(charge(1))).toBeUndefined();
    expect(workflowOf({ type: "StartChildWorkflow" })).toBeUndefined();
  });

  it("fills in the defaults that SWF wants", () => {
    expect(order.settings).toEqual({
      workflowId: undefined,
      taskList: undefined,
      executionStartToCloseTimeout: "86400",
      taskStartToCloseTimeout: "30",
      childPolicy: "TERMINATE",
      tagList: [],
      taskPriority: "0",
      lambdaRole: undefined,
      cancellation: "request",
      onParentClose: "cancel",
      checkArguments: true,
      control: undefined,
      runRetry: undefined,
      cron: undefined,
      workSeconds: 86_400,
    });
    expect(Object.isFrozen(order.settings)).toBe(true);
  });

  it("takes a generator function of another realm", () => {
    const body = runInNewContext("(function* (n) { return n; })") as (n: number) => Coroutine<number>;
    expect(drive(workflow({ name: "far" }, body).body(5)).returned).toBe(5);
  });

  it.each<[string, unknown, string]>([
    ["a plain function", function pack() {}, "the function pack"],
    ["an arrow that returns a generator", () => order.body(1), "a function"],
    ["an async function", async function pack() {}, "the function pack"],
    ["an async generator function", async function* pack() {}, "the function pack"],
    ["a generator that runs already", order.body(1), "a Generator"],
    ["another workflow", order, "the function call"],
    ["nothing", undefined, "undefined"],
    ["a text", "pack", '"pack"'],
  ])("refuses %s as body and says what to write", (_name, body, shown) => {
    expectRefusal(
      () => workflow({ name: "pack" }, body as () => Coroutine<number>),
      "BODY_NOT_GENERATOR",
      "the body of workflow pack",
      shown,
      "workflow({ … }, function* (…) { … })",
    );
  });
});

describe("workflow.with", () => {
  it("puts its options into command and settings, the later over the earlier", () => {
    const named = order.with({ workflowId: "o-1", taskList: "a" }).with({ workflowId: "o-2", tagList: ["x"] });
    expect(yielded(named("cart"))).toStrictEqual({
      type: "StartChildWorkflow",
      workflow: { name: "order", version: "1" },
      args: ["cart"],
      options: { workflowId: "o-2", taskList: "a", tagList: ["x"] },
    });
    expect(named.settings).toMatchObject({ workflowId: "o-2", taskList: "a", tagList: ["x"] });
    expect(order.settings.workflowId).toBeUndefined();
    expect(yielded(order("cart"))).not.toHaveProperty("options");
  });

  it("keeps type, declared options and body", () => {
    const named = order.with({ workflowId: "o-1" });
    expect(named.type).toBe(order.type);
    expect(named.options).toBe(order.options);
    expect(drive(named.body("cart"), 7)).toEqual({ asked: [charge("cart")], returned: 7 });
    expect(workflowOf(named("cart"))).toBe(named);
  });

  it("keeps the list of tags it was given when the giver's list changes", () => {
    const tagList = ["a"];
    const tagged = order.with({ tagList });
    tagList.push("b");
    expect(tagged.settings.tagList).toEqual(["a"]);
  });
});
