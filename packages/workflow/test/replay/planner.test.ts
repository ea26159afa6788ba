import { describe, expect, it } from "@jest/globals";
import type { FakeHistory } from "@sweft/testing";
import { fakeHistory, step } from "@sweft/testing";
import type { Limits, Operation, Workflow } from "../../src/index.ts";
import {
  all,
  allSettled,
  any,
  cached,
  external,
  lambda,
  limitsOf,
  marker,
  openRun,
  race,
  SERVICE_LIMITS,
  sleep,
  start,
  withTimeout,
} from "../../src/index.ts";
import { brief, charge, echo, flow, go, pack, recorded, sent, waits } from "./shop.ts";

const within = (limits: Partial<Limits>) => step.with({ limits });

const many = (length: number) =>
  flow(function* () {
    return yield* all(Array.from({ length }, (_, i) => echo(i)));
  });

const isDecidedBy = (attributes: unknown, eventId: number | undefined) =>
  (attributes as { readonly decisionTaskCompletedEventId?: number } | undefined)?.decisionTaskCompletedEventId ===
  eventId;

/** What every completion of a history wrote. */
const completions = (history: FakeHistory) =>
  history.events
    .filter(({ eventType }) => eventType === "DecisionTaskCompleted")
    .map(({ eventId }) =>
      history.events
        .filter((event) => Object.values(event).some((it) => isDecidedBy(it, eventId)))
        .map(({ eventType }) => eventType),
    );

describe("a completion that cannot hold all that is asked", () => {
  it("holds a beginning, and a timer that brings the rest", () => {
    const run = within({ decisions: 3 })(many(5));
    expect(completions(run.history)).toEqual([
      ["MarkerRecorded", "ActivityTaskScheduled", "ActivityTaskScheduled", "TimerStarted"],
      ["ActivityTaskScheduled", "ActivityTaskScheduled", "ActivityTaskScheduled"],
    ]);
    expect(waits(run)).toEqual(["1.1", "1.2", "1.3", "1.4", "1.5"]);
    const timer = recorded(run.history, "TimerStarted")[0];
    expect(timer).toMatchObject({ timerId: "sweft.more.3", startToFireTimeout: "0" });
  });

  it("is bounded by its bytes too, whatever the characters", () => {
    for (const character of ["a", '"', "\u0000", "é", "語", "😀"]) {
      const run = within({ requestBytes: 8_000 })(
        flow(function* () {
          return yield* all(Array.from({ length: 8 }, () => echo(character.repeat(500))));
        }),
      );
      expect(waits(run)).toHaveLength(8);
      for (const { events } of [run.history]) expect(events.length).toBeGreaterThan(8);
      expect(recorded(run.history, "ActivityTaskScheduled")).toHaveLength(8);
    }
  });

  it("sends what is too long for any request alone, rather than nothing", () => {
    const run = within({ requestBytes: 1 })(many(2));
    expect(recorded(run.history, "ActivityTaskScheduled")).toHaveLength(2);
  });

  it("sends a marker before what was asked after it", () => {
    const run = within({ decisions: 2 })(
      flow(function* () {
        yield* start(echo(1));
        yield* start(echo(2));
        yield* marker("between");
        yield* echo(3);
      }),
    );
    const order = run.history.events
      .map(({ eventType }) => eventType)
      .filter((type) => /Marker|Scheduled$/.test(type ?? ""));
    expect(order.filter((type) => type !== "DecisionTaskScheduled")).toEqual([
      "MarkerRecorded",
      "ActivityTaskScheduled",
      "ActivityTaskScheduled",
      "MarkerRecorded",
      "ActivityTaskScheduled",
    ]);
  });

  it("closes the run when all else is sent", () => {
    const run = within({ decisions: 2 })(
      flow(function* () {
        for (let i = 0; i < 4; i++) yield* marker("tick", i);
        return "done";
      }),
    );
    expect(run.result).toBe("done");
    expect(recorded(run.history, "MarkerRecorded")).toHaveLength(5);
  });

  it("does not end the run before its end is sent", () => {
    const body = flow(function* () {
      for (let i = 0; i < 4; i++) yield* marker("tick", i);
      return "done";
    }) as Workflow<never[], unknown>;
    const limits = { decisions: 2 };
    const { events, converter, execution } = within(limits)(body as never).history;
    const live = openRun(body, { converter, execution, limits });
    const begun = events.flatMap(({ eventType }, i) => (eventType === "DecisionTaskStarted" ? [i + 1] : []));
    expect(begun.map((end) => live.advance(events.slice(0, end)).status)).toEqual(["blocked", "blocked", "completed"]);
    expect(live.advance(events).status).toBe("completed");
  });

  it("is not the end of an effect: it runs again where its outcome was not recorded, and whoever decides goes on with that", () => {
    let runs = 0;
    const body = flow(function* () {
      yield* start(echo("first"));
      const n = yield* cached("count", () => ++runs);
      return yield* echo(n);
    }) as Workflow<never[], unknown>;
    const history = fakeHistory({ workflow: body, args: [] });
    const { converter, execution } = history;
    const options = { converter, execution, limits: { decisions: 2 } };
    const decide = () => {
      history.decisionStarted();
      const fresh = openRun(body, options);
      let replayed = fresh.advance(history);
      while (replayed.status === "needs") {
        replayed = fresh.resume(replayed.effects.map(({ fn }) => ({ ok: true, value: fn() })));
      }
      if (!("decisions" in replayed)) throw new Error(replayed.status);
      history.decide(replayed.decisions);
      return brief(replayed.decisions);
    };
    expect(decide()).toEqual(["ScheduleActivityTask 1", "StartTimer sweft.more.3"]);
    history.timerFired("sweft.more.3");
    expect(decide()).toEqual(["RecordMarker sweft.cached", "ScheduleActivityTask 3"]);
    expect(recorded(history, "ActivityTaskScheduled").at(-1)).toMatchObject({ input: "[2]" });
    history.activityCompleted("3", "counted");
    expect(decide()).toEqual(["RequestCancelActivityTask 1", "CompleteWorkflowExecution"]);
    expect(runs).toBe(2);
  });
});

