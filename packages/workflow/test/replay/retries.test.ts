import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import type { RetryPolicy } from "../../src/index.ts";
import { all, cancel, start } from "../../src/index.ts";
import { charge, clash, echo, flow, go, recorded, replayedBy, sent, ship, thrown, waits } from "./shop.ts";

const no = new Error("no");
const tried = (retry: RetryPolicy | number) =>
  flow(function* () {
    return yield* charge.with({ retry })(1);
  });
const steps = (retry: RetryPolicy | number) => step(tried(retry));

/** Fails every attempt of `charge`; gives the back-off timers that were started, with their seconds. */
function pauses(retry: RetryPolicy, runId = "run"): [unknown, number][] {
  const run = step.with({ execution: { workflowId: "w", runId } })(tried(retry));
  while (run.status === "running") {
    if (run.history.open.some(({ kind }) => kind === "timer")) run.fire();
    else run.fail(charge, no);
  }
  return recorded(run.history, "TimerStarted").map(({ timerId, startToFireTimeout }) => [
    timerId,
    Number(startToFireTimeout),
  ]);
}

describe("an activity with a retry policy", () => {
  it("is tried again after a pause, each attempt under an id of its own", () => {
    const run = steps(3);
    expect(sent(run)).toEqual(["ScheduleActivityTask 1"]);
    run.fail(charge, no);
    expect(sent(run)).toEqual(["StartTimer 1~2.backoff"]);
    run.fire();
    expect(sent(run)).toEqual(["ScheduleActivityTask 1~2"]);
    run.fail(charge, no).fire();
    expect(sent(run)).toEqual(["ScheduleActivityTask 1~3"]);
    expect(run.complete(charge, "r").result).toBe("r");
  });

  it("fails with the last error when its attempts are used up", () => {
    const run = steps({ attempts: 2 }).fail(charge, no).fire().fail(charge, new Error("still no"));
    expect(run.status).toBe("failed");
    expect(run.error).toMatchObject({ code: "ACTIVITY_FAILED", id: "1~2", cause: { message: "still no" } });
  });

  it("asks the same of every attempt", () => {
    const run = steps({ attempts: 2, delay: 0 }).fail(charge, no);
    const [first, second] = recorded(run.history, "ActivityTaskScheduled");
    expect(second).toEqual({
      ...first,
      activityId: "1~2",
      control: String(first?.control).replace("sw1 1 ", "sw1 1~2 "),
      decisionTaskCompletedEventId: expect.any(Number),
    });
  });

  it("has the id of one without a policy, so that a policy can be added later", () => {
    const plain = step(
      flow(function* () {
        return yield* charge(1);
      }),
    );
    expect(replayedBy(tried(5), plain.history).status).toBe("blocked");
    plain.complete(charge, "r");
    expect(replayedBy(tried(5), plain.history).status).toBe("completed");
  });

  it("waits twice as long each time, and no longer than the cap", () => {
    expect(pauses({ attempts: 6, delay: 3, maximumDelay: 20 })).toEqual([
      ["1~2.backoff", 3],
      ["1~3.backoff", 6],
      ["1~4.backoff", 12],
      ["1~5.backoff", 20],
      ["1~6.backoff", 20],
    ]);
    expect(pauses({ attempts: 4, delay: 1, backoff: 1.5 }).map(([, s]) => s)).toEqual([1, 2, 3]);
    expect(pauses({ attempts: 4, delay: 7, backoff: 1 }).map(([, s]) => s)).toEqual([7, 7, 7]);
  });

  it("is tried again at once without a delay, and starts no timer", () => {
    const run = steps({ attempts: 3, delay: 0 }).fail(charge, no);
    expect(sent(run)).toEqual(["ScheduleActivityTask 1~2"]);
    expect(pauses({ attempts: 3, delay: 0 })).toEqual([]);
  });

  it("takes the next number of its coroutine after all attempts", () => {
    const run = step(
      flow(function* () {
        yield* charge.with({ retry: 3 })(1);
        yield* ship("Ada");
      }),
    );
    run.fail(charge, no).fire().complete(charge, "r");
    expect(waits(run)).toEqual(["2"]);
  });

  it("of one attempt is one without a policy", () => {
    const run = steps(1).fail(charge, no);
    expect(run.status).toBe("failed");
    expect(run.error).toMatchObject({ id: "1" });
  });

  it("may be started, and waited for by its handle", () => {
    const run = step(
      flow(function* () {
        const h = yield* start(charge.with({ retry: 2 })(1));
        return [h.id, yield* h];
      }),
    );
    expect(run.fail(charge, no).fire().complete(charge, "r").result).toEqual(["1", "r"]);
  });

  it("in an all is tried beside the others", () => {
    const run = step(
      flow(function* () {
        return yield* all([charge.with({ retry: 3 })(1), charge.with({ retry: 3 })(2)]);
      }),
    );
    run.fail("1.2", no).fail("1.1", no);
    expect(run.history.open.map(({ id }) => id)).toEqual(["1.2~2.backoff", "1.1~2.backoff"]);
    run.fire("1.1~2.backoff").complete("1.1~2", "a").fire().fail("1.2~2", no).fire().complete("1.2~3", "b");
    expect(run.result).toEqual(["a", "b"]);
  });
});

