import { describe, expect, it, jest } from "@jest/globals";
import { step } from "@sweft/testing";
import type { Coroutine } from "../../src/index.ts";
import { all, cached, cancel, now, race, sleep, start, until, withTimeout } from "../../src/index.ts";
import { charge, echo, flow, go, halt, held, refund, sent, thrown, waits } from "./shop.ts";

jest.setTimeout(180_000);

/** Counts signals into a variable, for ever. */
const counting = (counts: { n: number }) =>
  function* (): Coroutine<void> {
    for (;;) {
      yield* go.receive();
      counts.n++;
    }
  };

describe("until", () => {
  it("goes on at once if it is so", () => {
    const run = step(
      flow(function* () {
        yield* until(() => true);
        return "on";
      }),
    );
    expect(run.result).toBe("on");
  });

  it("goes on after the event that makes it so", () => {
    const run = step(
      flow(function* () {
        const counts = { n: 0 };
        yield* start(counting(counts));
        yield* until(() => counts.n >= 2);
        return counts.n;
      }),
    );
    expect(run.open).toEqual([go.receive(), until(() => false)]);
    expect(waits(run)).toEqual(["1.1", "2"]);
    run.signal(go);
    expect(run.status).toBe("running");
    expect(run.signal(go).result).toBe(2);
  });

  it("takes a number, as other waits do", () => {
    const run = step(
      flow(function* () {
        yield* until(() => true);
        yield* charge(1);
      }),
    );
    expect(waits(run)).toEqual(["2"]);
  });

  it("asks handles", () => {
    const run = step(
      flow(function* () {
        const handles = [yield* start(charge(1)), yield* start(charge(2)), yield* start(charge(3))];
        yield* until(() => handles.filter((h) => h.isReady()).length >= 2);
        return handles.map((h) => h.isReady());
      }),
    );
    run.complete("3", "c").complete("1", "a");
    expect(run.result).toEqual([true, false, true]);
  });

  it("resumes in the order asked, each while it is so", () => {
    const run = step(
      flow(function* () {
        const taken: string[] = [];
        let tokens = 0;
        function* taker(name: string): Coroutine<void> {
          yield* until(() => tokens > 0);
          tokens--;
          taken.push(name);
        }
        const all3 = [yield* start(taker, "a"), yield* start(taker, "b"), yield* start(taker, "c")];
        while (taken.length < 3) {
          yield* go.receive();
          tokens++;
          yield* until(() => tokens === 0);
        }
        yield* all(all3);
        return taken;
      }),
    );
    expect(run.signal(go).signal(go).signal(go).result).toEqual(["a", "b", "c"]);
  });

  it("goes round until nobody is resumed: what one changes may resume one before it", () => {
    const run = step(
      flow(function* () {
        const seen: number[] = [];
        let level = 0;
        function* climber(from: number): Coroutine<void> {
          yield* until(() => level === from);
          seen.push(from);
          level++;
        }
        const climbers = [yield* start(climber, 3), yield* start(climber, 2), yield* start(climber, 1)];
        yield* go.receive();
        level = 1;
        yield* all(climbers);
        return seen;
      }),
    );
    expect(run.signal(go).result).toEqual([1, 2, 3]);
  });

  it("runs effects before it is asked again", () => {
    const run = step(
      flow(function* () {
        let rolled = 0;
        yield* start(function* () {
          rolled = yield* cached("roll", () => 6);
        });
        yield* until(() => rolled === 6);
        return rolled;
      }),
    );
    expect(run.result).toBe(6);
  });

  it("is asked after each event, not after each decision", () => {
    const run = step(
      flow(function* () {
        const seen: boolean[][] = [];
        const a = yield* start(charge(1));
        const b = yield* start(charge(2));
        yield* until(() => {
          seen.push([a.isReady(), b.isReady()]);
          return a.isReady() || b.isReady();
        });
        return [a.isReady(), b.isReady()];
      }),
    );
    run.batch(() => run.complete("2", "b").complete("1", "a"));
    expect(run.result).toEqual([false, true]);
  });

  it("loses races, ends with a timeout, and is canceled", () => {
    const run = step(
      flow(function* () {
        const first = yield* race({ so: until(() => false), late: sleep(5) });
        const timed = yield* thrown(
          withTimeout(
            5,
            until(() => false),
          ),
        );
        const h = yield* start(until(() => false));
        yield* cancel(h);
        return [first.winner, timed, yield* thrown(h)];
      }),
    );
    expect(run.fire().fire().result).toEqual(["late", "TIMEOUT", "CANCELED"]);
  });

  it("throws a cancellation where it waits", () => {
    const run = step(
      flow(function* () {
        try {
          yield* until(() => false);
        } finally {
          yield* refund("r");
        }
      }),
    );
    run.cancel();
    expect(sent(run)).toEqual(["ScheduleActivityTask 2"]);
    expect(run.complete(refund, "ok").status).toBe("canceled");
  });

  it("ends at the workflow's return though it never came true", () => {
    const run = step(
      flow(function* () {
        yield* start(function* () {
          yield* until(() => false);
          yield* echo("never");
        });
        yield* charge(1);
      }),
    );
    expect(run.complete(charge, "r").status).toBe("completed");
  });

  it("throws what the predicate throws, at once and later", () => {
    const run = step(
      flow(function* () {
        let isBad = true;
        const fail = () => {
          if (isBad) throw Object.assign(new Error("no"), { code: "NO" });
          return false;
        };
        const first = yield* thrown(until(fail));
        isBad = false;
        yield* start(function* () {
          yield* go.receive();
          isBad = true;
        });
        return [first, yield* thrown(until(fail))];
      }),
    );
    expect(run.signal(go).result).toEqual(["NO", "NO"]);
  });

  it.each<[string, () => unknown, string]>([
    ["a promise", () => Promise.reject(new Error("nobody's")), "answered with a Promise"],
    ["a number", () => 1, "answered with 1; answer with true or false"],
    ["nothing", () => undefined, "answered with undefined"],
  ])("holds the run if the predicate answers with %s", (_name, predicate, message) => {
    const error = held(
      flow(function* () {
        yield* until(predicate as () => boolean);
      }),
    );
    expect(error.code).toBe("PREDICATE_INVALID");
    expect(error.message).toContain(message);
  });

  it("refuses at the call what is no function", () => {
    expect(() => until(true as never)).toThrow("until was given true; give a function, as in until(() => stock > 0)");
  });

  it("finds those who resume each other for ever", () => {
    const error = held(
      flow(function* () {
        let turn = 0;
        function* player(mine: number): Coroutine<void> {
          for (;;) {
            yield* until(() => turn === mine);
            turn = 1 - mine;
          }
        }
        yield* start(player, 0);
        yield* start(player, 1);
        yield* halt.receive();
      }),
    );
    expect(error.code).toBe("LIVELOCK");
  });

  it("keeps ten thousand waits in linear time", () => {
    const run = step.with({ verify: false })(
      flow(function* () {
        let level = 0;
        const climbers = [];
        for (let i = 0; i < 10_000; i++) {
          climbers.push(
            yield* start(function* () {
              yield* until(() => level >= 1);
              yield* now();
            }),
          );
        }
        yield* go.receive();
        level = 1;
        yield* all(climbers);
        return climbers.length;
      }),
    );
    expect(run.signal(go).result).toBe(10_000);
  });
});
