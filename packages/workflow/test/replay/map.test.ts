import { describe, expect, it, jest } from "@jest/globals";
import { step } from "@sweft/testing";
import type { Coroutine, Lenient, MapError } from "../../src/index.ts";
import { activity, all, fromFailure, map, now, race, sleep, start, toFailure } from "../../src/index.ts";
import { caught, charge, echo, flow, go, held, pack, refund, sent, thrown, waits } from "./shop.ts";

jest.setTimeout(180_000);

const LETTERS = ["a", "b", "c", "d", "e"];
const over = (options: Lenient) =>
  flow(function* () {
    const ends = yield* map(LETTERS, (letter) => echo(letter), options as { minSuccessful: number });
    return ends.map((end) => (end.status === "fulfilled" ? end.value : (end.reason as { code: string }).code));
  });

describe("map", () => {
  it("does something with each item, and gives the results in their places", () => {
    const run = step(
      flow(function* () {
        return yield* map([10, 20, 30], charge);
      }),
    );
    expect(run.open).toEqual([charge(10), charge(20), charge(30)]);
    expect(waits(run)).toEqual(["1.1", "1.2", "1.3"]);
    run.complete("1.3", "c").complete("1.1", "a").complete("1.2", "b");
    expect(run.result).toEqual(["a", "b", "c"]);
  });

  it("gives the item alone", () => {
    const seen: unknown[] = [];
    step(
      flow(function* () {
        yield* map(["a"], (...args: unknown[]) => {
          seen.push(args);
          return echo(1);
        });
      }),
    );
    expect(seen[0]).toEqual(["a"]);
  });

  it("of nothing is over at once", () => {
    const run = step(
      flow(function* () {
        return [yield* map([], charge), yield* map([], charge, { minSuccessful: 0 })];
      }),
    );
    expect(run.result).toEqual([[], []]);
  });

  it.each([[0], [""], [false], [null], [undefined]])("keeps items and results of %p", (value) => {
    const run = step(
      flow(function* () {
        const [one] = yield* map([value], (item) => echo(item === value));
        return one === value;
      }),
    );
    expect(run.open).toEqual([echo(true)]);
    expect(run.complete(echo, value).result).toBe(true);
  });

  it("runs generators, composites, children, handles and facts", () => {
    const run = step(
      flow(function* () {
        const early = yield* start(echo("early"));
        const works = [
          function* (): Coroutine<unknown> {
            return yield* echo("own");
          },
          () => all([echo("all")]),
          () => pack("child"),
          () => early,
          () => now(),
        ];
        const done = yield* map(works, (work) => work());
        return done.slice(0, 4);
      }),
    );
    expect(waits(run)).toEqual(["1", "2.3", "2.1.1", "2.2.1"]);
    run.complete("2.1.1", 1).complete("2.2.1", 2).complete(pack, 3).complete("1", 4);
    expect(run.result).toEqual([1, [2], 3, 4]);
  });

  it("fails with the first failure, and cancels the rest", () => {
    const run = step(
      flow(function* () {
        const code = yield* thrown(map([1, 2, 3], charge));
        return [code, yield* go.receive()];
      }),
    );
    run.begin("1.1").begin("1.3").fail("1.2", new Error("no"));
    expect(sent(run)).toEqual(["RequestCancelActivityTask 1.1", "RequestCancelActivityTask 1.3"]);
    run.fail("1.1", new Error("late")).complete("1.3", "late");
    expect(run.signal(go, "on").result).toEqual(["ACTIVITY_FAILED", "on"]);
  });

  it("begins nothing after an item that failed as it began", () => {
    const run = step(
      flow(function* () {
        return yield* thrown(
          map([1, 2, 3], (cents) => {
            if (cents === 2) throw Object.assign(new Error("no"), { code: "NO" });
            return charge(cents);
          }),
        );
      }),
    );
    expect(run.result).toBe("NO");
    expect(sent(run)).toEqual(["CompleteWorkflowExecution"]);
  });

  it("takes no notice of later changes of the list", () => {
    const items = [1, 2];
    const command = map(items, charge);
    items.push(3);
    expect(command.items).toEqual([1, 2]);
  });
});

