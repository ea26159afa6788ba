import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import { activity, isBug, now, replay, signal, sleep, sourceOf, workflow } from "../../src/index.ts";

const pay = activity({ name: "pay" }, (n: number) => n);
const go = signal<string>("go");

const broken = workflow({ name: "flow" }, function* () {
  yield* go.receive();
  return (undefined as unknown as { paid: string }).paid;
});
const fixed = workflow({ name: "flow" }, function* () {
  const word = yield* go.receive();
  const at = (yield* now()).getTime();
  const paid = yield* pay(1);
  return { word, paid, at };
});
const keeping = step.with({ holds: "keep" });

/** The line on which this is called. */
function thisLine(): number {
  const [, , caller = ""] = new Error().stack?.split("\n") ?? [];
  return Number(/:(\d+):\d+\)?$/.exec(caller)?.[1]);
}

describe("a bug in the workflow code", () => {
  it("tells the line of the user's source that it came out of, whoever has thrown it", () => {
    let line = 0;
    const helper = () => {
      line = thisLine() + 1;
      return (undefined as unknown as { paid: string }).paid;
    };
    const stumbles = keeping(
      workflow({ name: "stumbles" }, function* () {
        yield* pay(1);
        return helper();
      }),
    ).complete(pay, 1);
    expect(sourceOf(stumbles.error)).toMatchObject({ file: __filename, line });
    const misspells = keeping(
      workflow({ name: "misspells" }, function* () {
        line = thisLine() + 1;
        yield* sleep("5 parsecs" as never);
      }),
    );
    expect(sourceOf(misspells.error)).toMatchObject({ file: __filename, line });
    for (const other of [new Error("elsewhere"), "text", undefined, { stack: 7 }])
      expect(sourceOf(other)).toBeUndefined();
  });

  it("holds the run by a timer of the interpreter's own, and decides nothing else", () => {
    const run = keeping(broken).signal(go, "now");
    expect(run.status).toBe("held");
    expect((run.error as Error).name).toBe("TypeError");
    const timerId = expect.stringMatching(/^sweft\.hold\.\d+$/);
    expect(run.decisions).toEqual([
      { decisionType: "StartTimer", startTimerDecisionAttributes: { timerId, startToFireTimeout: "60" } },
    ]);
  });

  it("is tried again when the timer fires, after pauses of one minute up to an hour", () => {
    const run = keeping(broken).signal(go, "now");
    const pauses: (string | undefined)[] = [];
    for (let i = 0; i < 8; i++) {
      pauses.push(run.decisions[0]?.startTimerDecisionAttributes?.startToFireTimeout);
      run.fire();
    }
    expect(pauses).toEqual(["60", "120", "240", "480", "960", "1920", "3600", "3600"]);
  });

  it("is answered with nothing while a hold timer runs, so that signals burn no timers", () => {
    const run = keeping(broken).signal(go, "now");
    run.signal("other", 1);
    expect(run.status).toBe("held");
    expect(run.decisions).toEqual([]);
  });

  it("goes on by fixed code as if the held decisions had never happened", () => {
    const run = keeping(broken).signal(go, "now");
    run.fire().signal("other", 1);
    run.deploy(fixed as never);
    run.fire();
    expect(run.openWork).toEqual([{ id: "2", command: pay(1) }]);
    run.complete("2", 17);
    const started = run.history.events.filter(({ eventType }) => eventType === "DecisionTaskStarted");
    // Tasks: the first, three that were held, the one that went on, the last.
    expect(run.result).toEqual({ word: "now", paid: 17, at: started.at(-2)?.eventTimestamp.getTime() });
    expect(replay(fixed, run.history.events)).toMatchObject({ status: "completed", decisions: [] });
  });

  it("gives the hold timer back when fixed code goes on before it fires", () => {
    const run = keeping(broken).signal(go, "now");
    run.deploy(fixed as never);
    run.signal("other", 1);
    expect(run.decisions.map(({ decisionType }) => decisionType)).toEqual(["CancelTimer", "ScheduleActivityTask"]);
    run.complete("2", 17);
    expect(run.status).toBe("completed");
    expect(replay(fixed, run.history.events)).toMatchObject({ status: "completed", decisions: [] });
  });

  it("in the first decision of a run holds it before the run marker is written", () => {
    const never = workflow({ name: "flow" }, function* () {
      yield* sleep("soon" as never);
    });
    const well = workflow({ name: "flow" }, function* () {
      yield* sleep(1);
      return "well";
    });
    const run = keeping(never as never);
    expect(run.decisions.map(({ decisionType }) => decisionType)).toEqual(["StartTimer"]);
    run.deploy(well as never);
    run.fire();
    expect(run.decisions.map(({ decisionType }) => decisionType)).toEqual(
      ["CancelTimer", "RecordMarker", "StartTimer"].slice(1),
    );
    run.fire();
    expect(run.result).toBe("well");
    expect(replay(well, run.history.events)).toMatchObject({ status: "completed", decisions: [] });
  });

  it("fails the run instead if the workflow says so", () => {
    const failing = workflow({ name: "flow", onBug: "fail" }, function* () {
      yield* go.receive();
      return (undefined as unknown as { paid: string }).paid;
    });
    const run = step(failing).signal(go, "now");
    expect(run.status).toBe("failed");
    expect(run.decisions[0]?.failWorkflowExecutionDecisionAttributes?.reason).toMatch(/^TypeError: /);
  });
});

describe("what holds and what fails", () => {
  it.each(["TypeError", "ReferenceError", "RangeError", "SyntaxError"])("%s is a bug", (name) => {
    expect(isBug(Object.assign(new Error("x"), { name }))).toBe(true);
  });

  it("every other error is the workflow's own affair and fails it", () => {
    const refuses = workflow({ name: "refuses" }, function* () {
      yield* go.receive();
      throw Object.assign(new Error("the shop is closed"), { code: "CLOSED" });
    });
    const run = step(refuses).signal(go, "now");
    expect(run.status).toBe("failed");
    expect(run.error).toMatchObject({ code: "CLOSED" });
  });

  it("a TypeError that an activity threw comes wrapped, and fails the workflow", () => {
    const flow = workflow({ name: "flow" }, function* () {
      return yield* pay(1);
    });
    const run = step(flow).fail(pay, new TypeError("in the activity"));
    expect(run.status).toBe("failed");
    expect(run.error).toMatchObject({ code: "ACTIVITY_FAILED", cause: { name: "TypeError" } });
  });
});
