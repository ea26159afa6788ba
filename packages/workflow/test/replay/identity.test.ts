import { describe, expect, it } from "@jest/globals";
import { fakeHistory, step } from "@sweft/testing";
import type { Coroutine } from "../../src/index.ts";
import { all, cached, cancel, info, log, marker, now, race, random, replay, sleep, start } from "../../src/index.ts";
import { charge, echo, flow, go, pack, recorded, replayedBy, ship, waits } from "./shop.ts";

const ids = (code: ReturnType<typeof flow>) => waits(step(code)).sort();

describe("structural ids", () => {
  it("count the commands of each coroutine, and begin anew in those it starts", () => {
    expect(
      ids(
        flow(function* () {
          yield* start(charge(1));
          yield* start(function* () {
            yield* start(ship("a"));
            yield* all([sleep(1), pack(1)]);
          });
          yield* race({ a: go.receive(), b: charge(2) });
        }),
      ),
    ).toEqual(["1", "2.1", "2.2.1", "2.2.2", "3.1", "3.2"]);
  });

  it("give no number to facts, logs, waits and cancels", () => {
    expect(
      ids(
        flow(function* () {
          yield* now();
          yield* random();
          yield* info();
          yield* log("x");
          const h = yield* start(charge(1));
          const other = yield* start(sleep(9));
          yield* cancel(other);
          yield* now();
          yield* start(ship("a"));
          yield* h;
        }),
      ),
    ).toEqual(["1", "3"]);
  });

  it("give a number to markers, effects and receives, whether or not they become decisions", () => {
    expect(
      ids(
        flow(function* () {
          yield* marker("x");
          yield* cached("y", () => 1);
          yield* start(go.receive());
          yield* charge(1);
        }),
      ),
    ).toEqual(["3", "4"]);
  });

  it("stay the same when a sibling coroutine asks for more", () => {
    const siblings = (more: boolean) =>
      flow(function* () {
        yield* start(function* (): Coroutine<void> {
          if (more) {
            yield* marker("new");
            yield* start(sleep(9));
          }
          yield* charge(1);
        });
        yield* start(function* () {
          yield* ship("a");
          yield* ship("b");
        });
        yield* go.receive();
      });
    const without = ids(siblings(false));
    expect(without).toEqual(["1.1", "2.1", "3"]);
    expect(ids(siblings(true))).toEqual(["1.2", "1.3", "2.1", "3"]);
  });

  it("are what activities, timers and controls carry", () => {
    const { history } = step(
      flow(function* () {
        yield* all([charge.with({ control: "mine\ntoo" })(1), sleep(5), pack(1), echo()]);
      }),
    );
    const digest = "1[0-9a-z]{13}";
    const [first, second] = recorded(history, "ActivityTaskScheduled");
    expect(first).toMatchObject({
      activityId: "1.1",
      control: expect.stringMatching(new RegExp(`^sw1 1\\.1 ${digest}\nmine\ntoo$`)),
    });
    expect(second).toMatchObject({ activityId: "1.4", control: "sw1 1.4" });
    expect(recorded(history, "TimerStarted")[0]).toMatchObject({ timerId: "1.2", control: "sw1 1.2" });
    expect(recorded(history, "StartChildWorkflowExecutionInitiated")[0]).toMatchObject({
      control: expect.stringMatching(new RegExp(`^sw1 1\\.3 ${digest}$`)),
    });
  });

  it("of a path longer than 128 characters are its hash, legal, distinct and stable", () => {
    const deep = (depth: number): Coroutine<unknown> =>
      (function* (): Coroutine<unknown> {
        if (depth === 0) return yield* all([charge(1), charge(2)]);
        return yield* all([deep(depth - 1)]);
      })();
    const code = flow(function* () {
      return yield* deep(100);
    });
    const run = step(code);
    const [a = "", b = ""] = waits(run);
    expect(a).not.toBe(b);
    for (const id of [a, b]) {
      expect(id.length).toBeLessThanOrEqual(128);
      expect(id).toMatch(/^#[0-9a-z]+(\.\d+)*$/);
    }
    expect(waits(step(code))).toEqual([a, b]);
    run.complete(a, "x").complete(b, "y");
    expect(run.status).toBe("completed");
    expect(run.history.events.every((event) => JSON.stringify(event).length < 10_000)).toBe(true);
  });
});

describe("the workflow id of a child", () => {
  const children = flow(function* () {
    yield* all([pack(1), pack(1), pack.with({ workflowId: "mine" })(1)]);
  });
  const workflowIds = (execution: { workflowId: string; runId: string }) =>
    recorded(step.with({ execution })(children).history, "StartChildWorkflowExecutionInitiated").map(
      ({ workflowId }) => workflowId as string,
    );
  const real = { workflowId: "order-17", runId: "23xW3gZpVPSMV+8q/rkxV4Hk4rJKHGl2QTNUhTgsTfXVY=" };

  it("is legal though run ids are not, its own for each child, and the same at every replay", () => {
    const [first = "", second = "", third] = workflowIds(real);
    expect([first, second].join()).toMatch(/^[0-9a-z]{10,},[0-9a-z]{10,}$/);
    expect(first).not.toBe(second);
    expect(third).toBe("mine");
    expect(workflowIds(real)).toEqual([first, second, third]);
  });

  it("is another one in another run, and in another execution", () => {
    const [here] = workflowIds(real);
    const [otherRun] = workflowIds({ ...real, runId: "another" });
    const [otherExecution] = workflowIds({ ...real, workflowId: "order-18" });
    expect(new Set([here, otherRun, otherExecution]).size).toBe(3);
  });
});

describe("the run marker", () => {
  const code = flow(function* () {
    yield* charge(1);
    yield* ship("a");
  });

  it("is the first decision of the first completion, and of no other", () => {
    const { events } = step
      .with({ execution: { workflowId: "w", runId: "r" } })(code)
      .complete(charge, "r")
      .complete(ship, "p").history;
    expect(events[4]).toMatchObject({
      eventType: "MarkerRecorded",
      markerRecordedEventAttributes: {
        markerName: "sweft.run",
        details: 'sw1 {"format":1,"workflowId":"w","runId":"r","flags":[]}',
      },
    });
    expect(events.filter(({ eventType }) => eventType === "MarkerRecorded")).toHaveLength(1);
  });

  it("comes again if the first decision was lost, in the first that counts", () => {
    const history = fakeHistory({ workflow: code, args: [] }).decisionStarted().decisionTimedOut().decisionStarted();
    const replayed = replayedBy(code, history);
    if (replayed.status !== "blocked") throw new Error(`it is ${replayed.status}`);
    expect(replayed.decisions.map(({ decisionType }) => decisionType)).toEqual([
      "RecordMarker",
      "ScheduleActivityTask",
    ]);
    history.decide(replayed.decisions).activityCompleted("1", "r").decisionStarted();
    expect(replayedBy(code, history)).toMatchObject({
      status: "blocked",
      decisions: [{ decisionType: "ScheduleActivityTask" }],
    });
  });

  it("tells a replay which run it is, without being told", () => {
    const draws = flow(function* () {
      yield* charge(1);
      return [yield* random(), (yield* info()).runId];
    });
    const run = step
      .with({ execution: { workflowId: "w", runId: "r" } })(draws)
      .complete(charge, "r");
    const { events, converter } = run.history;
    const replayed = replay(draws, events, { converter });
    expect(replayed).toMatchObject({ status: "completed", result: run.result });
    expect(run.result[1]).toBe("r");
  });

  it("is asked for before the first decision has been made: then somebody must say which run it is", () => {
    const { history } = step(code);
    const replayed = replay(code, history.events.slice(0, 3), { converter: history.converter });
    expect(replayed).toMatchObject({ status: "held", error: { code: "RUN_ID_UNKNOWN" } });
  });

  it("of a newer format, or with unknown flags, holds the run", () => {
    const { history } = step(code);
    for (const details of [
      '{"format":2,"workflowId":"w","runId":"r","flags":[]}',
      '{"format":1,"workflowId":"w","runId":"r","flags":[7]}',
    ]) {
      const events = history.events.map((event) =>
        event.eventType === "MarkerRecorded"
          ? { ...event, markerRecordedEventAttributes: { markerName: "sweft.run", details } }
          : event,
      );
      const { converter, execution } = history;
      expect(replayedBy(code, { events: events as never, converter, execution })).toMatchObject({
        status: "held",
        error: { code: "FORMAT_UNKNOWN" },
      });
    }
  });

  // R3/R10: what is no run marker of ours should hold as FORMAT_UNKNOWN, with words; JSON.parse and `flags.filter` throw
  // a bare SyntaxError or TypeError instead. (marker.ts)
  it("that cannot be read holds the run with words about it", () => {
    const { history } = step(code);
    const events = history.events.map((event) =>
      event.eventType === "MarkerRecorded"
        ? { ...event, markerRecordedEventAttributes: { markerName: "sweft.run", details: 'sw1 {"format":2}' } }
        : event,
    );
    const { converter, execution } = history;
    expect(replayedBy(code, { events: events as never, converter, execution })).toMatchObject({
      error: { code: "FORMAT_UNKNOWN" },
    });
  });
});