describe("jitter", () => {
  const policy: RetryPolicy = { attempts: 8, delay: 100, backoff: 2, maximumDelay: 1000, jitter: "full" };
  const full = [100, 200, 400, 800, 1000, 1000, 1000];

  it("draws pauses between nothing and their full length, others in another run", () => {
    const drawn = pauses(policy).map(([, seconds]) => seconds);
    expect(drawn).toHaveLength(7);
    for (const [i, seconds] of drawn.entries()) {
      expect(seconds).toBeGreaterThanOrEqual(0);
      expect(seconds).toBeLessThanOrEqual(full[i] ?? 0);
      expect(Number.isInteger(seconds)).toBe(true);
    }
    expect(drawn).not.toEqual(full);
    expect(pauses(policy, "another run")).not.toEqual(pauses(policy));
  });

  it("draws the same at every replay", () => {
    expect(pauses(policy)).toEqual(pauses(policy));
  });

  it("of one command is not moved by what others draw", () => {
    const drawn = (other: RetryPolicy) => {
      const run = step(
        flow(function* () {
          yield* all([charge.with({ retry: other })(1), ship.with({ retry: policy })("Ada")]);
        }),
      );
      run.fail(charge, no).fail(ship, no);
      return recorded(run.history, "TimerStarted").find(({ timerId }) => timerId === "1.2~2.backoff")
        ?.startToFireTimeout;
    };
    const alone = drawn({ attempts: 5, delay: 5 });
    expect(alone).toEqual(expect.any(String));
    expect(drawn({ ...policy, delay: 50 })).toBe(alone);
    expect(drawn({ attempts: 9, delay: 1, jitter: "full" })).toBe(alone);
  });
});

describe("what is tried again", () => {
  const after = (retry: RetryPolicy, happen: (run: ReturnType<typeof steps>) => unknown) => {
    const run = step(
      flow(function* () {
        return yield* charge.with({ retry: { delay: 0, ...retry }, scheduleToStartTimeout: 60 })(1);
      }),
    );
    happen(run as never);
    return run.status === "running" ? "again" : run.status;
  };

  it("is by default a failure, a timeout, a refusal, but no cancellation", () => {
    expect(after({}, (run) => run.fail(charge, no))).toBe("again");
    expect(after({}, (run) => run.timeOut(charge))).toBe("again");
    expect(after({}, (run) => run.timeOut(charge, "SCHEDULE_TO_START"))).toBe("again");
    expect(after({}, (run) => run.cancelActivity(charge))).toBe("failed");
  });

  it("is what the policy names", () => {
    expect(after({ on: ["TIMED_OUT"] }, (run) => run.fail(charge, no))).toBe("failed");
    expect(after({ on: ["TIMED_OUT"] }, (run) => run.timeOut(charge))).toBe("again");
    expect(after({ on: ["CANCELED"] }, (run) => run.cancelActivity(charge))).toBe("again");
    expect(after({ on: [] }, (run) => run.fail(charge, no))).toBe("failed");
  });

  it("is a schedule that SWF refused, under a fresh id", () => {
    const run = step(
      flow(function* () {
        yield* go.receive();
        return yield* charge.with({ retry: { on: ["SCHEDULE_FAILED"], delay: 5 } })(1);
      }),
    );
    run.refuseNext(charge, "ACTIVITY_TYPE_DOES_NOT_EXIST").signal(go, 1);
    expect(sent(run)).toEqual(["StartTimer 2~2.backoff"]);
    expect(run.fire().complete("2~2", "r").result).toBe("r");
  });

  it("is nothing that has one of the codes or names of `never`, at any depth of causes", () => {
    const declined = Object.assign(new Error("declined"), { code: "DECLINED" });
    expect(after({ never: ["DECLINED"] }, (run) => run.fail(charge, declined))).toBe("failed");
    expect(
      after({ never: ["DECLINED"] }, (run) =>
        run.fail(charge, new Error("outer", { cause: new Error("inner", { cause: declined }) })),
      ),
    ).toBe("failed");
    expect(after({ never: ["RangeError"] }, (run) => run.fail(charge, new RangeError("too much")))).toBe("failed");
    expect(after({ never: ["DECLINED"] }, (run) => run.fail(charge, no))).toBe("again");
  });

  it("is nothing that never reached a worker because its arguments cannot be written", () => {
    const run = step.with({ holds: "keep" })(
      flow(function* () {
        return yield* echo.with({ retry: 5 })(() => 1);
      }),
    );
    expect(run.status).toBe("held");
    expect(run.error).toMatchObject({ code: "ARGUMENTS_UNSERIALIZABLE" });
  });
});