describe("what is open at a time", () => {
  it("is bounded for each kind: the rest goes out as room is made, and wakes nobody meanwhile", () => {
    const run = within({ openActivities: 2 })(many(4));
    expect(sent(run)).toEqual(["ScheduleActivityTask 1.1", "ScheduleActivityTask 1.2"]);
    run.history.activityStarted("1.2");
    run.complete("1.2", 1);
    expect(sent(run)).toEqual(["ScheduleActivityTask 1.3"]);
    expect(recorded(run.history, "TimerStarted")).toEqual([]);
    run.complete("1.1", 0).complete("1.3", 2).complete("1.4", 3);
    expect(run.result).toEqual([0, 1, 2, 3]);
  });

  it("lets other kinds pass", () => {
    const run = within({ openActivities: 1, openChildren: 1 })(
      flow(function* () {
        return yield* all([echo(1), echo(2), pack(1), pack(2), sleep(5)]);
      }),
    );
    expect(sent(run)).toEqual(["ScheduleActivityTask 1.1", "StartChildWorkflowExecution 1.3", "StartTimer 1.5"]);
  });

  it("counts a timer that is canceled in the same completion as gone", () => {
    const run = within({ openTimers: 1 })(
      flow(function* () {
        yield* race([go.receive(), sleep(60)]);
        yield* sleep(30);
      }),
    );
    run.signal(go);
    expect(sent(run)).toEqual(["CancelTimer 1.2", "StartTimer 2"]);
  });

  it("what was not sent and is canceled is never sent", () => {
    const run = within({ openActivities: 1 })(
      flow(function* () {
        yield* race([all([echo(1), echo(2)]), go.receive()]);
        return "over";
      }),
    );
    run.signal(go);
    expect(run.result).toBe("over");
    expect(recorded(run.history, "ActivityTaskScheduled")).toHaveLength(1);
  });
});

describe("the pace", () => {
  const rates = { ScheduleActivityTask: { burst: 2, perSecond: 1 } };

  it("is that of a bucket: what it does not hold waits for a timer", () => {
    const run = within({ rates })(many(5));
    expect(recorded(run.history, "ActivityTaskScheduled")).toHaveLength(5);
    const seconds = run.history.events.map(({ eventTimestamp }) => Number(eventTimestamp));
    expect(Math.max(...seconds) - Math.min(...seconds)).toBeGreaterThanOrEqual(3_000);
    expect(recorded(run.history, "TimerStarted").map(({ timerId }) => timerId)).toEqual([
      "sweft.wake.3",
      expect.stringMatching(/^sweft\.wake\./),
      expect.stringMatching(/^sweft\.wake\./),
    ]);
  });

  it.each(["ACTIVITY_CREATION_RATE_EXCEEDED", "OPEN_ACTIVITIES_LIMIT_EXCEEDED"])(
    "slows down after %s, which the workflow never hears of",
    (cause) => {
      const run = step(
        flow(function* () {
          yield* go.receive();
          return yield* charge(1);
        }),
      );
      run.refuseNext(charge, cause).refuseNext(charge, cause).signal(go);
      expect(recorded(run.history, "ScheduleActivityTaskFailed")).toHaveLength(2);
      expect(recorded(run.history, "TimerStarted").map(({ startToFireTimeout }) => startToFireTimeout)).toEqual([
        "1",
        "2",
      ]);
      expect(run.complete(charge, "paid").result).toBe("paid");
    },
  );

  it("does not let a close loop that is refused for its rate", () => {
    const run = step(
      flow(function* () {
        yield* go.receive();
        return "done";
      }),
    );
    run.history.refuseNext("CompleteWorkflowExecution", "SOME_RATE_EXCEEDED");
    expect(run.signal(go).result).toBe("done");
    expect(recorded(run.history, "TimerStarted")).toHaveLength(1);
  });
});