describe("map with a concurrency", () => {
  const two = (options: object = {}) =>
    flow(function* () {
      return yield* map(LETTERS, (letter) => echo(letter), { concurrency: 2, ...options });
    });

  it("has no more than so many under way, and numbers them by item", () => {
    const run = step(two());
    expect(waits(run)).toEqual(["1.1", "1.2"]);
    run.complete("1.2", "B");
    expect(waits(run)).toEqual(["1.1", "1.3"]);
    run.complete("1.3", "C").complete("1.1", "A");
    expect(waits(run)).toEqual(["1.4", "1.5"]);
    run.complete("1.5", "E").complete("1.4", "D");
    expect(run.result).toEqual(["A", "B", "C", "D", "E"]);
  });

  it("has the same ids with any other", () => {
    const ids = (concurrency: number) => {
      const seen = new Map<unknown, string>();
      const run = step(two({ concurrency }));
      while (run.status === "running") {
        for (const { id, command } of run.openWork) seen.set((command as ReturnType<typeof echo>).args[0], id);
        run.complete((run.openWork.at(-1) as { id: string }).id, 1);
      }
      return [...seen].sort();
    };
    expect(ids(1)).toEqual(LETTERS.map((letter, i) => [letter, `1.${i + 1}`]));
    expect(ids(3)).toEqual(ids(1));
    expect(ids(99)).toEqual(ids(1));
  });

  it("begins no more after a failure", () => {
    const run = step(two());
    run.begin("1.1").fail("1.2", new Error("no"));
    expect(run.status).toBe("failed");
    expect(sent(run)).toEqual(["RequestCancelActivityTask 1.1", "FailWorkflowExecution"]);
  });

  it("begins no more when it is canceled, and ends with what has begun", () => {
    const run = step(
      flow(function* () {
        try {
          yield* map(LETTERS, (letter) => echo.with({ cancellation: "wait" })(letter), { concurrency: 2 });
        } finally {
          yield* refund("r");
        }
      }),
    );
    run.begin("1.1").begin("1.2").cancel();
    expect(sent(run)).toEqual(["RequestCancelActivityTask 1.1", "RequestCancelActivityTask 1.2"]);
    run.cancelActivity("1.2").complete("1.1", "too late");
    expect(sent(run)).toEqual(["ScheduleActivityTask 2"]);
    expect(run.complete(refund, "ok").status).toBe("canceled");
  });

  it("loses a race as other work does", () => {
    const run = step(
      flow(function* () {
        yield* race([map(LETTERS, (letter) => echo(letter), { concurrency: 2 }), sleep(5)]);
        return yield* go.receive();
      }),
    );
    run.begin("1.1.1").begin("1.1.2").fire();
    expect(sent(run)).toEqual(["RequestCancelActivityTask 1.1.1", "RequestCancelActivityTask 1.1.2"]);
    run.complete("1.1.1", "late");
    expect(run.signal(go, "on").result).toBe("on");
  });

  it("goes through ten thousand items in linear time, without recursion", () => {
    const run = step.with({ verify: false })(
      flow(function* (): Coroutine<number> {
        const moments = yield* map(
          Array.from({ length: 10_000 }, (_, i) => i),
          () => now(),
          { concurrency: 3 },
        );
        const bodies = yield* map(
          Array.from({ length: 10_000 }, (_, i) => i),
          function* (i): Coroutine<number> {
            yield* now();
            return i;
          },
          { concurrency: 100 },
        );
        return moments.length + bodies.length;
      }),
    );
    expect(run.result).toBe(20_000);
  });

  it("keeps ten thousand under way", () => {
    const run = step.with({ verify: false })(
      flow(function* (): Coroutine<number> {
        const h = yield* start(function* (): Coroutine<unknown> {
          return yield* go.receive();
        });
        const waited = yield* map(Array.from({ length: 10_000 }), () => h, { minSuccessful: 10_000 });
        return waited.length;
      }),
    );
    expect(run.signal(go).result).toBe(10_000);
  });
});

