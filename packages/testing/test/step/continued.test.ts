import { describe, expect, it } from "@jest/globals";
import type { Coroutine } from "@sweft/workflow";
import { activity, checkpoint, continueAsNew, info, signal, sleep, start, workflow } from "@sweft/workflow";
import { fakeHistory, runLocally, signalAfter, step } from "../../src/index.ts";

const add = activity({ name: "add" }, async (n: number) => n + 1);
const go = signal<number>("go");

/** Adds one a run, up to a number. */
const counting = workflow({ name: "counting" }, function* (n: number, to: number): Coroutine<number> {
  const next = yield* add(n);
  if (next >= to) return next;
  return yield* continueAsNew(counting, next, to);
});

describe("a stepped run that continues as new", () => {
  it("goes on in the next, under the same workflow id, and tells which it continues", () => {
    const self = workflow({ name: "self" }, function* (n: number): Coroutine<unknown> {
      if (n === 2) {
        const { workflowId, runId, continuedRunId, startedAt, taskList, tagList } = yield* info();
        return [workflowId, runId, continuedRunId, startedAt.toISOString(), taskList, tagList];
      }
      yield* go.receive();
      return yield* continueAsNew(self.with({ tagList: ["b"] }), 2);
    });
    const run = step.with({ taskList: "slow", tagList: ["a"], execution: { workflowId: "w", runId: "r" } })(self, 1);
    const next = run.advance(5000).signal(go, 1).next();
    expect(next.result).toEqual(["w", "r.next", "r", "2030-01-01T00:00:05.000Z", "slow", ["b"]]);
  });

  it("tells which marked timers were running", () => {
    const self = workflow({ name: "self" }, function* (): Coroutine<void> {
      yield* start(sleep("1h", { carry: "deadline" }));
      yield* go.receive();
      yield* continueAsNew(self);
    });
    expect(step(self).signal(go, 1).continued.timers).toEqual([
      { name: "deadline", due: new Date("2030-01-01T01:00:00Z") },
    ]);
  });

  it.each([
    ["is running", () => step(counting, 1, 3)],
    ["has completed", () => step(counting, 1, 2).complete(add, 2)],
  ])("has no next one while it %s", (_what, run) => {
    expect(() => run().next()).toThrow(expect.objectContaining({ code: "RESULT_MISSING" }));
    expect(() => run().continued).toThrow(expect.objectContaining({ code: "RESULT_MISSING" }));
  });

  it("needs the code of the version that it goes on as", () => {
    const newer = workflow({ name: "self", version: "2" }, function* (n: number): Coroutine<number> {
      return yield* add(n);
    });
    const self = workflow({ name: "self" }, function* (n: number): Coroutine<number> {
      yield* go.receive();
      return yield* continueAsNew(newer, n);
    });
    const run = step(self, 1).signal(go, 1);
    expect(() => run.next()).toThrow(expect.objectContaining({ code: "OPTION_INVALID" }));
    expect(run.next(newer).complete(add, 2).result).toBe(2);
  });

  it("begins like any other from a history with the input that it wrote", () => {
    const taking = workflow({ name: "taking" }, function* (n: number): Coroutine<number> {
      if (n === 2) return yield* go.receive();
      yield* add(n);
      return yield* continueAsNew(taking, 2);
    });
    const run = step(taking, 1).signal(go, 7).complete(add, 2);
    const { input } = run.decisions.at(-1)?.continueAsNewWorkflowExecutionDecisionAttributes ?? {};
    expect(input?.split("\n")[0]).toBe("sw1 continued");
    const history = fakeHistory({ workflow: taking, ...(input !== undefined && { input }) });
    expect(history.events).toHaveLength(2);
  });
});

describe("runLocally", () => {
  it("follows a workflow that continues as new to its end", async () => {
    expect(await runLocally(counting, [0, 5])).toBe(5);
  });

  it("hands on what is announced for later, and what nobody has taken", async () => {
    const self = workflow({ name: "self" }, function* (n: number, taken: number[]): Coroutine<number[]> {
      if (n === 3) return taken;
      yield* sleep("1h");
      return yield* continueAsNew(self, n + 1, [...taken, yield* go.receive()]);
    });
    const signals = [signalAfter("1m", go, 1), signalAfter("2m", go, 2), signalAfter("150m", go, 3)];
    expect(await runLocally(self, [0, []], { signals })).toEqual([1, 2, 3]);
  });

  it("continues as another version of its workflows", async () => {
    const newer = workflow({ name: "self", version: "2" }, function* (n: number): Coroutine<number> {
      return yield* add(n);
    });
    const self = workflow({ name: "self" }, function* (n: number): Coroutine<number> {
      yield* sleep(1);
      return yield* continueAsNew(newer, n);
    });
    const workflows = [newer as never];
    expect(await runLocally(self, [1], { workflows })).toBe(2);
    await expect(runLocally(self, [1])).rejects.toMatchObject({ code: "IMPLEMENTATION_MISSING" });
  });

  it("takes checkpoints, follows schedules until they are canceled, and tries again", async () => {
    const looping = workflow({ name: "looping" }, function* (n: number): Coroutine<number> {
      for (let at = n; ; ) {
        at = yield* add(at);
        if (at === 10) return at;
        yield* checkpoint(looping, at);
      }
    });
    expect(await runLocally(looping, [0], { checkpointEvents: 10 })).toBe(10);
    const days: string[] = [];
    const daily = workflow({ name: "daily", cron: "0 9 * * *" }, function* () {
      days.push((yield* info()).startedAt.toISOString().slice(5, 10));
    });
    const canceled = runLocally(daily, [], { cancelAfter: "80h", verify: false });
    await expect(canceled).rejects.toMatchObject({ code: "CANCELED" });
    expect(days).toEqual(["01-01", "01-01", "01-02", "01-03"].slice(0, days.length));
    expect(days.length).toBeGreaterThan(2);
    const trying = workflow({ name: "trying", runRetry: 3 }, function* () {
      const { attempt } = yield* info();
      if (attempt < 3) throw new Error("not yet");
      return attempt;
    });
    expect(await runLocally(trying, [])).toBe(3);
  });
});