describe("limits", () => {
  it("are those of the service unless told otherwise, and are checked", () => {
    expect(limitsOf(undefined)).toBe(SERVICE_LIMITS);
    expect(limitsOf({ openTimers: 5 })).toEqual({ ...SERVICE_LIMITS, openTimers: 5 });
    const wrong = (limits: object) =>
      expect(() => limitsOf(limits)).toThrow(expect.objectContaining({ code: "OPTION_INVALID" }));
    wrong({ openTimer: 5 });
    wrong({ openTimers: 0 });
    wrong({ decisions: 1.5 });
    wrong({ rates: { StartTimer: { burst: 0, perSecond: 1 } } });
    wrong({ rates: { StartTimer: { burst: 1, perSecond: 0 } } });
    wrong({ rates: { StartTimr: { burst: 1, perSecond: 1 } } });
    wrong({ rates: null });
    wrong({ rates: 5 });
    wrong({ reservedEvents: -1 });
    for (const none of [null, 5, "many", []]) wrong(none as never);
    expect(limitsOf({ reservedEvents: 0, rates: {} })).toMatchObject({ reservedEvents: 0, rates: {} });
    // Markers go before whatever was asked after them: nothing may hold them back alone.
    wrong({ rates: { RecordMarker: { burst: 1, perSecond: 1 } } });
  });
});

describe("the budget of a history", () => {
  const tight = within({ historyEvents: 100, reservedEvents: 10 });

  it("refuses what might not fit, holding the run with nothing begun", () => {
    expect(() => tight(many(15))).toThrow(
      expect.objectContaining({ code: "HISTORY_BUDGET", message: expect.stringContaining("90 events") }),
    );
    expect(tight(many(14)).status).toBe("running");
  });

  it("counts further attempts and their pauses", () => {
    const trying = flow(function* () {
      return yield* all([1, 2].map((n) => charge.with({ retry: 5 })(n)));
    });
    expect(() => tight(trying)).toThrow(expect.objectContaining({ code: "HISTORY_BUDGET" }));
  });

  it("knows what each kind of work costs", () => {
    const room = (work: () => Operation<unknown>, events: number) => {
      const asking = flow(function* () {
        yield* work();
      });
      const limits = { historyEvents: 3 + events, reservedEvents: 0 };
      expect(within(limits)(asking).status).not.toBe("held");
      expect(() => within({ ...limits, historyEvents: 2 + events })(asking)).toThrow(
        expect.objectContaining({ code: "HISTORY_BUDGET" }),
      );
    };
    room(() => echo(1), 6);
    room(() => sleep(1), 5);
    room(() => pack(1), 9);
    room(() => pack.with({ retry: 3 })(1), 37);
    room(() => lambda<(n: number) => void>({ name: "f", retry: 2 })(1), 17);
    room(() => external("w").signal(go, 1), 5);
    room(() => external("w").cancel(), 5);
    room(() => cached("c", () => 1), 1);
    room(() => marker("m"), 1);
    room(() => withTimeout(5, echo(1)), 11);
    room(() => any([allSettled([echo(1), sleep(1)]), race([echo(1), echo(2)])]), 23);
  });

  it("gives room back as work ends", () => {
    const run = tight(
      flow(function* () {
        for (let i = 0; i < 10; i++) yield* echo(i);
      }),
    );
    for (let i = 0; i < 10; i++) run.complete(String(i + 1), i);
    expect(run.status).toBe("completed");
  });

  it("cannot be caught, and lets recorded work be", () => {
    const stubborn = flow(function* () {
      try {
        yield* all(Array.from({ length: 15 }, (_, i) => echo(i)));
      } catch {
        return "caught";
      }
      return "done";
    });
    expect(() => tight(stubborn)).toThrow(expect.objectContaining({ code: "HISTORY_BUDGET" }));
    const run = step(stubborn);
    const { events, converter, execution } = run.history;
    const later = openRun(stubborn, { converter, execution, limits: { historyEvents: 100 } });
    expect(later.advance(events)).toEqual({ status: "blocked", decisions: [] });
  });
});
