import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import { activity, info, replay, signal, workflow } from "../../src/index.ts";
import { recorded, sent } from "./shop.ts";

const pay = activity({ name: "pay" }, (n: number) => n);
const go = signal<number>("go");
const no = () => Object.assign(new Error("no"), { code: "NO" });

const trying = workflow({ name: "trying", runRetry: { attempts: 3, delay: "1m" } }, function* (n: number) {
  const paid = yield* pay(n);
  return [paid, (yield* info()).attempt];
});

const second = () => step(trying, 7).fail(pay, no()).next();

describe("a workflow that is tried again by its own policy", () => {
  it("continues as new with the same arguments when it fails", () => {
    const run = step(trying, 7);
    const { time } = run;
    expect(run.fail(pay, no()).continued).toEqual({
      type: { name: "trying", version: "1" },
      args: [7],
      signals: [],
      attempt: 2,
      notBefore: new Date(time.getTime() + 60_000),
    });
  });

  it("waits by a timer before the next attempt begins, and knows its number", () => {
    const run = second();
    expect(sent(run)).toEqual(["StartTimer start.wait"]);
    expect(run.fire().complete(pay, 1).result).toEqual([1, 2]);
  });

  it("waits longer from attempt to attempt, and fails with the last error", () => {
    const third = second().fire().fail(pay, no()).next();
    expect(recorded(third.history, "TimerStarted")[0]?.startToFireTimeout).toBe("120");
    const run = third.fire().fail(pay, no());
    expect([run.status, run.error]).toEqual([
      "failed",
      expect.objectContaining({ cause: expect.objectContaining({ code: "NO" }) }),
    ]);
  });

  it("keeps signals that come while it waits", () => {
    const self = workflow({ name: "self", runRetry: 2 }, function* () {
      const n = yield* go.receive();
      if (n < 2) throw no();
      return n;
    });
    const run = step(self).signal(go, 1).next();
    expect(run.signal(go, 2).fire().result).toBe(2);
  });

  it("ends as canceled when it is canceled while it waits, before its first line", () => {
    const run = second().cancel();
    expect([run.status, sent(run)]).toEqual(["canceled", ["CancelTimer start.wait", "CancelWorkflowExecution"]]);
  });

  it("is not tried again once it was asked to cancel", () => {
    const self = workflow({ name: "self", runRetry: 2 }, function* () {
      try {
        yield* go.receive();
      } finally {
        yield* pay(1);
      }
    });
    expect(step(self).cancel().fail(pay, no()).status).toBe("failed");
  });

  it("is not tried again for what the policy never tries, nor for a bug", () => {
    const never = workflow({ name: "never", runRetry: { never: ["NO"] } }, function* () {
      yield* pay(1);
    });
    expect(step(never).fail(pay, no()).status).toBe("failed");
    const buggy = workflow({ name: "buggy", runRetry: 2 }, function* () {
      yield* go.receive();
      throw new TypeError("oops");
    });
    expect(() => step(buggy).signal(go, 1)).toThrow(TypeError);
  });

  it("asks the policy's own function, which must answer, and begins none later than within", () => {
    const asked: unknown[] = [];
    const policy = (answer: unknown) => ({
      when: (error: unknown, attempt: number) => {
        asked.push([(error as { code: string }).code, attempt]);
        return answer as boolean;
      },
    });
    const self = (answer: unknown, within: "1s" | "2s" = "2s") =>
      workflow({ name: "self", runRetry: { ...policy(answer), delay: 2, within } }, function* () {
        yield* go.receive();
        throw no();
      });
    expect(step.with({ verify: false })(self(true)).signal(go, 1).status).toBe("continued");
    expect(asked[0]).toEqual(["NO", 1]);
    expect(step(self(false)).signal(go, 1).status).toBe("failed");
    expect(step(self(true, "1s")).signal(go, 1).status).toBe("failed");
    expect(() => step(self("yes")).signal(go, 1)).toThrow(expect.objectContaining({ code: "RETRY_WHEN_INVALID" }));
  });

  it("gives the next attempt the arguments as they were, whatever the first one did to them", () => {
    const self = workflow({ name: "self", runRetry: 2 }, function* (list: number[]) {
      list.push(2);
      yield* go.receive();
      throw no();
    });
    expect(step(self, [1]).signal(go, 1).continued.args).toEqual([[1]]);
  });

  it("keeps to what a history shows, whatever the policy is now", () => {
    const unpolicied = workflow({ name: "trying" }, trying.body);
    const statusOf = (code: typeof trying, run: ReturnType<typeof second>) => {
      const { converter, execution } = run.history;
      return replay(code, run.history, { converter, execution });
    };
    const once = step(trying, 7).fail(pay, no());
    expect(statusOf(unpolicied, once)).toMatchObject({ status: "continued", decisions: [] });
    const failed = step(unpolicied, 7).fail(pay, no());
    expect(statusOf(trying, failed)).toMatchObject({ status: "failed", decisions: [] });
  });

  it("hands news on that come while it fails", () => {
    const run = step(trying, 7);
    run.during(
      () => run.fail(pay, no()),
      () => run.signal(go, 5),
    );
    expect(run.continued).toMatchObject({ attempt: 2, signals: [{ name: "go", value: 5 }] });
  });
});
