import { describe, expect, it } from "@jest/globals";
import { expectTypeOf } from "expect-type";
import type { Command, ResultOf, RetryPolicy } from "../../src/index.ts";
import { activity, external, retry } from "../../src/index.ts";
import { fullPolicy } from "../../src/language/retry-policy.ts";
import { charge, expectDifferent, expectRefusal, expectSame, expectSameYielded, order } from "./support.ts";

const DEFAULTS = {
  attempts: 3,
  on: ["FAILED", "TIMED_OUT", "SCHEDULE_FAILED"],
  delaySeconds: 1,
  backoff: 2,
  maximumDelaySeconds: 300,
  jitter: "none",
  never: [],
};

describe("a retry policy", () => {
  it("has a default for every field", () => {
    expect(fullPolicy({})).toEqual(DEFAULTS);
  });

  it("may be a number of attempts alone", () => {
    expect(fullPolicy(7)).toEqual({ ...DEFAULTS, attempts: 7 });
  });

  it("takes what it is given", () => {
    expect(
      fullPolicy({
        attempts: 1,
        on: ["CANCELED"],
        delay: "2m",
        backoff: 1,
        maximumDelay: "1 day",
        jitter: "full",
        never: ["CARD_REFUSED"],
      }),
    ).toEqual({
      attempts: 1,
      on: ["CANCELED"],
      delaySeconds: 120,
      backoff: 1,
      maximumDelaySeconds: 86_400,
      jitter: "full",
      never: ["CARD_REFUSED"],
    });
  });

  it("never has a longest pause below its first", () => {
    expect(fullPolicy({ delay: "1h" }).maximumDelaySeconds).toBe(3600);
    expect(fullPolicy({ delay: 300 }).maximumDelaySeconds).toBe(300);
    expect(fullPolicy({ delay: 5, maximumDelay: 5 }).maximumDelaySeconds).toBe(5);
    expectRefusal(() => fullPolicy({ delay: 6, maximumDelay: 5 }), "OPTION_INVALID", "retry.maximumDelay is 5", "6 s");
  });

  it("is frozen, and keeps its lists when the giver's change", () => {
    const never = ["A"];
    const on: "FAILED"[] = ["FAILED"];
    const policy = fullPolicy({ never, on });
    never.push("B");
    on.push("FAILED");
    expect(policy).toMatchObject({ never: ["A"], on: ["FAILED"] });
    for (const part of [policy, policy.never, policy.on]) expect(Object.isFrozen(part)).toBe(true);
  });

  it.each<[string, unknown, string, string]>([
    ["no attempt", { attempts: 0 }, "retry.attempts is 0", "1 or more"],
    ["less than none", -1, "retry.attempts is -1", "1 or more"],
    ["half an attempt", 1.5, "retry.attempts is 1.5", "a whole number"],
    ["NaN attempts", Number.NaN, "retry.attempts is NaN", "a whole number"],
    ["endless attempts", Number.POSITIVE_INFINITY, "retry.attempts is Infinity", "a whole number"],
    ["attempts as text", { attempts: "3" }, 'retry.attempts is "3"', "a whole number"],
    ["a backoff that shrinks", { backoff: 0.5 }, "retry.backoff is 0.5", "1 or more"],
    ["a backoff of NaN", { backoff: Number.NaN }, "retry.backoff is NaN", "a finite number"],
    ["an endless backoff", { backoff: Number.POSITIVE_INFINITY }, "retry.backoff is Infinity", "a finite number"],
    ["some other jitter", { jitter: "half" }, 'retry.jitter is "half"', '"none" or "full"'],
  ])("is refused at the call for %s", (_name, retry, shown, allowed) => {
    const policy = retry as RetryPolicy;
    expectRefusal(() => fullPolicy(policy), "OPTION_INVALID", shown, allowed);
    expectRefusal(() => charge.with({ retry: policy }), "OPTION_INVALID", shown, allowed);
    expectRefusal(() => activity({ name: "a", retry: policy }, () => 1), "OPTION_INVALID", shown, allowed);
  });

  it.each<[string, unknown]>([
    ["an outcome that does not exist", { on: ["LOST"] }],
    ["outcomes that are no list", { on: "FAILED" }],
    ["codes that are no list", { never: "CARD_REFUSED" }],
    ["codes that are no texts", { never: [5] }],
    ["a text in its place", "5"],
    ["true in its place", true],
    ["null in its place", null],
  ])("is refused at the call for %s", (_name, retry) => {
    expectRefusal(() => charge.with({ retry: retry as RetryPolicy }), "OPTION_INVALID", "retry");
  });

  it.each(["delay", "maximumDelay"])("is refused at the call for a %s that is no duration", (field) => {
    for (const wrong of [-1, "soon", Number.NaN, "NONE"]) {
      expectRefusal(() => fullPolicy({ [field]: wrong }), "DURATION_INVALID", `retry.${field} is `, '"30s"');
    }
  });
});

describe("the function and the time of a policy", () => {
  const when = () => true;

  it("are kept for the interpreter", () => {
    expect(fullPolicy({ when, within: "2m" })).toMatchObject({ when, withinSeconds: 120 });
  });

  it("are refused if they are none", () => {
    expectRefusal(() => fullPolicy({ when: true as never }), "OPTION_INVALID", "retry.when is true", "true or false");
    expectRefusal(() => fullPolicy({ within: "soon" as never }), "DURATION_INVALID", "retry.within");
  });

  it("compare as data: a function is no part of it, the rest of the policy is", () => {
    const other = () => false;
    expectSame(
      charge.with({ retry: { attempts: 5, when } })(1),
      charge.with({ retry: { attempts: 5, when: other } })(1),
    );
    expectSame(charge.with({ retry: { attempts: 5, when } })(1), charge.with({ retry: { attempts: 5 } })(1));
    expectDifferent(charge.with({ retry: { attempts: 5, when } })(1), charge.with({ retry: { attempts: 6, when } })(1));
    expectDifferent(charge.with({ retry: { within: 5 } })(1), charge.with({ retry: { within: 6 } })(1));
    expectSameYielded(order.with({ retry: { when } })(1), order.with({ retry: { when: other } })(1));
    const [a, b] = [external("a").with({ retry: { when } }), external("a").with({ retry: { when: other } })];
    expectSame(a.cancel(), b.cancel());
    const block = () => charge(1);
    expectSame(retry({ attempts: 5, when }, block), retry({ attempts: 5, when: other }, block));
    expectDifferent(retry(5, block), retry(6, block));
    expectDifferent(
      retry(5, block),
      retry(5, () => charge(1)),
    );
  });

  it("outlive a second `.with`", () => {
    expect(charge.with({ retry: { when } }).with({ taskList: "a" }).settings.retry).toMatchObject({ when });
  });
});

describe("retry(policy, block)", () => {
  it("is typed by its block", () => {
    expectTypeOf(retry(3, () => charge(1))).toExtend<Command<number>>();
    const text = retry(3, function* () {
      yield* charge(1);
      return "text";
    });
    expectTypeOf<ResultOf<typeof text>>().toEqualTypeOf<string>();
    // @ts-expect-error: a block gives an operation
    expect(retry(3, () => 5).type).toBe("Retry");
    // @ts-expect-error: a command could run only once
    expectRefusal(() => retry(3, charge(1)), "FOREIGN_YIELD", "give a function");
    expectRefusal(() => retry(0, () => charge(1)), "OPTION_INVALID", "retry.attempts");
  });
});
