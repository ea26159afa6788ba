import { describe, expect, it } from "@jest/globals";
import { runLocally, step } from "@sweft/testing";
import { expectTypeOf } from "expect-type";
import type { Activity, Workflow } from "../../src/index.ts";
import { activity, workflow } from "../../src/index.ts";
import { amount, lines, schemaBy } from "./schemas.ts";
import { charge, flow, recorded } from "./shop.ts";

/** Takes texts that are not empty. */
const text = schemaBy<string, string>((value) =>
  typeof value === "string" && value !== "" ? { value } : { issues: [{ message: "no text" }] },
);
/** The same, after a while. */
const slowly = schemaBy<string, string>(async (value) => text["~standard"].validate(value));

const order = workflow({ name: "order", input: [text, amount], output: lines }, function* (id, cents) {
  yield* charge(cents);
  return { lines: [{ count: id.length }] };
});

const lenient = workflow({ name: "order" }, function* (id: string, cents: number) {
  yield* charge(cents);
  return { lines: [{ count: id.length }] };
});

describe("the input of a workflow", () => {
  it("is given to the body as its schemas make it", () => {
    const run = step(order, "o-1", "42");
    expect(run.open).toEqual([charge(42)]);
    expect(recorded(run.history, "WorkflowExecutionStarted")[0]?.input).toBe('["o-1","42"]');
    expect(run.complete(charge, "r").result).toEqual({ lines: [{ count: 3 }] });
  });

  it("fails the run if a schema refuses it, before its first line, and says where it is wrong", () => {
    const run = step(order, "", "much" as never);
    expect(run.status).toBe("failed");
    expect(run.error).toMatchObject({
      code: "INPUT_INVALID",
      message: "the input of workflow order is invalid: 0: no text; 1: no whole number",
      issues: [
        { path: "0", message: "no text" },
        { path: "1", message: "no whole number" },
      ],
    });
    const [failed] = recorded(run.history, "WorkflowExecutionFailed");
    expect(failed?.reason).toMatch(/^INPUT_INVALID: /);
  });

  it("fails the run for good, whatever its retry policy", () => {
    const tried = workflow({ name: "tried", input: [text], runRetry: 5 }, function* (id) {
      return id;
    });
    expect(step(tried, "").status).toBe("failed");
  });

  it("that was accepted stays so, as it was sent, and that was refused stays refused", () => {
    const accepted = step(lenient, "", 5).deploy(order as never);
    expect(accepted.complete(charge, "r").result).toEqual({ lines: [{ count: 0 }] });
    const refused = step.with({ duringFirst: (meanwhile) => meanwhile.signal("news", 1), verify: false })(order, "", 5);
    expect(refused.status).toBe("failed");
    expect(recorded(refused.history, "FailWorkflowExecutionFailed")).toHaveLength(1);
  });

  it("may be longer than the list of schemas, or shorter", () => {
    const loose = workflow({ name: "loose", input: [text] }, function* (...args) {
      return args;
    });
    const called = step as unknown as (code: unknown, ...args: unknown[]) => { result: unknown; error: unknown };
    expect(called(loose, "a", 2, 3).result).toEqual(["a", 2, 3]);
    expect(called(loose).error).toMatchObject({ issues: [{ path: "0", message: "no text" }] });
  });

  it("must be judged at once", () => {
    const late = workflow({ name: "late", input: [slowly] }, function* (id) {
      return id;
    });
    expect(() => step(late, "a")).toThrow(expect.objectContaining({ code: "SCHEMA_ASYNC" }));
  });
});

describe("the result of a workflow", () => {
  const giving = (count: unknown): Workflow<[], unknown> =>
    workflow({ name: "giving", output: lines }, function* (): Generator<never, never> {
      return { lines: [{ count }] } as never;
    } as never);

  it("holds the run if its schema refuses it, until fixed code gives another", () => {
    const run = step.with({ holds: "keep" })(giving("two"));
    expect([run.status, run.error]).toEqual(["held", expect.objectContaining({ code: "RESULT_INVALID" })]);
    run.deploy(giving(2)).fire();
    expect(run.result).toEqual({ lines: [{ count: 2 }] });
  });

  it("is what the schema makes of it", () => {
    const counted = workflow({ name: "counted", output: amount }, function* (n: string) {
      return n;
    });
    expect(step(counted, "7").result).toBe(7);
  });
});

describe("an activity with schemas", () => {
  const price = activity({ name: "price", input: [slowly, amount], output: amount }, async (id, cents) => {
    expectTypeOf(id).toEqualTypeOf<string>();
    return id === "bad" ? "much" : cents * 2;
  });

  it("is called with what they make of its arguments, and gives what they make of its result", async () => {
    expect(await price.run("o-1", "21")).toBe(42);
    expect(price("o-1", "21").args).toEqual(["o-1", "21"]);
    const run = flow(function* () {
      return yield* price("o-1", "4");
    });
    expect(await runLocally(run, [])).toBe(8);
  });

  it("fails for good if they refuse its input, whatever its retry policy", async () => {
    const run = flow(function* () {
      return yield* price.with({ retry: 5 })("", "x");
    });
    await expect(runLocally(run, [])).rejects.toMatchObject({
      code: "ACTIVITY_FAILED",
      cause: { code: "INPUT_INVALID", issues: [{ path: "0" }, { path: "1", message: "no whole number" }] },
    });
    const stepped = step(run).fail(price, Object.assign(new Error("no"), { code: "INPUT_INVALID" }));
    expect(stepped.status).toBe("failed");
  });

  it("fails if they refuse its result", async () => {
    await expect(price.run("bad", 1)).rejects.toMatchObject({ code: "OUTPUT_INVALID", issues: [{}] });
  });
});

describe("the types of schemas", () => {
  it("are those of what is given to them outside, and of what they make inside", () => {
    expectTypeOf(order).toEqualTypeOf<Workflow<[string, string | number], unknown>>();
    const given = activity({ name: "given", input: [amount] }, (cents) => cents);
    expectTypeOf(given).toEqualTypeOf<Activity<[string | number], number>>();
    const taken = activity({ name: "taken", output: amount }, (id: string) => id);
    expectTypeOf(taken).toEqualTypeOf<Activity<[id: string], number>>();
    // @ts-expect-error the schema of the result takes no booleans
    activity({ name: "wrong", output: amount }, () => true);
  });

  it("are lists, and schemas, or refused at the call", () => {
    const code = expect.objectContaining({ code: "SCHEMA_INVALID" });
    expect(() => activity({ name: "a", input: amount } as never, () => 1)).toThrow(code);
    expect(() => activity({ name: "a", input: [1] } as never, () => 1)).toThrow(code);
    expect(() => workflow({ name: "a", output: {} } as never, function* () {})).toThrow(code);
  });
});