describe("map with a completion policy", () => {
  it("ends as soon as enough have succeeded; the rest is canceled and told so", () => {
    const run = step(over({ minSuccessful: 2 }));
    run.begin("1.1").begin("1.3").fail("1.5", new Error("no")).complete("1.4", "D").complete("1.2", "B");
    expect(sent(run)).toEqual([
      "RequestCancelActivityTask 1.1",
      "RequestCancelActivityTask 1.3",
      "CompleteWorkflowExecution",
    ]);
    expect(run.result).toEqual(["CANCELED", "B", "CANCELED", "D", "ACTIVITY_FAILED"]);
  });

  it("tells of items that never began as canceled", () => {
    const run = step(over({ minSuccessful: 1, concurrency: 1 }));
    run.fail("1.1", new Error("no")).complete("1.2", "B");
    expect(run.result).toEqual(["ACTIVITY_FAILED", "B", "CANCELED", "CANCELED", "CANCELED"]);
  });

  it("begins nothing if nothing has to succeed", () => {
    const run = step(over({ minSuccessful: 0 }));
    expect(run.result).toEqual(["CANCELED", "CANCELED", "CANCELED", "CANCELED", "CANCELED"]);
  });

  it("fails once it can no longer succeed, and says which failed and why", () => {
    const run = step(
      flow(function* () {
        const error = (yield* caught(map(LETTERS, (letter) => echo(letter), { minSuccessful: 4 }))) as MapError;
        return [error.code, error.message, error.failures.map(({ index, failure }) => [index, failure.code])];
      }),
    );
    run.begin("1.1").begin("1.3").begin("1.5").fail("1.4", new Error("no"));
    expect(run.status).toBe("running");
    run.fail("1.2", new Error("no"));
    expect(sent(run)).toContain("RequestCancelActivityTask 1.1");
    expect(run.result).toEqual([
      "MAP_FAILED",
      "2 of the 5 items of a map have failed; at most 1 may",
      [
        [1, "ACTIVITY_FAILED"],
        [3, "ACTIVITY_FAILED"],
      ],
    ]);
  });

  it("carries its failures through a history", () => {
    const run = step(over({ toleratedFailures: 0 }));
    run.fail("1.3", Object.assign(new Error("no"), { code: "NO" }));
    expect(fromFailure(toFailure(run.error), "")).toMatchObject({
      name: "MapError",
      code: "MAP_FAILED",
      failures: [{ index: 2, failure: { name: "ActivityError", cause: { code: "NO", message: "no" } } }],
    });
  });

  it("tolerates failures up to a number, and waits for all", () => {
    const run = step(over({ toleratedFailures: 2 }));
    run.fail("1.1", new Error("no")).fail("1.2", new Error("no")).complete("1.3", 3).complete("1.4", 4);
    expect(run.status).toBe("running");
    run.complete("1.5", 5);
    expect(run.result).toEqual(["ACTIVITY_FAILED", "ACTIVITY_FAILED", 3, 4, 5]);
  });

  it("takes both: enough successes end it, too many failures fail it", () => {
    const both = over({ minSuccessful: 3, toleratedFailures: 1 });
    const run = step(both);
    run.fail("1.1", new Error("no")).complete("1.2", 2).complete("1.3", 3).complete("1.4", 4);
    expect(run.result).toEqual(["ACTIVITY_FAILED", 2, 3, 4, "CANCELED"]);
    const other = step(both);
    other.fail("1.1", new Error("no")).fail("1.2", new Error("no"));
    expect(other.error).toMatchObject({ code: "MAP_FAILED" });
  });

  it("fails at once if more are to succeed than there are", () => {
    const run = step(over({ minSuccessful: 6 }));
    expect(run.error).toMatchObject({
      code: "MAP_FAILED",
      failures: [],
      message: "a map of 5 items cannot succeed with 6 of them",
    });
  });

  it("counts what the function throws as the failure of its item", () => {
    const run = step(
      flow(function* () {
        const ends = yield* map(
          [1, 2],
          (cents) => {
            if (cents === 1) throw Object.assign(new Error("no"), { code: "NO" });
            return charge(cents);
          },
          { toleratedFailures: 1 },
        );
        return ends.map(({ status }) => status);
      }),
    );
    expect(run.complete(charge, "r").result).toEqual(["rejected", "fulfilled"]);
  });

  it("throws bugs, which are no results", () => {
    const error = held(
      flow(function* () {
        yield* map([undefined as unknown as { id: number }], (item) => charge(item.id), { toleratedFailures: 1 });
      }),
    );
    expect(error.name).toBe("TypeError");
  });

  it("absorbs what the rest comes to after its end", () => {
    const run = step(
      flow(function* () {
        const ends = yield* map([1, 2], charge, { minSuccessful: 1 });
        return [ends.map(({ status }) => status), yield* go.receive()];
      }),
    );
    run.begin("1.2").complete("1.1", "a").fail("1.2", new Error("late"));
    expect(run.signal(go, "on").result).toEqual([["fulfilled", "rejected"], "on"]);
  });
});

describe("what map is given", () => {
  const ping = activity({ name: "ping" }, (_to: string) => 1);

  it.each<[string, () => unknown, string]>([
    ["no list", () => map(new Set(["a"]) as never, ping), "map was given a Set as its items; give a list"],
    ["no function", () => map(["a"], 5 as never), "map was given 5 to do with each item; give a function of an item"],
    [
      "a wrong name",
      () => map(["a"], ping, { concurency: 2 } as never),
      'map has no option "concurency"; its options are concurrency, minSuccessful, toleratedFailures',
    ],
    ["no options", () => map(["a"], ping, 5 as never), "the options of map are 5"],
    [
      "no concurrency",
      () => map(["a"], ping, { concurrency: 0 }),
      "concurrency of map is 0; write a whole number, 1 or more",
    ],
    ["half a success", () => map(["a"], ping, { minSuccessful: 0.5 }), "minSuccessful of map is 0.5"],
    ["a negative", () => map(["a"], ping, { toleratedFailures: -1 }), "toleratedFailures of map is -1"],
    ["NaN", () => map(["a"], ping, { concurrency: Number.NaN }), "concurrency of map is NaN"],
  ])("is refused at the call: %s", (_name, call, message) => {
    expect(call).toThrow(message);
  });

  it("must give operations", () => {
    const error = held(
      flow(function* () {
        yield* map([1, 2], (async () => 1) as never);
      }),
    );
    expect(error).toMatchObject({ code: "FOREIGN_YIELD" });
    expect(error.message).toContain("what map was given for item 0 is a Promise");
  });
});
