import { describe, expect, it, jest } from "@jest/globals";
import type { Coroutine } from "@sweft/workflow";
import { activity, all, cached, now, openRun, sleep, workflow } from "@sweft/workflow";
import { step } from "../../src/index.ts";
import { approve, cart, charge, order, ship } from "../shop.ts";

jest.setTimeout(180_000);

const two = workflow({ name: "two" }, function* () {
  return yield* all([charge(cart), ship("Ada")]);
});

const count = (run: { history: { events: readonly { eventType: string }[] } }, type: string) =>
  run.history.events.filter(({ eventType }) => eventType === type).length;

describe("decisions", () => {
  it("follow each happening, unless it is part of a batch", () => {
    const single = step(two).complete(charge, "a").complete(ship, "b");
    expect(count(single, "DecisionTaskCompleted")).toBe(3);
    const batched = step(two);
    batched.batch(() => batched.complete(charge, "a").complete(ship, "b"));
    expect(count(batched, "DecisionTaskCompleted")).toBe(2);
    expect(batched.result).toEqual(["a", "b"]);
  });

  it("of a batch see targets that the batch has not ended yet", () => {
    const run = step(
      workflow({ name: "same" }, function* () {
        return yield* all([charge(cart), charge(cart)]);
      }),
    );
    run.batch(() => run.complete(charge, "first").complete(charge, "second"));
    expect(run.result).toEqual(["first", "second"]);
  });

  it("leave a batch that fails half-way to the next verb", () => {
    const run = step(two);
    expect(() => run.batch(() => run.complete(charge, "a").complete("9", "b"))).toThrow('"9" is not open');
    run.complete(ship, "b");
    expect(run.result).toEqual(["a", "b"]);
  });

  it("that close are refused and asked again when something happens meanwhile", () => {
    const closing = workflow({ name: "closing" }, function* () {
      return yield* charge(cart);
    });
    const run = step(closing);
    run.during(
      () => run.complete(charge, "paid"),
      () => run.signal(approve, true),
    );
    expect(run.history.events.slice(7).map(({ eventType }) => eventType)).toEqual([
      "ActivityTaskCompleted",
      "DecisionTaskScheduled",
      "DecisionTaskStarted",
      "WorkflowExecutionSignaled",
      "DecisionTaskScheduled",
      "DecisionTaskCompleted",
      "CompleteWorkflowExecutionFailed",
      "DecisionTaskStarted",
      "DecisionTaskCompleted",
      "WorkflowExecutionCompleted",
    ]);
    expect(run.result).toBe("paid");
  });

  it("that are lost are made again by another decider", () => {
    const run = step(order, cart).lose(() => {});
    expect(count(run, "DecisionTaskTimedOut")).toBe(0);
    run.lose(() => run.complete(charge, "paid"));
    expect(count(run, "DecisionTaskTimedOut")).toBe(1);
    expect(run.open).toEqual([ship("Ada")]);
    expect(run.complete(ship, "sent").result).toEqual({ receipt: "paid", parcel: "sent" });
  });

  it("without an end are stopped", () => {
    const hopeless = workflow({ name: "hopeless" }, function* (): Coroutine<void> {
      for (;;) {
        try {
          yield* charge(cart);
        } catch {
          // tries again at once, for ever
        }
      }
    });
    const run = step(hopeless);
    for (let i = 0; i < 300; i++) run.refuseNext(charge, "ACTIVITY_TYPE_DOES_NOT_EXIST");
    expect(() => run.fail(charge, new Error("no"))).toThrow(expect.objectContaining({ code: "DECISIONS_ENDLESS" }));
  });
});

describe("cached functions", () => {
  const quoting = workflow({ name: "quoting" }, function* () {
    const quote = yield* cached("quote", () => 17);
    yield* sleep("1m");
    return quote;
  });

  it("run once each", () => {
    let calls = 0;
    const counting = workflow({ name: "counting" }, function* () {
      const first = yield* cached("count", () => ++calls);
      yield* sleep("1m");
      return [first, yield* cached("count", () => ++calls)];
    });
    expect(step(counting).fire().result).toEqual([1, 2]);
    expect(calls).toBe(2);
  });

  it("are answered by the test, with values or functions", () => {
    expect(
      step
        .with({ cached: { quote: 4 } })(quoting)
        .fire().result,
    ).toBe(4);
    expect(
      step
        .with({ cached: { quote: () => 5 } })(quoting)
        .fire().result,
    ).toBe(5);
    const failing = () => {
      throw new Error("no quote");
    };
    expect(step.with({ cached: { quote: failing } })(quoting).error).toMatchObject({
      code: "EFFECT_FAILED",
      cause: { message: "no quote" },
    });
  });

  it("that are asynchronous need an answer", () => {
    const fetching = workflow({ name: "fetching" }, function* () {
      return yield* cached("rate", async (): Promise<number> => Promise.reject(new Error("no network in tests")));
    });
    expect(() => step(fetching)).toThrow(
      expect.objectContaining({ code: "EFFECT_ASYNC", message: expect.stringContaining('"rate": value') }),
    );
    expect(step.with({ cached: { rate: 1.5 } })(fetching).result).toBe(1.5);
  });
});

