import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import type { LogLine } from "../../src/index.ts";
import { all, info, log, now, openRun, race, random, replay, sleep, start, uuid } from "../../src/index.ts";
import { charge, flow, go, replayedBy, ship, waits } from "./shop.ts";

const START = Date.UTC(2030, 0, 1);

describe("now", () => {
  it("is the time at which the decision was started", () => {
    const run = step(
      flow(function* () {
        const first = yield* now();
        yield* charge(1);
        const second = yield* now();
        yield* sleep(60);
        return [first, second, yield* now()].map((date) => date.getTime() - START);
      }),
    );
    run.advance(1234).complete(charge, "r").advance(5000).fire();
    expect(run.result).toEqual([0, 1234, 61_234]);
  });

  it("stands still in a batch, whatever the times of its events", () => {
    const run = step(
      flow(function* () {
        const times: number[] = [];
        for (let i = 0; i < 3; i++) {
          yield* go.receive();
          times.push((yield* now()).getTime() - START);
        }
        return times;
      }),
    );
    run.batch(() => run.signal(go).advance(1000).signal(go).advance(1000).signal(go));
    expect(run.result).toEqual([2000, 2000, 2000]);
  });

  it("is the time of the decision that was made, not of one that was lost", () => {
    const run = step(
      flow(function* () {
        yield* go.receive();
        return (yield* now()).getTime() - START;
      }),
    );
    run.lose(() => run.signal(go));
    expect(run.result).toBe(30_000);
  });

  it("gives a date of one's own each time", () => {
    const run = step(
      flow(function* () {
        (yield* now()).setTime(0);
        return (yield* now()).getTime();
      }),
    );
    expect(run.result).toBe(START);
  });
});

const runOf = (runId: string) => step.with({ execution: { workflowId: "w", runId } });

