import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import type { Coroutine } from "../../src/index.ts";
import { activity, all, continueAsNew, info, marker, replay, signal, sleep, start, workflow } from "../../src/index.ts";
import { recorded } from "./shop.ts";

const pay = activity({ name: "pay" }, (n: number) => n);
const send = activity({ name: "send", cancellation: "abandon" }, (n: number) => n);
const go = signal<number>("go");

const typesOf = (run: { readonly decisions: readonly { readonly decisionType: string }[] }) =>
  run.decisions.map(({ decisionType }) => decisionType);

const attributesOf = (run: { readonly decisions: readonly object[] }) =>
  (run.decisions.at(-1) as Record<string, Record<string, unknown>> | undefined)
    ?.continueAsNewWorkflowExecutionDecisionAttributes;

/** Pays, then goes on with the next number. */
const counting = workflow({ name: "counting" }, function* (n: number): Coroutine<string> {
  yield* pay(n);
  if (n === 3) return "done";
  return yield* continueAsNew(counting, n + 1);
});

describe("continueAsNew", () => {
  it("ends the run and says what it goes on with", () => {
    const run = step(counting, 1).complete(pay, 1);
    expect([run.status, run.continued]).toEqual([
      "continued",
      { type: { name: "counting", version: "1" }, args: [2], signals: [] },
    ]);
  });

  it("goes on in the next run, to the end", () => {
    const run = step(counting, 1).complete(pay, 1).next().complete(pay, 2).next().complete(pay, 3);
    expect([run.status, run.result]).toEqual(["completed", "done"]);
  });

  it("writes arguments alone as a client writes them", () => {
    expect(attributesOf(step(counting, 1).complete(pay, 1))?.input).toBe("[2]");
  });

  it("writes no input where there are no arguments and nothing is handed on", () => {
    const again = workflow({ name: "again" }, function* (): Coroutine<void> {
      yield* pay(1);
      yield* continueAsNew(again);
    });
    const run = step(again).complete(pay, 1);
    expect(Object.keys(attributesOf(run) ?? {})).not.toContain("input");
    expect(run.next().open).toEqual([pay(1)]);
  });

  it("says every value, as the run was started, except for what is set", () => {
    const self = workflow({ name: "self", taskPriority: 1 }, function* (n: number): Coroutine<void> {
      yield* pay(n);
      yield* continueAsNew(self.with({ taskStartToCloseTimeout: "1m", tagList: ["b"] }), n);
    });
    const started = self.with({ taskPriority: 7, executionStartToCloseTimeout: "2h", childPolicy: "ABANDON" });
    const run = step
      .with({ taskList: "fast", tagList: ["a"] })(started, 1)
      .complete(pay, 1);
    const kept = {
      input: "[1]",
      executionStartToCloseTimeout: "7200",
      taskList: { name: "fast" },
      taskPriority: "7",
      taskStartToCloseTimeout: "60",
      childPolicy: "ABANDON",
      tagList: ["b"],
    };
    expect(attributesOf(run)).toEqual({ ...kept, workflowTypeVersion: "1" });
    expect(recorded(run.next().history, "WorkflowExecutionStarted")[0]).toMatchObject({
      ...kept,
      continuedExecutionRunId: "fake-run",
    });
  });

  it("keeps the tags of the run unless others are given", () => {
    const run = step
      .with({ tagList: ["a", "b"] })(counting, 1)
      .complete(pay, 1);
    expect(attributesOf(run)?.tagList).toEqual(["a", "b"]);
  });

  it("may go on as another version", () => {
    const newer = workflow({ name: "counting", version: "2" }, function* (n: number): Coroutine<string> {
      return `newer ${yield* pay(n)}`;
    });
    const older = workflow({ name: "counting" }, function* (n: number): Coroutine<string> {
      yield* pay(n);
      return yield* continueAsNew(newer, n + 1);
    });
    const run = step(older, 1).complete(pay, 1);
    expect(run.continued.type).toEqual({ name: "counting", version: "2" });
    expect(run.next(newer).complete(pay, 2).result).toBe("newer 2");
  });

  it("tells the next run which it continues", () => {
    const asking = workflow({ name: "asking" }, function* (n: number): Coroutine<string | undefined> {
      yield* pay(n);
      if (n === 2) return (yield* info()).continuedRunId;
      return yield* continueAsNew(asking, 2);
    });
    expect(step(asking, 1).complete(pay, 1).next().complete(pay, 2).result).toBe("fake-run");
  });

  it("sends first what was asked for in the same decision and not waited for", () => {
    const run = step(
      workflow({ name: "self" }, function* (): Coroutine<void> {
        yield* go.receive();
        yield* marker("last", 1);
        yield* start(send(1));
        yield* start(pay(2));
        yield* start(sleep(1));
        yield* continueAsNew(counting.with({}), 1);
      }),
    );
    expect(() => run.signal(go, 1)).toThrow(expect.objectContaining({ code: "CONTINUE_OTHER_WORKFLOW" }));
    const self = workflow({ name: "self" }, function* (n: number): Coroutine<void> {
      yield* go.receive();
      yield* marker("last", n);
      yield* start(send(1));
      yield* start(pay(2));
      yield* start(sleep(1));
      yield* continueAsNew(self, n);
    });
    expect(typesOf(step(self, 1).signal(go, 1))).toEqual([
      "RecordMarker",
      "ScheduleActivityTask",
      "ContinueAsNewWorkflowExecution",
    ]);
  });

  it("runs finally blocks, which may wait, and no catch block", () => {
    const said: string[] = [];
    const self = workflow({ name: "self" }, function* (n: number): Coroutine<void> {
      try {
        yield* go.receive();
        yield* continueAsNew(self, n + 1);
      } catch {
        said.push("caught");
      } finally {
        yield* pay(n);
      }
    });
    const run = step(self, 1).signal(go, 1);
    expect([run.open, said]).toEqual([[pay(1)], []]);
    expect(run.complete(pay, 1).continued.args).toEqual([2]);
  });

  it("ends other coroutines as at return, and waits for their cleanup", () => {
    const self = workflow({ name: "self" }, function* (): Coroutine<void> {
      yield* start(function* () {
        try {
          yield* sleep("1h");
        } finally {
          yield* pay(9);
        }
      });
      yield* go.receive();
      yield* continueAsNew(self);
    });
    const run = step(self).signal(go, 1);
    expect(typesOf(run)).toEqual(["CancelTimer", "ScheduleActivityTask"]);
    expect(run.complete(pay, 9).status).toBe("continued");
  });

  it("fails the run instead if a finally block throws", () => {
    const self = workflow({ name: "self" }, function* (): Coroutine<void> {
      try {
        yield* go.receive();
        yield* continueAsNew(self);
      } finally {
        yield* pay(1);
      }
    });
    const run = step(self).signal(go, 1).fail(pay, new Error("no"));
    expect([run.status, run.error]).toEqual(["failed", expect.objectContaining({ code: "ACTIVITY_FAILED" })]);
  });

  it("takes its arguments as they were when it was asked", () => {
    const self = workflow({ name: "self" }, function* (list: number[]): Coroutine<void> {
      try {
        yield* go.receive();
        yield* continueAsNew(self, list);
      } finally {
        list.push(2);
      }
    });
    expect(step(self, [1]).signal(go, 1).continued.args).toEqual([[1]]);
  });

  it("may be written in a generator that the body runs inline", () => {
    function* rest(n: number): Coroutine<never> {
      yield* pay(n);
      return yield* continueAsNew(self, n + 1);
    }
    const self = workflow({ name: "self" }, function* (n: number): Coroutine<void> {
      yield* rest(n);
    });
    expect(step(self, 1).complete(pay, 1).continued.args).toEqual([2]);
  });

  it.each([
    [
      "a coroutine",
      () =>
        start(function* (): Coroutine<void> {
          yield* continueAsNew(counting, 1);
        }),
    ],
    ["start", () => start(continueAsNew(counting, 1))],
    ["a composite", () => all([continueAsNew(counting, 1)])],
  ])("holds the run when it is asked in %s", (_where, asked) => {
    const wrong = workflow({ name: "counting" }, function* (): Coroutine<void> {
      try {
        yield* asked();
        yield* sleep(1);
      } catch {
        yield* pay(1);
      }
    });
    expect(() => step(wrong)).toThrow(expect.objectContaining({ code: "CONTINUE_ILLEGAL" }));
  });

  it("is refused at the call if it is given no workflow", () => {
    expect(() => continueAsNew(pay as never)).toThrow(expect.objectContaining({ code: "CONTINUE_ILLEGAL" }));
    expect(() => continueAsNew(undefined as never)).toThrow(expect.objectContaining({ code: "CONTINUE_ILLEGAL" }));
  });

  it("is a nondeterminism when other code goes on with other arguments or another version", () => {
    const run = step(counting, 1).complete(pay, 1);
    const { history } = run;
    const other = workflow({ name: "counting" }, function* (n: number): Coroutine<string> {
      yield* pay(n);
      return yield* continueAsNew(counting, n + 2);
    });
    const { converter, execution } = history;
    expect(replay(other, history, { converter, execution })).toMatchObject({
      status: "held",
      error: { code: "NONDETERMINISM", differences: [{ field: "arguments", recorded: [2], asked: [3] }] },
    });
  });
});

