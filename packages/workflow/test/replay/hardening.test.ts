import { describe, expect, it, jest } from "@jest/globals";
import { memoryStore, openPayloads } from "@sweft/payload";
import { fakeHistory, step } from "@sweft/testing";
import type { Coroutine, HistoryEvent } from "../../src/index.ts";
import { activity, all, cancel, now, openRun, payloadOf, race, replay, signal, sleep, start } from "../../src/index.ts";
import { flow } from "./shop.ts";

jest.setTimeout(180_000);

const pay = activity({ name: "pay" }, (n: number) => n);
const other = activity({ name: "other" }, (n: number) => n);
const go = signal<number>("go");

const keeping = step.with({ holds: "keep" });
const typesOf = (run: { readonly decisions: readonly { readonly decisionType: string }[] }) =>
  run.decisions.map(({ decisionType }) => decisionType);

describe("the run marker", () => {
  it("has no payload that could be put out of band, compressed or encrypted", async () => {
    const run = step(
      flow(function* () {
        yield* pay(1);
      }),
    );
    const payloads = openPayloads({ store: memoryStore(), inlineLimit: 0 });
    const [marker, schedule] = run.decisions.map((decision) => payloadOf(decision));
    expect(marker).toBeUndefined();
    expect(await payloads.seal(schedule?.text ?? "")).toMatch(/^sweft:ref:/);
  });

  it("that SWF refuses is asked again, and the history stays ours: arguments are checked", () => {
    const order = (n: number) =>
      flow(function* () {
        yield* go.receive();
        yield* pay(n);
        yield* go.receive();
      });
    const history = fakeHistory({ workflow: order(1) });
    history.refuseNext("RecordMarker", "OPERATION_NOT_PERMITTED").decisionStarted();
    const { execution, converter } = history;
    const decide = () => {
      const replayed = replay(order(1), history, { execution, converter });
      if (!("decisions" in replayed)) throw new Error(replayed.status);
      history.decide(replayed.decisions);
      return replayed.decisions.map(({ decisionType }) => decisionType);
    };
    expect(decide()).toEqual(["RecordMarker"]);
    history.decisionStarted();
    expect(decide()).toEqual(["RecordMarker"]);
    history.signaled("go", 1).decisionStarted();
    expect(decide()).toEqual(["ScheduleActivityTask"]);
    expect(replay(order(2), history, { execution, converter }).status).toBe("held");
    expect(replay(order(1), history, { execution, converter }).status).toBe("blocked");
  });
});

describe("the cleanup of a piece that lost", () => {
  it("holds the run if it has a bug", () => {
    const run = keeping(
      flow(function* () {
        yield* race([
          (function* () {
            try {
              yield* sleep(100);
            } finally {
              (undefined as unknown as { x(): void }).x();
            }
          })(),
          sleep(1),
        ]);
        yield* go.receive();
      }),
    );
    run.fire("1.2");
    expect(run.status).toBe("held");
  });

  it("is absorbed if it fails", () => {
    const run = step(
      flow(function* () {
        yield* race([
          (function* () {
            try {
              yield* sleep(100);
            } finally {
              yield* pay(1);
            }
          })(),
          sleep(1),
        ]);
        yield* go.receive();
        return "done";
      }),
    );
    run.fire("1.2").fail(pay, new Error("no")).signal(go, 1);
    expect(run.result).toBe("done");
  });
});

describe("a workflow that has returned closes", () => {
  const ends = (serve: () => Coroutine<unknown>) => {
    const run = step(
      flow(function* () {
        const h = yield* start(serve);
        yield* go.receive();
        yield* cancel(h);
        return "done";
      }),
    );
    run.signal(go, 1);
    for (let i = 0; i < 200 && !run.history.isClosed && run.history.open.length > 0; i++) run.fire();
    return run.status;
  };

  it("although a loop swallows its cancellation and sleeps on", () => {
    const poll = function* () {
      for (;;) {
        try {
          yield* sleep(100);
        } catch {}
      }
    };
    expect(ends(poll)).toBe("completed");
  });

  it("although a loop swallows its cancellation and waits for a signal", () => {
    const serve = function* () {
      for (;;) {
        try {
          yield* go.receive();
        } catch {}
      }
    };
    expect(ends(serve)).toBe("completed");
  });

  it("although two coroutines wait for each other", () => {
    const run = step(
      flow(function* () {
        const handles: { a?: Coroutine<unknown>; b?: Coroutine<unknown> } = {};
        const waitFor = (name: "a" | "b") =>
          function* (): Coroutine<unknown> {
            const handle = handles[name];
            return handle === undefined ? undefined : yield* handle;
          };
        handles.a = (yield* start(waitFor("b"))) as never;
        handles.b = (yield* start(waitFor("a"))) as never;
        yield* go.receive();
        return "done";
      }),
    );
    expect(run.signal(go, 1).status).toBe("completed");
  });
});

