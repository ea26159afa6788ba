import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import type { Coroutine } from "../../src/index.ts";
import { activity, continueAsNew, now, openRun, replay, signal, workflow } from "../../src/index.ts";
import { recorded, sent } from "./shop.ts";

const pay = activity({ name: "pay" }, (n: number) => n);
const go = signal<number>("go");

const nightly = workflow(
  { name: "nightly", cron: "0 3 * * *", executionStartToCloseTimeout: "2h" },
  function* (n: number) {
    yield* pay(n);
    return (yield* now()).toISOString();
  },
);

// Fake histories begin on 2030-01-01, a Tuesday, at 00:00 UTC.
const first = () => step(nightly, 7);

describe("a workflow with a schedule", () => {
  it("waits for its first time before it begins", () => {
    const run = first();
    expect(sent(run)).toEqual(["RecordMarker sweft.cron", "StartTimer start.wait"]);
    run.fire();
    expect([run.time.toISOString(), run.open]).toEqual(["2030-01-01T03:00:00.000Z", [pay(7)]]);
  });

  it("continues as new when it completes, and waits for the next time after that", () => {
    const run = first().fire().advance(60_000).complete(pay, 1);
    expect(run.continued).toEqual({
      type: { name: "nightly", version: "1" },
      args: [7],
      signals: [],
      notBefore: new Date("2030-01-02T03:00:00Z"),
    });
    const next = run.next();
    expect(sent(next)).toEqual(["StartTimer start.wait"]);
    expect(next.fire().time.toISOString()).toBe("2030-01-02T03:00:00.000Z");
    expect(next.open).toEqual([pay(7)]);
  });

  it("has its own time for the work, and the wait besides", () => {
    expect(nightly.settings.executionStartToCloseTimeout).toBe("31536000");
    const run = first().fire().complete(pay, 1);
    const [continued] = recorded(run.history, "WorkflowExecutionContinuedAsNew");
    expect(continued?.executionStartToCloseTimeout).toBe(String(2 * 3600 + 24 * 3600));
  });

  it("goes on with the schedule when it fails", () => {
    const run = first().fire().fail(pay, new Error("no"));
    expect(run.continued.notBefore).toEqual(new Date("2030-01-02T03:00:00Z"));
    expect(run.log.at(-1)).toMatchObject({ level: "error" });
  });

  it("is tried again first, if it has a policy for that", () => {
    const self = workflow({ name: "self", cron: "0 3 * * *", runRetry: { attempts: 2, delay: 30 } }, function* () {
      yield* pay(1);
    });
    const second = step(self).fire().fail(pay, new Error("no"));
    expect(second.continued).toMatchObject({ attempt: 2, notBefore: new Date("2030-01-01T03:00:30Z") });
    const third = second.next().fire().fail(pay, new Error("no"));
    expect(third.continued).toMatchObject({ notBefore: new Date("2030-01-02T03:00:00Z") });
    expect(third.continued.attempt).toBeUndefined();
  });

  it("ends when it is canceled: while it waits, while it works, and by a request that comes as it ends", () => {
    expect(first().cancel().status).toBe("canceled");
    expect(first().fire().cancel().status).toBe("canceled");
    const run = first().fire();
    run.during(
      () => run.complete(pay, 1),
      () => run.cancel(),
    );
    expect(run.next().status).toBe("canceled");
  });

  it("ends when it completes although it was canceled", () => {
    const self = workflow({ name: "self", cron: "0 3 * * *" }, function* () {
      try {
        yield* go.receive();
      } catch {}
      return "stopped";
    });
    expect(step(self).fire().cancel().result).toBe("stopped");
  });

  it("keeps signals that come while it waits", () => {
    const self = workflow({ name: "self", cron: "0 3 * * *" }, function* () {
      yield* pay(yield* go.receive());
    });
    expect(step(self).signal(go, 5).fire().open).toEqual([pay(5)]);
  });

  it("does not wait when it continues as new by itself", () => {
    const self = workflow({ name: "self", cron: "0 3 * * *" }, function* (n: number): Coroutine<void> {
      yield* pay(n);
      if (n === 1) yield* continueAsNew(self, 2);
    });
    expect(step(self, 1).fire().complete(pay, 1).next().open).toEqual([pay(2)]);
  });

  it("waits on in another run for what comes in more than a year", () => {
    const self = workflow({ name: "self", cron: "0 0 29 2 *" }, function* () {
      yield* pay(1);
    });
    let run = step(self);
    let runs = 1;
    for (; run.fire().status === "continued"; runs++) run = run.next();
    expect([run.time.toISOString(), runs, run.open]).toEqual(["2032-02-29T00:00:00.000Z", 3, [pay(1)]]);
  });

  it("keeps to its first time under another schedule, or none; and one that is added later does not disturb", () => {
    const plain = workflow({ name: "nightly" }, nightly.body);
    const hourly = workflow({ name: "nightly", cron: "0 * * * *" }, nightly.body);
    const { history } = first();
    const { converter, execution } = history;
    for (const code of [plain, hourly]) {
      expect(replay(code, history, { converter, execution })).toMatchObject({ status: "blocked", decisions: [] });
    }
    const unscheduled = step(plain, 7);
    const run = openRun(nightly, { converter, execution });
    expect(run.advance(unscheduled.history)).toMatchObject({ status: "blocked", decisions: [] });
    expect(run.openWork()).toEqual([{ id: "1", command: { ...pay(7) } }]);
  });

  it("is refused at its declaration if the schedule makes no sense", () => {
    const declared = () => workflow({ name: "self", cron: "0 25 * * *" }, function* () {});
    expect(declared).toThrow(expect.objectContaining({ code: "CRON_INVALID" }));
  });
});
