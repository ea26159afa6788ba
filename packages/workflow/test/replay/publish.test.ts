import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import { cached, publish, replay, sleep, start } from "../../src/index.ts";
import { charge, flow, sent } from "./shop.ts";

describe("publish", () => {
  it("goes along with the next completion, the last of a decision counting, and takes no number", () => {
    const run = step(
      flow(function* () {
        yield* publish({ step: "before" });
        yield* publish({ step: "charging" });
        yield* charge(1);
        yield* sleep(1);
        yield* publish("done");
        return "result";
      }),
    );
    expect(run.published).toEqual({ step: "charging" });
    expect(sent(run)).toEqual(["ScheduleActivityTask 1"]);
    run.complete(charge, "r");
    expect(run.published).toEqual({ step: "charging" });
    run.fire();
    expect(run).toMatchObject({ published: "done", result: "result" });
    expect(run.history.executionContext).toBe('"done"');
  });

  it("is said once, by the decision in which it is asked, and by no replay of it", () => {
    const talks = flow(function* () {
      yield* publish(1);
      yield* sleep(1);
      yield* sleep(1);
    });
    const run = step(talks).fire();
    const { events, converter, execution } = run.history;
    const first = replay(talks, events.slice(0, 3), { converter, execution });
    expect(first).toMatchObject({ status: "blocked", executionContext: "1" });
    const second = events.findLastIndex(({ eventType }) => eventType === "DecisionTaskStarted");
    expect(replay(talks, events.slice(0, second + 1), { converter, execution })).not.toHaveProperty("executionContext");
  });

  it("is said by the decision that is made in place of a lost one", () => {
    const run = step(
      flow(function* () {
        yield* sleep(1);
        yield* publish("late");
        yield* sleep(1);
      }),
    );
    run.lose(() => run.history.timerFired("1"));
    expect(run.published).toBe("late");
  });

  it("is said after the functions that its decision needs have run", () => {
    const run = step(
      flow(function* () {
        yield* publish("before");
        yield* publish(yield* cached("roll", () => 6));
        yield* sleep(1);
      }),
    );
    expect(run.published).toBe(6);
  });

  it("publishes falsy values, and nothing as an empty text", () => {
    for (const state of [0, "", false, null]) {
      const says = flow(function* () {
        yield* publish(state);
      });
      expect(step(says).published).toBe(state);
    }
    const clears = flow(function* () {
      yield* publish(1);
      yield* publish(undefined);
    });
    expect(step(clears).history.executionContext).toBe("");
  });

  it("of what cannot be written is logged, and the run goes on", () => {
    const run = step(
      flow(function* () {
        yield* publish("good");
        yield* publish(() => 1);
        return "done";
      }),
    );
    expect(run).toMatchObject({ result: "done", published: "good" });
    expect(run.log).toEqual([expect.objectContaining({ level: "warn", message: expect.stringContaining("left out") })]);
  });

  it("says nothing while a bug holds the run", () => {
    const run = step.with({ holds: "keep" })(
      flow(function* () {
        yield* publish("never");
        return (undefined as unknown as { x: number }).x;
      }),
    );
    expect(run).toMatchObject({ status: "held", published: undefined });
  });

  it("may be a piece of work too", () => {
    const run = step(
      flow(function* () {
        const handle = yield* start(publish(5));
        return yield* handle;
      }),
    );
    expect(run).toMatchObject({ status: "completed", published: 5 });
  });
});
