import { describe, expect, it, jest } from "@jest/globals";
import { step } from "@sweft/testing";
import { cancel, race, signal, sleep, start } from "../../src/index.ts";
import { charge, echo, flow, go, halt, held, ship, waits } from "./shop.ts";

jest.setTimeout(180_000);

describe("taking a signal without waiting", () => {
  it("gives the oldest, or nothing, and takes no number", () => {
    const run = step(
      flow(function* () {
        yield* charge(1);
        const taken = [yield* go.pending(), yield* go.tryReceive(), yield* go.tryReceive(), yield* go.tryReceive()];
        yield* charge(2);
        return taken;
      }),
    );
    run.batch(() => run.signal(go, undefined).signal(go, 0).complete(charge, "r"));
    expect(waits(run)).toEqual(["2"]);
    expect(run.complete(charge, "r").result).toEqual([2, { value: undefined }, { value: 0 }, undefined]);
  });

  it("leaves those alone that wait", () => {
    const run = step(
      flow(function* () {
        const first = yield* start(go.receive());
        yield* charge(1);
        return [yield* go.tryReceive(), yield* first];
      }),
    );
    run.batch(() => run.signal(go, "a").complete(charge, "r"));
    expect(run.result).toEqual([undefined, "a"]);
  });

  it("sees only what has arrived by the decision", () => {
    const run = step(
      flow(function* () {
        const seen: unknown[] = [];
        while (seen.length < 3) {
          yield* sleep(10);
          seen.push(yield* go.tryReceive());
        }
        return seen;
      }),
    );
    run.during(
      () => run.fire(),
      () => run.signal(go, 1),
    );
    expect(run.fire().fire().result).toEqual([undefined, { value: 1 }, undefined]);
  });

  it("in a loop that never waits is a livelock", () => {
    const spin = flow(function* () {
      while ((yield* go.tryReceive()) === undefined);
    });
    expect(held(spin).code).toBe("LIVELOCK");
  });
});

describe("a handler", () => {
  const serving = flow(function* () {
    const served: unknown[] = [];
    yield* go.handle(function* (value) {
      served.push([value, yield* echo(value)]);
    });
    yield* halt.receive();
    return served;
  });

  it("begins a coroutine for each signal, by arrival, with ids of its own", () => {
    const run = step(serving).signal(go, "a").signal(go, "b");
    expect(run.openWork).toEqual([
      { id: "2", command: halt.receive() },
      { id: "1.1.1", command: echo("a") },
      { id: "1.2.1", command: echo("b") },
    ]);
    run.complete("1.2.1", "B").complete("1.1.1", "A");
    expect(run.signal(halt).result).toEqual([
      ["b", "B"],
      ["a", "A"],
    ]);
  });

  it("serves those that wait already, in their order", () => {
    const run = step.with({ beforeFirst: (early) => [early.signal(go, 1), early.signal(go, 2)] })(serving);
    expect(run.open).toEqual([halt.receive(), echo(1), echo(2)]);
  });

  it("lets those go first who wait for a single one", () => {
    const run = step(
      flow(function* () {
        yield* go.handle(function* (value) {
          yield* charge(value as number);
        });
        return yield* go.receive();
      }),
    );
    expect(run.signal(go, 1).result).toBe(1);
  });

  it("that is canceled takes no more, and what it began goes on until the handle ends", () => {
    const run = step(
      flow(function* () {
        const handler = yield* go.handle(function* (value) {
          yield* echo(value);
        });
        yield* halt.receive();
        yield* cancel(handler);
        const before = handler.isReady();
        const drained = yield* handler;
        return [before, drained, yield* go.pending()];
      }),
    );
    run.signal(go, 1).signal(halt).signal(go, 2);
    expect(run.open).toEqual([echo(1)]);
    expect(run.complete(echo, "r").result).toEqual([false, undefined, 1]);
  });

  it("that is canceled while nothing runs has ended", () => {
    const run = step(
      flow(function* () {
        const handler = yield* go.handle(function* () {});
        yield* cancel(handler);
        yield* cancel(handler);
        return [handler.isReady(), yield* handler];
      }),
    );
    expect(run.result).toEqual([true, undefined]);
  });

  it("registered again replaces the one before", () => {
    const run = step(
      flow(function* () {
        const first = yield* go.handle(function* (value) {
          yield* echo(["old", value]);
        });
        yield* halt.receive();
        yield* go.handle(function* (value) {
          yield* echo(["new", value]);
        });
        yield* first;
        return "drained";
      }),
    );
    run.signal(go, 1).signal(halt).signal(go, 2);
    expect(run.open).toEqual([echo(["old", 1]), echo(["new", 2])]);
    expect(run.complete("1.1.1").result).toBe("drained");
  });

  it("that fails fails the workflow", () => {
    const run = step(
      flow(function* () {
        yield* go.handle(function* () {
          yield* charge(1);
          throw Object.assign(new Error("no stock"), { code: "STOCK" });
        });
        yield* halt.receive();
      }),
    );
    run.signal(go, 1).complete(charge, "r");
    expect(run.status).toBe("failed");
    expect(run.error).toMatchObject({ code: "STOCK" });
  });

  it("with a bug holds the run, also in how it takes its value apart", () => {
    const bug = flow(function* () {
      yield* (signal("go") as typeof go).handle(function* ({ id }: unknown & { id?: string }) {
        yield* echo(id);
      } as never);
      yield* halt.receive();
    });
    expect(held(bug, (run) => run.signal(go, undefined)).name).toBe("TypeError");
  });

  it("that still runs at the workflow's return is ended: its finally runs, its work is canceled", () => {
    const run = step(
      flow(function* () {
        yield* go.handle(function* (value) {
          try {
            yield* charge(value as number);
          } finally {
            yield* ship("back");
          }
        });
        yield* halt.receive();
        return "done";
      }),
    );
    run.batch(() => run.signal(go, 1));
    run.begin(charge).signal(halt);
    expect(run.open).toContainEqual(ship("back"));
    expect(run.complete(ship, "p").result).toBe("done");
  });

  it("may wait for signals of its own name and of others", () => {
    const run = step(
      flow(function* () {
        const answers: unknown[] = [];
        yield* go.handle(function* (value) {
          const { winner } = yield* race({ more: go.receive(), stop: halt.receive() });
          answers.push([value, winner]);
        });
        yield* signal("end").receive();
        return answers;
      }),
    );
    run.signal(go, 1).signal(go, 2).signal(go, 3).signal(halt);
    expect(run.signal("end").result).toEqual([
      [1, "more"],
      [3, "stop"],
    ]);
  });

  it("goes on live as it does from zero when many come at once", () => {
    const run = step(serving);
    run.batch(() => {
      for (let i = 0; i < 50; i++) run.signal(go, i);
    });
    expect(run.open).toHaveLength(51);
    run.batch(() => {
      for (let i = 50; i > 0; i--) run.complete(`1.${i}.1`, i);
    });
    expect(run.signal(halt).result).toHaveLength(50);
  });

  it("is a generator function, or refused at the call", () => {
    expect(() => go.handle((() => {}) as never)).toThrow(expect.objectContaining({ code: "BODY_NOT_GENERATOR" }));
    expect(
      held(
        flow(function* () {
          yield { type: "HandleSignal", signal: "go" } as never;
        }),
      ).code,
    ).toBe("FOREIGN_YIELD");
  });

  it("is plain data that compares by its signal's name", () => {
    expect(go.handle(function* () {})).toEqual({ type: "HandleSignal", signal: "go" });
  });
});
