import { describe, expect, it, jest } from "@jest/globals";
import { fakeHistory, step } from "@sweft/testing";
import type { Coroutine, Handle, Operation } from "../../src/index.ts";
import { all, marker, now, race, random, replay, sleep, start } from "../../src/index.ts";
import { charge, echo, flow, go, held, sent } from "./shop.ts";

jest.setTimeout(180_000);

// Nothing here may depend on how deep the JavaScript stack is.
const stepping = step.with({ verify: false });

describe("much at once", () => {
  it("100,000 questions answered at once", () => {
    const run = stepping(
      flow(function* () {
        let n = 0;
        for (let i = 0; i < 100_000; i++) n += (yield* random()) < 2 ? 1 : 0;
        return n;
      }),
    );
    expect(run.result).toBe(100_000);
  });

  it("20,000 signals that are there already", () => {
    const run = stepping(
      flow(function* () {
        yield* go.receive();
        let n = 0;
        for (let i = 1; i < 20_000; i++) {
          yield* go.receive();
          n++;
        }
        return n;
      }),
    );
    run.batch(() => {
      for (let i = 0; i < 20_000; i++) run.signal(go);
    });
    expect(run.result).toBe(19_999);
  });

  it("100,000 composites of what is answered at once", () => {
    const run = stepping(
      flow(function* () {
        let n = 0;
        for (let i = 0; i < 50_000; i++) {
          yield* all([now()]);
          yield* race([now(), now()]);
          n++;
        }
        return n;
      }),
    );
    expect(run.result).toBe(50_000);
  });

  it("10,000 coroutines that wait for one thing", () => {
    const run = stepping(
      flow(function* () {
        const h = yield* start(charge(1));
        const waiting: Handle<string>[] = [];
        for (let i = 0; i < 10_000; i++)
          waiting.push(
            yield* start(function* () {
              return yield* h;
            }),
          );
        return (yield* all(waiting)).length;
      }),
    );
    expect(run.complete(charge, "r").result).toBe(10_000);
  });

  it("10,000 coroutines, each of which waits for the one before", () => {
    const run = stepping(
      flow(function* () {
        let last: Operation<number> & Partial<Handle<number>> = yield* start(function* () {
          yield* charge(1);
          return 0;
        });
        for (let i = 0; i < 10_000; i++) {
          const before = last;
          last = yield* start(function* () {
            return (yield* before) + 1;
          });
        }
        return yield* last;
      }),
    );
    expect(run.complete(charge, "r").result).toBe(10_000);
  });

  it("10,000 coroutines that are canceled together", () => {
    const run = stepping(
      flow(function* () {
        let cleaned = 0;
        const piece = function* () {
          try {
            yield* go.receive();
          } finally {
            cleaned++;
          }
        };
        yield* race([charge(1), all(Array.from({ length: 10_000 }, piece))]);
        yield* charge(2);
        return cleaned;
      }),
    );
    run.complete(charge(1), "r").complete(charge(2), "r");
    expect(run.result).toBe(10_000);
  });

  it("1,000 parallel activities, ended last first", () => {
    const run = stepping(
      flow(function* () {
        return yield* all(Array.from({ length: 1000 }, (_, i) => echo(i)));
      }),
    );
    expect(sent(run)).toHaveLength(1000);
    run.batch(() => {
      for (let i = 999; i >= 0; i--) run.history.activityCompleted(`1.${i + 1}`, i);
    });
    expect(run.result).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  });

  // So many cannot be handed to a function one argument each.
  it("200,000 markers", () => {
    const code = flow(function* () {
      for (let i = 0; i < 200_000; i++) yield* marker("tick");
    });
    const history = fakeHistory({ workflow: code }).decisionStarted();
    const { execution, converter } = history;
    const limits = { decisions: 1_000_000, requestBytes: 1_000_000_000, historyEvents: 1_000_000 };
    const replayed = replay(code, history, { execution, converter, limits });
    expect("decisions" in replayed && replayed.decisions.length).toBe(200_002);
  });

  it("10,000 pieces of an all, which are waits for a signal", () => {
    const run = stepping(
      flow(function* () {
        return yield* all(Array.from({ length: 10_000 }, () => go.receive()));
      }),
    );
    run.batch(() => {
      for (let i = 0; i < 10_000; i++) run.signal(go, i);
    });
    expect(run.result).toEqual(Array.from({ length: 10_000 }, (_, i) => i));
  });

  it("10,000 entrants of a race, which are waits for a signal that all but one give up", () => {
    const run = stepping(
      flow(function* () {
        const first = yield* race(Array.from({ length: 10_000 }, () => go.receive()));
        return [first, yield* go.receive()];
      }),
    );
    expect(run.signal(go, 1).signal(go, 2).result).toEqual([1, 2]);
  });
});

describe("much nested", () => {
  const down = function* (n: number): Coroutine<number> {
    if (n === 0) {
      yield* charge(1);
      return 0;
    }
    return (yield* down(n - 1)) + 1;
  };

  // `yield*` of a generator is V8's own recursion, which ends at about 5,000 frames; the interpreter adds none.
  it("generators that call themselves 2,000 deep", () => {
    const run = stepping(
      flow(function* () {
        return yield* down(2000);
      }),
    );
    expect(run.complete(charge, "r").result).toBe(2000);
  });

  it("generators that call themselves without an end are a bug, and hold the run", () => {
    expect(
      held(
        flow(function* () {
          yield* down(Number.POSITIVE_INFINITY);
        }),
      ),
    ).toMatchObject({ name: "RangeError" });
  });

  it("generators that run themselves as pieces 5,000 deep", () => {
    const inside = function* (n: number): Coroutine<number> {
      if (n === 0) {
        yield* charge(1);
        return 0;
      }
      const [deeper] = yield* all([inside(n - 1)]);
      return deeper + 1;
    };
    const run = stepping(
      flow(function* () {
        return yield* inside(5000);
      }),
    );
    expect(run.complete(charge, "r").result).toBe(5000);
  });

  it("coroutines that start themselves 5,000 deep", () => {
    const down = function* (n: number): Coroutine<number> {
      if (n === 0) {
        yield* charge(1);
        return 0;
      }
      return (yield* yield* start(down, n - 1)) + 1;
    };
    expect(
      stepping(
        flow(function* () {
          return yield* down(5000);
        }),
      ).complete(charge, "r").result,
    ).toBe(5000);
  });

  it("composites 5,000 deep, canceled from outside", () => {
    const down = (n: number): Operation<unknown> => (n === 0 ? sleep(60) : race([all([down(n - 1)])]));
    expect(
      stepping(
        flow(function* () {
          yield* down(2500);
        }),
      ).fire().status,
    ).toBe("completed");
    expect(
      stepping(
        flow(function* () {
          yield* down(2500);
        }),
      ).cancel().status,
    ).toBe("canceled");
  });

  it("an error thrown through 5,000 coroutines", () => {
    const down = function* (n: number): Coroutine<number> {
      if (n === 0) {
        yield* charge(1);
        return 0;
      }
      return yield* yield* start(down, n - 1);
    };
    const run = stepping(
      flow(function* () {
        return yield* down(5000);
      }),
    ).fail(charge, new Error("at the bottom"));
    expect(run.error).toMatchObject({ code: "ACTIVITY_FAILED", cause: { message: "at the bottom" } });
  });
});