describe("random and uuid", () => {
  const draws = flow(function* () {
    const before = [yield* random(), yield* random(), yield* uuid()];
    yield* charge(1);
    return [...before, yield* random(), yield* uuid()];
  });
  const drawn = (runId = "run") => runOf(runId)(draws).complete(charge, "r").result;

  it("are the same at every replay, and others in another run", () => {
    expect(drawn()).toEqual(drawn());
    expect(new Set([...drawn(), ...drawn("other")]).size).toBe(10);
  });

  it("are a number from 0 to 1, and a version 4 UUID", () => {
    for (const value of drawn()) {
      if (typeof value === "number") expect(value >= 0 && value < 1).toBe(true);
      else expect(value).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });

  it("spread evenly", () => {
    const run = step(
      flow(function* () {
        const all: number[] = [];
        for (let i = 0; i < 2000; i++) all.push(yield* random());
        return all;
      }),
    );
    const tenths = Array<number>(10).fill(0);
    for (const one of run.result) tenths[Math.floor(one * 10)] = (tenths[Math.floor(one * 10)] ?? 0) + 1;
    for (const count of tenths) expect(Math.abs(count - 200)).toBeLessThan(80);
  });

  it("differ from coroutine to coroutine, and are not moved by calls in others", () => {
    const coroutines = (calls: number) =>
      flow(function* () {
        const draw = function* (times: number) {
          let last = 0;
          for (let i = 0; i < times; i++) last = yield* random();
          return last;
        };
        const [a, b] = [yield* start(draw, calls), yield* start(draw, 1)];
        return { a: yield* a, b: yield* b, mine: yield* random() };
      });
    const [one, many] = [step(coroutines(1)).result, step(coroutines(9)).result];
    expect(new Set(Object.values(one)).size).toBe(3);
    expect(many).toMatchObject({ b: one.b, mine: one.mine });
    expect(many.a).not.toBe(one.a);
  });

  it("inline in a sub-generator belong to their caller's stream", () => {
    const sub = function* () {
      return yield* random();
    };
    const inline = step(
      flow(function* () {
        return [yield* random(), yield* sub()];
      }),
    ).result;
    expect(inline).toEqual(
      step(
        flow(function* () {
          return [yield* random(), yield* random()];
        }),
      ).result,
    );
  });

  it("may be pieces of composites", () => {
    const [a, b] = step(
      flow(function* () {
        return yield* all([random(), random()]);
      }),
    ).result;
    expect(a).not.toBe(b);
    expect(
      step(
        flow(function* () {
          return yield* race({ first: uuid(), second: sleep(5) });
        }),
      ).result.winner,
    ).toBe("first");
  });
});

describe("info", () => {
  it("tells who the run is", () => {
    const options = {
      execution: { workflowId: "order-17", runId: "r1" },
      taskList: "fast",
      tagList: ["vip"],
      parent: { workflowId: "p", runId: "pr" },
      continuedRunId: "r0",
      attempt: 1,
    };
    const run = step.with(options)(
      flow(function* () {
        return yield* info();
      }),
    );
    expect(run.result).toEqual({
      workflowId: "order-17",
      runId: "r1",
      type: { name: "flow", version: "1" },
      taskList: "fast",
      tagList: ["vip"],
      startedAt: new Date(START),
      historyLength: 3,
      parent: { workflowId: "p", runId: "pr" },
      continuedRunId: "r0",
      attempt: 1,
    });
  });

  it("tells nothing of a parent or tags that are not there", () => {
    const run = step(
      flow(function* () {
        return yield* info();
      }),
    );
    expect(run.result).toMatchObject({
      taskList: "default",
      tagList: [],
      parent: undefined,
      continuedRunId: undefined,
    });
  });

  it("counts the events up to the decision, as of then", () => {
    const run = step(
      flow(function* () {
        const first = (yield* info()).historyLength;
        yield* charge(1);
        return [first, (yield* info()).historyLength];
      }),
    );
    expect(run.complete(charge, "r").result).toEqual([3, 10]);
  });
});

describe("log", () => {
  const logging = flow(function* () {
    yield* log("begins", { n: 1 });
    yield* charge(1);
    yield* log.warn("charged");
    yield* ship("Ada");
    yield* log.error("ends");
    yield* log.debug("really");
  });

  it("is heard once live, with its level, fields and run", () => {
    const run = step(logging).complete(charge, "r").complete(ship, "p");
    const whose = { workflowId: "fake-workflow", runId: "fake-run" };
    expect(run.log).toEqual([
      { level: "info", message: "begins", fields: { n: 1 }, ...whose },
      { level: "warn", message: "charged", fields: undefined, ...whose },
      { level: "error", message: "ends", fields: undefined, ...whose },
      { level: "debug", message: "really", fields: undefined, ...whose },
    ]);
  });

  it("is silent about what was decided before, and heard for the decision that is due", () => {
    const { history } = step(logging).complete(charge, "r");
    const heard: LogLine[] = [];
    const options = { converter: history.converter, onLog: (line: LogLine) => void heard.push(line) };
    replay(logging, history, options);
    expect(heard).toEqual([]);
    history.activityCompleted("2", "p").decisionStarted();
    replay(logging, history, options);
    expect(heard.map(({ message }) => message)).toEqual(["ends", "really"]);
  });

  it("is heard once by a run that is kept, though it is advanced in steps", () => {
    const heard: string[] = [];
    const { history } = step(logging).complete(charge, "r").complete(ship, "p");
    const { events, converter, execution } = history;
    const live = openRun(logging, { converter, execution, onLog: ({ message }) => void heard.push(message) });
    for (const { eventId, eventType } of events)
      if (eventType === "DecisionTaskStarted") live.advance(events.slice(0, eventId));
    live.advance(events);
    expect(heard).toEqual(["begins", "charged", "ends", "really"]);
  });
});

describe("facts and logs", () => {
  it("take no number: asking more of them moves no id", () => {
    const asks = (more: boolean) =>
      flow(function* () {
        if (more) {
          yield* now();
          yield* random();
          yield* uuid();
          yield* info();
          yield* log("x");
        }
        return yield* charge(1);
      });
    const { history } = step(asks(false));
    expect(waits(step(asks(true)))).toEqual(["1"]);
    expect(replayedBy(asks(true), history).status).toBe("blocked");
  });
});