describe("the end of a decision task", () => {
  it("that timed out on its list does not end the one being made", () => {
    const order = flow(function* () {
      yield* pay(1);
      return "paid";
    });
    const history = fakeHistory({ workflow: order }).decisionStarted();
    const { execution, converter } = history;
    const replayed = replay(order, history, { execution, converter });
    if (replayed.status !== "blocked") throw new Error(replayed.status);
    history.signaled("news", 1).decide(replayed.decisions);
    // Between Started 3 and its Completed: 4 signal, 5 Scheduled; that task times out on a sticky list, and another follows.
    const [head, tail] = [history.events.slice(0, 5), history.events.slice(5)];
    const moved = tail.map((event) => shifted(event, 2));
    const at = head.at(-1)?.eventTimestamp;
    const events = [
      ...head,
      {
        eventId: 6,
        eventType: "DecisionTaskTimedOut",
        eventTimestamp: at,
        decisionTaskTimedOutEventAttributes: {
          timeoutType: "SCHEDULE_TO_START",
          scheduledEventId: 5,
          startedEventId: 0,
        },
      },
      { eventId: 7, eventType: "DecisionTaskScheduled", eventTimestamp: at, decisionTaskScheduledEventAttributes: {} },
      ...moved,
      {
        eventId: 8 + tail.length,
        eventType: "DecisionTaskStarted",
        eventTimestamp: at,
        decisionTaskStartedEventAttributes: {},
      },
    ] as HistoryEvent[];
    expect(events.map(({ eventId }) => eventId)).toEqual(events.map((_, i) => i + 1));
    expect(replay(order, events, { execution, converter })).toEqual({ status: "blocked", decisions: [] });
  });
});

/** The same event, so many places later, with the references that this test needs. */
function shifted(event: HistoryEvent, by: number): HistoryEvent {
  const text = JSON.stringify(event).replace(
    /"(eventId|decisionTaskCompletedEventId)":(\d+)/g,
    (_, name: string, id: string) => `"${name}":${Number(id) + by}`,
  );
  return JSON.parse(text) as HistoryEvent;
}

describe("an error of the business with a code that Sweft has too", () => {
  it.each(["NOT_READY", "OPTION_INVALID", "HANDLE_UNKNOWN", "CANCELED"])(
    "%s fails the workflow like any other",
    (code) => {
      const run = step(
        flow(function* () {
          yield* go.receive();
          throw Object.assign(new Error("goods not ready"), { code });
        }),
      );
      expect(run.signal(go, 1).status).toBe("failed");
      expect(run.error).toMatchObject({ code });
    },
  );
});

describe("a hold timer that SWF refuses", () => {
  const broken = flow(function* () {
    yield* go.receive();
    return (undefined as unknown as { x: string }).x;
  });

  it("is not asked for in a loop, but again at the next news", () => {
    const run = keeping(broken);
    run.history.refuseNext("StartTimer", "OPEN_TIMERS_LIMIT_EXCEEDED");
    run.signal(go, 1);
    expect(run.status).toBe("held");
    expect(run.decisions).toEqual([]);
    run.signal("news", 1);
    expect(typesOf(run)).toEqual(["StartTimer"]);
  });

  it("never happened either: fixed code goes on", () => {
    const fixed = flow(function* () {
      yield* go.receive();
      return `paid ${yield* pay(1)}`;
    });
    const run = keeping(broken);
    run.history.refuseNext("StartTimer", "OPEN_TIMERS_LIMIT_EXCEEDED");
    run
      .signal(go, 1)
      .deploy(fixed as never)
      .signal("news", 1);
    run.complete("2", 17);
    expect(run.result).toBe("paid 17");
    expect(replay(fixed, run.history.events)).toMatchObject({ status: "completed", decisions: [] });
  });
});

describe("a refused decision", () => {
  it("has to be of the type that the code asks for", () => {
    const asks = (what: typeof pay) =>
      flow(function* () {
        try {
          yield* what(1);
        } catch {}
        yield* go.receive();
      });
    const history = fakeHistory({ workflow: asks(pay) }).decisionStarted();
    const { execution, converter } = history;
    const replayed = replay(asks(pay), history, { execution, converter });
    if (replayed.status !== "blocked") throw new Error(replayed.status);
    history
      .refuseNext("ScheduleActivityTask", "ACTIVITY_TYPE_DOES_NOT_EXIST")
      .decide(replayed.decisions)
      .decisionStarted();
    expect(replay(asks(pay), history, { execution, converter }).status).toBe("blocked");
    expect(replay(asks(other), history, { execution, converter }).status).toBe("held");
  });
});

describe("a workflow that asks without ever waiting", () => {
  it("is a bug that holds it, instead of a process that hangs", () => {
    const run = keeping.with({ verify: false })(
      flow(function* () {
        const h = yield* start(sleep(1));
        while (!h.isReady()) yield* now();
      }),
    );
    expect(run.status).toBe("held");
    expect(run.error).toMatchObject({ code: "LIVELOCK" });
  });
});

describe("the same events given again", () => {
  it("get the same answer", () => {
    const order = flow(function* () {
      yield* pay(1);
    });
    const history = fakeHistory({ workflow: order }).decisionStarted();
    const run = openRun(order, { execution: history.execution, converter: history.converter });
    const first = run.advance(history);
    expect(run.advance(history)).toBe(first);
  });
});

describe("a retry policy", () => {
  const both = (first: typeof pay) =>
    flow(function* () {
      return yield* all([first(1), other(2)]);
    });

  it("may be added, and taken away, under running executions", () => {
    const [plain, retried] = [both(pay), both(pay.with({ retry: 5 }))];
    for (const [before, after] of [
      [plain, retried],
      [retried, plain],
    ] as const) {
      const run = step(before);
      run.deploy(after).complete(other, 2).complete(pay, 1);
      expect(run.result).toEqual([1, 2]);
    }
  });

  it("sends nothing of an activity that lost in the same moment", () => {
    const run = step(
      flow(function* () {
        const ready = yield* start(go.receive());
        yield* ready;
        const won = yield* race({ paid: pay.with({ retry: 5 })(1), ready });
        yield* go.receive();
        return won.winner;
      }),
    );
    run.signal(go, 1);
    expect(run.decisions).toEqual([]);
    expect(run.signal(go, 2).result).toBe("ready");
  });
});