describe("a policy changed under a running execution", () => {
  const run = steps({ attempts: 5, delay: 10 }).fail(charge, no).fire().fail(charge, no);

  it("may wait longer or shorter from now on: what is recorded stands", () => {
    for (const retry of [
      { attempts: 5, delay: 60 },
      { attempts: 5, delay: 10, backoff: 3 },
      { attempts: 9, delay: 1, maximumDelay: 1 },
    ]) {
      expect(replayedBy(tried(retry), run.history).status).toBe("blocked");
    }
    const other = steps({ attempts: 5, delay: 10 })
      .fail(charge, no)
      .deploy(tried({ attempts: 5, delay: 60 }))
      .fire()
      .fail(charge, no);
    expect(recorded(other.history, "TimerStarted").map(({ startToFireTimeout }) => startToFireTimeout)).toEqual([
      "10",
      "120",
    ]);
  });

  it("may not take back attempts that were made", () => {
    expect(clash(tried({ attempts: 1 }), run.history)).toMatchObject({ code: "NONDETERMINISM", id: "1~2.backoff" });
    expect(clash(tried({ attempts: 2 }), run.history)).toMatchObject({ code: "NONDETERMINISM", id: "1~3.backoff" });
  });

  it("may not turn a pause into none", () => {
    expect(clash(tried({ attempts: 5, delay: 0 }), run.history)).toMatchObject({ code: "NONDETERMINISM" });
  });
});

describe("canceling what is tried again", () => {
  it("during a pause cancels the timer, and makes no further attempt", () => {
    const run = steps(3).fail(charge, no).cancel();
    expect(sent(run)).toEqual(["CancelTimer 1~2.backoff", "CancelWorkflowExecution"]);
    expect(run.status).toBe("canceled");
  });

  it("during an attempt cancels that, and makes no further attempt", () => {
    const run = steps(3).fail(charge, no).fire().begin("1~2").cancel();
    expect(sent(run)).toEqual(["RequestCancelActivityTask 1~2", "CancelWorkflowExecution"]);
  });

  it("during an attempt that is to be waited for waits for it", () => {
    const run = step(
      flow(function* () {
        return yield* thrown(charge.with({ retry: 3, cancellation: "wait" })(1));
      }),
    );
    run.begin(charge).cancel();
    expect(sent(run)).toEqual(["RequestCancelActivityTask 1"]);
    expect(run.cancelActivity("1").result).toBe("CANCELED");
  });

  it("during an attempt that fails meanwhile makes no further attempt", () => {
    const run = step(
      flow(function* () {
        return yield* thrown(charge.with({ retry: 3, cancellation: "wait" })(1));
      }),
    );
    run.begin(charge).cancel().fail("1", no);
    expect(run.result).toBe("ACTIVITY_FAILED");
  });

  it("by its handle does the same", () => {
    const run = step(
      flow(function* () {
        const h = yield* start(charge.with({ retry: 3 })(1));
        yield* go.receive();
        yield* cancel(h);
        return yield* thrown(h);
      }),
    );
    run.fail(charge, no).signal(go, 1);
    expect(sent(run)).toEqual(["CancelTimer 1~2.backoff", "CompleteWorkflowExecution"]);
    expect(run.result).toBe("CANCELED");
  });

  // The error should say who canceled, as it does for an activity without a policy. (retry.ts: `stop` overwrites it
  // with "canceled: no longer needed")
  it("says why, as without a policy", () => {
    const run = steps(3).begin(charge).cancel();
    expect(run.error).toMatchObject({ message: "cancellation of this workflow execution was requested" });
  });
});