describe("code that is not deterministic", () => {
  it("fails the test at the step where it shows", () => {
    let calls = 0;
    const counting = workflow({ name: "counting" }, function* () {
      yield* charge({ id: `c${++calls}`, total: 1 });
    });
    expect(() => step(counting)).toThrow(
      expect.objectContaining({ code: "REPLAY_DIFFERS", message: expect.stringContaining("counting decides") }),
    );
    calls = 0;
    const unverified = step.with({ verify: false })(counting);
    expect(unverified.open).toEqual([charge({ id: "c1", total: 1 })]);
  });

  it("fails the test when an earlier decision no longer fits", () => {
    let runs = 0;
    const drifting = workflow({ name: "drifting" }, function* () {
      runs++;
      if (runs <= 2) yield* charge(cart);
      else yield* ship("Ada");
      yield* sleep(1);
    });
    const run = step(drifting);
    expect(() => run.complete(charge, "paid")).toThrow(
      expect.objectContaining({ code: "REPLAY_DIFFERS", cause: expect.objectContaining({ code: "NONDETERMINISM" }) }),
    );
  });

  it("fails the test when only the outcome differs", () => {
    let last = 0;
    const moody = workflow({ name: "moody" }, function* () {
      yield* sleep(1);
      return ++last;
    });
    expect(() => step(moody).fire()).toThrow(expect.objectContaining({ code: "REPLAY_DIFFERS" }));
  });
});

describe("bugs of the workflow", () => {
  const broken = workflow({ name: "broken" }, function* () {
    yield* charge(cart);
    const nothing = undefined as unknown as { length: number };
    return nothing.length;
  });
  const mended = workflow({ name: "broken" }, function* () {
    yield* charge(cart);
    return 0;
  });

  it("are thrown by the verb that finds them", () => {
    const run = step(broken);
    expect(() => run.complete(charge, "paid")).toThrow(TypeError);
    expect(run.status).toBe("held");
  });

  it("are thrown by the first step too", () => {
    const foreign = workflow({ name: "foreign" }, function* () {
      yield 5 as never;
    });
    expect(() => step(foreign)).toThrow(expect.objectContaining({ code: "FOREIGN_YIELD" }));
  });

  it("hold the run until mended code is deployed", () => {
    const run = step.with({ holds: "keep" })(broken).complete(charge, "paid");
    expect(run.status).toBe("held");
    expect(run.error).toMatchObject({ name: "TypeError" });
    expect(run.decisions).toMatchObject([{ decisionType: "StartTimer" }]);
    run.fire();
    expect(run.status).toBe("held");
    expect(run.deploy(mended).fire().result).toBe(0);
  });

  it("fail the run where it says so", () => {
    const failing = workflow({ name: "failing", onBug: "fail" }, function* (): Coroutine<void> {
      yield* charge(cart);
      throw new TypeError("oops");
    });
    const run = step(failing).complete(charge, "paid");
    expect([run.status, run.error]).toEqual(["failed", expect.objectContaining({ message: "oops" })]);
  });
});

describe("deployed code", () => {
  const first = workflow({ name: "w" }, function* () {
    yield* charge(cart);
    return "first";
  });

  it("takes over a run whose history fits it", () => {
    const second = workflow({ name: "w" }, function* () {
      yield* charge(cart);
      return "second";
    });
    expect(step(first).deploy(second).complete(charge, "paid").result).toBe("second");
  });

  it("that does not fit is found at its first decision", () => {
    const second = workflow({ name: "w" }, function* () {
      yield* ship("Ada");
      return "second";
    });
    expect(() => step(first).deploy(second).complete(charge, "paid")).toThrow(
      expect.objectContaining({ code: "NONDETERMINISM" }),
    );
  });
});

describe("payloads out of band", () => {
  const far = activity({ name: "far" }, async () => "value");
  const fetching = workflow({ name: "fetching" }, function* () {
    return [yield* far(), yield* now()];
  });

  /** A converter that keeps strings elsewhere until they are fetched. */
  const remote = () => {
    const here = new Set<string>();
    return {
      here,
      converter: {
        write: (value: unknown) => JSON.stringify(value),
        read: (text: string): unknown => JSON.parse(text),
        missing: (text: string) => text.startsWith('"') && !here.has(text),
      },
    };
  };

  it("are fetched by the option, and asked for without it", () => {
    const { here, converter } = remote();
    const fetch = (texts: readonly string[]) => {
      for (const text of texts) here.add(text);
    };
    const run = step.with({ converter, fetch })(fetching).complete(far, "value");
    expect(run.status).toBe("completed");
    const without = step.with({ converter: remote().converter })(fetching);
    expect(() => without.complete(far, "value")).toThrow(expect.objectContaining({ code: "PAYLOADS_MISSING" }));
  });
});

it("makes the same decisions as a run opened on its history", () => {
  const run = step(two).complete(charge, "a");
  const { converter, events } = run.history;
  const upToLast = events.slice(0, events.findLastIndex(({ eventType }) => eventType === "DecisionTaskStarted") + 1);
  expect(openRun(two, { converter }).advance(upToLast)).toMatchObject({ status: "blocked", decisions: run.decisions });
});