describe("a cancellation", () => {
  it("requested after the body has ended is told to the next run, at its first wait", () => {
    const self = workflow({ name: "self" }, function* (n: number): Coroutine<void> {
      try {
        yield* pay(n);
      } finally {
        if (n > 1) yield* marker("cleaned", n);
      }
      yield* continueAsNew(self, n + 1);
    });
    const run = step(self, 1);
    run.during(
      () => run.complete(pay, 1),
      () => run.cancel(),
    );
    const next = run.next();
    expect([next.status, typesOf(next)]).toEqual([
      "canceled",
      ["RecordMarker", "RecordMarker", "CancelWorkflowExecution"],
    ]);
  });

  it("that comes while a finally block cleans up ends the run", () => {
    const self = workflow({ name: "self" }, function* (n: number): Coroutine<void> {
      try {
        yield* go.receive();
        yield* continueAsNew(self, n + 1);
      } finally {
        yield* pay(n);
      }
    });
    expect(step(self, 1).signal(go, 1).cancel().status).toBe("canceled");
  });
});

describe("a continuation that SWF has something against", () => {
  it.each([["WORKFLOW_TYPE_DEPRECATED", "60"]])(
    "because of %s is asked again after a pause, and does not spin",
    (cause, seconds) => {
      const run = step(counting, 1).refuseNext("ContinueAsNewWorkflowExecution", cause);
      run.complete(pay, 1);
      expect([run.status, typesOf(run)]).toEqual(["running", ["StartTimer"]]);
      expect(recorded(run.history, "TimerStarted")[0]?.startToFireTimeout).toBe(seconds);
      expect(run.log.at(-1)?.message).toContain(cause);
      run.signal(go, 1);
      expect(run.decisions).toEqual([]);
      expect(run.fire().continued).toMatchObject({ args: [2], signals: [{ name: "go", value: 1 }] });
    },
  );

  it("because of its rate goes out again when the pace allows it, and the workflow hears nothing", () => {
    const cause = "CONTINUE_AS_NEW_WORKFLOW_EXECUTION_RATE_EXCEEDED";
    const run = step(counting, 1).refuseNext("ContinueAsNewWorkflowExecution", cause);
    expect(run.complete(pay, 1).continued).toMatchObject({ args: [2] });
    expect(recorded(run.history, "TimerStarted")).toMatchObject([{ startToFireTimeout: "1" }]);
  });
});
