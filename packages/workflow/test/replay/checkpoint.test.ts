import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import type { Coroutine } from "../../src/index.ts";
import { activity, all, checkpoint, replay, signal, sleep, start, workflow } from "../../src/index.ts";
import { recorded, sent } from "./shop.ts";

const pay = activity({ name: "pay" }, (n: number) => n);
const go = signal<number>("go");
const add = signal<number>("add");

/** Sums what it is sent, checkpoint by checkpoint. */
const summing = workflow({ name: "summing" }, function* (sum: number): Coroutine<number> {
  let total = sum;
  for (;;) {
    const n = yield* go.receive();
    if (n === 0) return total;
    total += n;
    yield* checkpoint(total);
  }
});

/** With the options given: starts an activity, serves `add` by paying, and comes to a checkpoint at `go`. */
const busy = (options: Parameters<typeof checkpoint.with>[0]) =>
  workflow({ name: "busy" }, function* (n: number): Coroutine<string> {
    yield* add.handle(function* (m) {
      yield* pay(m);
    });
    yield* start(pay(1));
    yield* go.receive();
    try {
      yield* checkpoint.with({ every: 1, ...options })(n + 1);
    } catch (error) {
      return (error as { code: string; message: string }).code;
    }
    return "went on";
  });

describe("a checkpoint", () => {
  it("goes on at once while the history is short", () => {
    const run = step(summing, 0).signal(go, 1).signal(go, 2);
    expect([run.decisions, run.signal(go, 0).result]).toEqual([[], 3]);
  });

  it("continues as new once the history is long, and the sum is kept", () => {
    const run = step.with({ checkpointEvents: 12 })(summing, 0).signal(go, 1).signal(go, 2);
    expect(run.continued.args).toEqual([3]);
    expect(run.next().signal(go, 4).signal(go, 0).result).toBe(7);
  });

  it("may say itself how long is long", () => {
    const self = workflow({ name: "self" }, function* (n: number): Coroutine<void> {
      yield* go.receive();
      yield* checkpoint.with({ every: 5 })(self, n + 1);
    });
    expect(step(self, 1).signal(go, 1).continued.args).toEqual([2]);
  });

  it("records that it has ended the run, and decides the same under other settings", () => {
    const run = step.with({ checkpointEvents: 12 })(summing, 0).signal(go, 1).signal(go, 2);
    expect(recorded(run.history, "MarkerRecorded").map(({ details }) => details)).toContain("sw1 4 60 cancel");
    const { converter, execution } = run.history;
    for (const checkpointEvents of [1, 100_000]) {
      const again = replay(summing, run.history, { converter, execution, checkpointEvents });
      expect([again.status, "decisions" in again ? again.decisions : again]).toEqual(["continued", []]);
    }
  });

  it("takes a number, whatever it decides", () => {
    const self = workflow({ name: "self" }, function* (): Coroutine<void> {
      yield* checkpoint();
      yield* pay(1);
    });
    expect(sent(step(self))).toEqual(["ScheduleActivityTask 2"]);
  });

  it("hands on the signals that nobody has taken", () => {
    const run = step.with({ checkpointEvents: 8 })(summing, 0);
    run.batch(() => run.signal(go, 1).signal(go, 2).signal(go, 0));
    expect(run.continued).toMatchObject({ args: [1], signals: [{ value: 2 }, { value: 0 }] });
    expect(run.next().result).toBe(3);
  });

  it.each([
    [
      "a coroutine",
      () =>
        start(function* (): Coroutine<void> {
          yield* checkpoint(1);
        }),
    ],
    ["a composite", () => all([checkpoint(1)])],
  ])("holds the run when it is asked in %s", (_where, asked) => {
    const self = workflow({ name: "self" }, function* (): Coroutine<void> {
      yield* asked();
      yield* sleep(1);
    });
    expect(() => step(self)).toThrow(expect.objectContaining({ code: "CHECKPOINT_ILLEGAL" }));
  });

  it("holds the run while another coroutine runs, and names it", () => {
    const self = workflow({ name: "self" }, function* (): Coroutine<void> {
      yield* start(function* (): Coroutine<void> {
        yield* sleep(1);
      });
      yield* checkpoint(1);
    });
    expect(() => step(self)).toThrow(
      expect.objectContaining({ code: "CHECKPOINT_ILLEGAL", message: expect.stringContaining("coroutine 1 runs") }),
    );
  });

  it("refuses options that make no sense, and functions as state", () => {
    const code = (expected: string) => expect.objectContaining({ code: expected });
    expect(() => checkpoint.with({ every: 0 })).toThrow(code("OPTION_INVALID"));
    expect(() => checkpoint.with({ onOpen: "hope" as never })).toThrow(code("OPTION_INVALID"));
    expect(() => checkpoint.with({ drain: -1 })).toThrow(code("DURATION_INVALID"));
    expect(() => checkpoint((() => 1) as never)).toThrow(code("CHECKPOINT_ILLEGAL"));
  });
});

