import { describe, expect, it } from "@jest/globals";
import type { Stepper } from "@sweft/testing";
import { step } from "@sweft/testing";
import type { RetryPolicy } from "../../src/index.ts";
import { external, retry, signal, sleep, start } from "../../src/index.ts";
import { caught, charge, flow, held, pack, recorded, sent, thrown } from "./shop.ts";

const no = Object.assign(new Error("no"), { code: "NO" });
const tried = (policy: RetryPolicy) =>
  flow(function* () {
    return yield* charge.with({ retry: policy })(1);
  });

/** Lets every attempt fail; gives how many there were. */
function attempts(run: Stepper<unknown>): number {
  while (run.status === "running") {
    if (run.history.open.some(({ kind }) => kind === "timer")) run.fire();
    else run.fail(charge, no);
  }
  return recorded(run.history, "ActivityTaskScheduled").length;
}

describe("retry.when", () => {
  it("is asked with the error and the number of the attempt, and decides", () => {
    const asked: [unknown, number][] = [];
    const when = (error: unknown, attempt: number) => {
      asked.push([(error as { cause: { code: string } }).cause.code, attempt]);
      return attempt < 3;
    };
    expect(attempts(step.with({ verify: false })(tried({ attempts: 9, when })))).toBe(3);
    expect(asked).toEqual([
      ["NO", 1],
      ["NO", 2],
      ["NO", 3],
    ]);
  });

  it("is not asked if the policy gives up without it", () => {
    const when = (): boolean => {
      throw new Error("asked");
    };
    expect(attempts(step(tried({ attempts: 1, when })))).toBe(1);
    expect(attempts(step(tried({ on: ["TIMED_OUT"], when })))).toBe(1);
    expect(attempts(step(tried({ never: ["NO"], when })))).toBe(1);
  });

  it.each([[undefined], [Number.NaN], [1], [null], ["yes"], [Promise.resolve(true)]])(
    "a retry handler returning undefined or NaN or anything but a boolean holds the run: %p",
    (verdict) => {
      const policy = { attempts: 3, when: () => verdict as never };
      const one = flow(function* () {
        yield* caught(charge.with({ retry: policy })(1));
      });
      const started = flow(function* () {
        yield* start(charge.with({ retry: policy })(1));
        yield* sleep(9);
      });
      const block = flow(function* () {
        yield* caught(retry(policy, () => charge(1)));
      });
      for (const code of [one, started, block]) {
        const error = held(code, (run) => run.fail(charge, no));
        expect(error.code).toBe("RETRY_WHEN_INVALID");
        expect(error.message).toMatch(/^retry\.when of command 1 returned .* for attempt 1; return true/);
      }
    },
  );

  it("that throws gives its own error, and a bug in it holds", () => {
    const odd = tried({
      when: () => {
        throw Object.assign(new Error("odd"), { code: "ODD" });
      },
    });
    expect(step(odd).fail(charge, no)).toMatchObject({ status: "failed", error: { code: "ODD" } });
    const buggy = tried({ when: (error) => (error as { x: { y: boolean } }).x.y });
    expect(held(buggy, (run) => run.fail(charge, no)).name).toBe("TypeError");
  });
});

describe("retry.within", () => {
  it("begins no attempt later than that after the first, by the time of the decisions", () => {
    // Attempts at 0, 10, 30 and 70 seconds.
    const policy = { attempts: 9, delay: 10 } as const;
    expect(attempts(step(tried({ ...policy, within: 30 })))).toBe(3);
    expect(attempts(step(tried({ ...policy, within: 29 })))).toBe(2);
    expect(attempts(step(tried({ ...policy, within: 0 })))).toBe(1);
    expect(attempts(step(tried({ ...policy, delay: 0, within: 0 })))).toBe(9);
  });

  it("throws the error of the last attempt, at once if the pause would be too long", () => {
    const run = step(tried({ attempts: 9, delay: "1h", within: "30m" })).fail(charge, no);
    expect(run).toMatchObject({ status: "failed", error: { id: "1", code: "ACTIVITY_FAILED" } });
    expect(recorded(run.history, "TimerStarted")).toEqual([]);
  });

  it("counts what the attempts themselves take, and pauses that fire late", () => {
    const slow = step(tried({ attempts: 9, delay: 1, within: 60 }))
      .advance(61_000)
      .fail(charge, no);
    expect(slow.status).toBe("failed");
    const late = step(tried({ attempts: 9, delay: 1, within: 60 })).fail(charge, no);
    expect(late.advance(61_000).fire()).toMatchObject({ status: "failed", error: { id: "1" } });
  });
});

describe("policies for other work", () => {
  it("a child is tried again as an execution of its own, and its handle follows", () => {
    const run = step(
      flow(function* () {
        const child = yield* start(pack.with({ retry: { attempts: 2, delay: 1 } })("box"));
        const first = (yield* child.started).workflowId;
        yield* sleep(1);
        const second = (yield* child.started).workflowId;
        return [first === second, child.execution?.workflowId === second, yield* child];
      }),
    );
    run.begin("1");
    run.batch(() => {
      run.history.childFailed("1", no);
      run.history.timerFired("2");
    });
    expect(run.history.open.map(({ id }) => id)).toEqual(["1~2.backoff"]);
    run.fire("1~2.backoff").begin("1~2").complete("1~2", "packed");
    expect(run.result).toEqual([false, true, "packed"]);
    const ids = recorded(run.history, "StartChildWorkflowExecutionInitiated").map(({ workflowId }) => workflowId);
    expect(new Set(ids).size).toBe(2);
  });

  it("a child with a workflow id keeps it in every attempt", () => {
    const run = step(
      flow(function* () {
        return yield* pack.with({ workflowId: "p-1", retry: { attempts: 2, delay: 0, on: ["TERMINATED"] } })("box");
      }),
    );
    run.terminate(pack);
    expect(sent(run)).toEqual(["StartChildWorkflowExecution 1~2"]);
    run.complete("1~2", "packed");
    expect(run.result).toBe("packed");
    const ids = recorded(run.history, "StartChildWorkflowExecutionInitiated").map(({ workflowId }) => workflowId);
    expect(ids).toEqual(["p-1", "p-1"]);
  });

  it("a policy moves no id of a child", () => {
    const plain = flow(function* () {
      return yield* pack("box");
    });
    const patient = flow(function* () {
      return yield* pack.with({ retry: 3 })("box");
    });
    const { history } = step(plain);
    expect(sent(step(patient))).toEqual(["StartChildWorkflowExecution 1"]);
    expect(step(plain).deploy(patient).complete(pack, "packed").result).toBe("packed");
    expect(history.isClosed).toBe(false);
  });

  it("a signal is tried again under one id, so that it counts once; so is a cancel request", () => {
    const to = external("bank").with({ retry: { attempts: 2, delay: 3 } });
    const run = step(
      flow(function* () {
        yield* to.signal(signal<number>("paid"), 7);
        yield* to.cancel();
        return yield* thrown(to.signal(signal<number>("paid"), 7));
      }),
    );
    run.bounce("1").fire().arrive("1~2");
    run.bounce("2").fire().arrive("2~2");
    run.bounce("3").fire().bounce("3~2");
    expect(run.result).toBe("EXTERNAL_UNKNOWN");
    const inputs = recorded(run.history, "SignalExternalWorkflowExecutionInitiated").map(({ input }) => input);
    expect(inputs[0]).toBe(inputs[1]);
    expect(inputs[2]).not.toBe(inputs[0]);
  });
});