describe("work that is open at a checkpoint", () => {
  it("is awaited while handlers go on serving, and then the run continues", () => {
    const run = step(busy({}), 1).signal(go, 1);
    expect(sent(run)).toEqual(["RecordMarker sweft.checkpoint", "StartTimer 4.drain"]);
    run.signal(add, 7);
    expect(run.open).toEqual([pay(1), { type: "StartTimer", seconds: 60 }, pay(7)]);
    run.complete("2", 1);
    expect(run.status).toBe("running");
    run.complete(pay(7), 7);
    expect(run.continued.args).toEqual([2]);
  });

  it("is canceled when the time is over", () => {
    const run = step(busy({ drain: "5m" }), 1)
      .begin(pay)
      .signal(go, 1)
      .fire();
    expect([run.status, sent(run)]).toEqual([
      "continued",
      ["RequestCancelActivityTask 2", "ContinueAsNewWorkflowExecution"],
    ]);
  });

  it("or makes the checkpoint throw, and the run goes on", () => {
    expect(
      step(busy({ onOpen: "error" }), 1)
        .begin(pay)
        .signal(go, 1)
        .fire().result,
    ).toBe("CHECKPOINT_OPEN");
  });

  it("is not awaited at all if there is no time for it", () => {
    const run = step(busy({ drain: 0 }), 1)
      .begin(pay)
      .signal(go, 1);
    expect(sent(run).slice(1)).toEqual(["RequestCancelActivityTask 2", "ContinueAsNewWorkflowExecution"]);
    expect(
      step(busy({ drain: 0, onOpen: "error" }), 1)
        .begin(pay)
        .signal(go, 1).result,
    ).toBe("CHECKPOINT_OPEN");
  });

  it("does not keep a cancellation from the body", () => {
    const run = step(busy({}), 1).begin(pay).signal(go, 1).cancel();
    expect(run.result).toBe("CANCELED");
  });
});

describe("a timer that is marked", () => {
  const waiting = workflow({ name: "waiting" }, function* (n: number): Coroutine<string> {
    yield* start(sleep("1 day", { carry: "deadline" }));
    yield* start(sleep("1 day"));
    yield* go.receive();
    yield* checkpoint.with({ every: 1, drain: 0 })(n + 1);
    return "went on";
  });

  it("waits in the next run only for what is left", () => {
    const run = step(waiting, 1).advance(3_600_500).signal(go, 1);
    const next = run.next();
    expect(recorded(next.history, "TimerStarted").map(({ startToFireTimeout }) => startToFireTimeout)).toEqual([
      "82800",
      "86400",
    ]);
    expect(next.open.slice(0, 2)).toEqual([sleep("1 day", { carry: "deadline" }), sleep("1 day")]);
  });

  it("is due at once if its time is past", () => {
    const next = step(waiting, 1)
      .advance(100 * 86_400_000)
      .signal(go, 1)
      .next();
    expect(recorded(next.history, "TimerStarted")[0]?.startToFireTimeout).toBe("0");
  });

  it("is handed on through a run that does not ask for it, and used once", () => {
    const self = workflow({ name: "self" }, function* (n: number): Coroutine<void> {
      if (n !== 2) {
        yield* start(sleep("1h", { carry: "a" }));
        yield* start(sleep("1h", { carry: "a" }));
      }
      yield* go.receive();
      yield* checkpoint.with({ every: 1, drain: 0 })(n + 1);
    });
    const first = step(self, 1).advance(60_000);
    const third = first.signal(go, 1).next().advance(60_000).signal(go, 1).next();
    expect(recorded(third.history, "TimerStarted").map(({ startToFireTimeout }) => startToFireTimeout)).toEqual([
      "3480",
      "3480",
    ]);
    const fourth = third.fire("1").signal(go, 1).next();
    expect(recorded(fourth.history, "TimerStarted").map(({ startToFireTimeout }) => startToFireTimeout)).toEqual([
      "0",
      "3600",
    ]);
  });

  it("is dropped with all others when the run ends for good, and needs a legal name", () => {
    expect(() => sleep(1, { carry: "" })).toThrow(expect.objectContaining({ code: "ID_INVALID" }));
    const self = workflow({ name: "self" }, function* (): Coroutine<void> {
      yield* start(sleep("1h", { carry: "a" }));
      yield* go.receive();
    });
    expect(sent(step(self).signal(go, 1))).toEqual(["CompleteWorkflowExecution"]);
  });
});
