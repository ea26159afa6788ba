import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import { all, race, signal, sleep, start } from "../../src/index.ts";
import { charge, flow, go, halt, replayedBy, sent } from "./shop.ts";

describe("signals", () => {
  const three = flow(function* () {
    return [yield* go.receive(), yield* go.receive(), yield* go.receive()];
  });

  it("come in the order they arrived", () => {
    expect(step(three).signal(go, 1).signal(go, 2).signal(go, 3).result).toEqual([1, 2, 3]);
  });

  it("come in order when one decision brings them all", () => {
    const run = step(three);
    run.batch(() => run.signal(go, 1).signal(go, 2).signal(go, 3));
    expect(run.result).toEqual([1, 2, 3]);
  });

  it("are kept from before the first decision", () => {
    const run = step.with({
      beforeFirst: (early) => {
        early.signal(go, 1);
        early.signal(go, 2);
      },
    })(three);
    expect(run.signal(go, 3).result).toEqual([1, 2, 3]);
  });

  it("are kept from while the first decision was being made", () => {
    const run = step.with({
      duringFirst: (meanwhile) => {
        meanwhile.signal(go, 1);
        meanwhile.signal(go, 2);
      },
    })(three);
    expect(run.signal(go, 3).result).toEqual([1, 2, 3]);
  });

  it("are kept, both of them, until the first wait", () => {
    const run = step(
      flow(function* () {
        yield* charge(1);
        return [yield* go.receive(), yield* go.receive()];
      }),
    );
    run.signal(go, 1).signal(go, 2).complete(charge, "r");
    expect(run.result).toEqual([1, 2]);
  });

  it("of different names wait in queues of their own", () => {
    const run = step(
      flow(function* () {
        return [yield* halt.receive(), yield* go.receive(), yield* go.receive()];
      }),
    );
    expect(run.signal(go, 1).signal(go, 2).signal(halt, 3).result).toEqual([3, 1, 2]);
  });

  it("go to those who wait, first come first served", () => {
    const run = step(
      flow(function* () {
        const a = yield* start(go.receive());
        const b = yield* start(go.receive());
        const c = yield* start(function* () {
          return yield* go.receive();
        });
        return yield* all([c, b, a]);
      }),
    );
    expect(run.signal(go, "first").signal(go, "second").signal(go, "third").result).toEqual([
      "third",
      "second",
      "first",
    ]);
  });

  it("without a payload are undefined", () => {
    const run = step(
      flow(function* () {
        return [yield* go.receive(), yield* go.receive()];
      }),
    );
    expect(run.signal(go).signal(go, undefined).result).toEqual([undefined, undefined]);
  });

  it("with an empty input, as the console sends it, are undefined", () => {
    const receives = flow(function* () {
      return [yield* go.receive()];
    });
    const { history } = step(receives).signal("other", 1);
    const attributes = { signalName: "go", input: "", externalInitiatedEventId: 0 };
    const events = history.events.map((event) =>
      event.eventType === "WorkflowExecutionSignaled"
        ? { ...event, workflowExecutionSignaledEventAttributes: attributes }
        : event,
    );
    const { converter, execution } = history;
    expect(replayedBy(receives, { events, converter, execution })).toMatchObject({
      status: "completed",
      result: [undefined],
    });
  });

  it("that nobody knows change nothing", () => {
    const run = step(three);
    for (const name of ["unknown", "", "constructor", "__proto__", "toString", "sweft.unknown"])
      run.signal(name, { any: "thing" });
    expect(sent(run)).toEqual([]);
    expect(run.signal(go, 1).signal(go, 2).signal(go, 3).result).toEqual([1, 2, 3]);
  });

  it("that nobody can read, under a name nobody waits for, change nothing", () => {
    const { history } = step(three).signal("other", 1);
    const attributes = { signalName: "other", input: "sweft:superjson {", externalInitiatedEventId: 0 };
    const events = history.events.map((event) =>
      event.eventType === "WorkflowExecutionSignaled"
        ? { ...event, workflowExecutionSignaledEventAttributes: attributes }
        : event,
    );
    const { converter, execution } = history;
    expect(replayedBy(three, { events, converter, execution }).status).toBe("blocked");
  });

  it("may be named like members of objects", () => {
    const odd = [signal("constructor"), signal("__proto__")];
    const run = step(
      flow(function* () {
        return yield* all(odd.map((one) => one.receive()));
      }),
    );
    expect(run.signal("__proto__", 2).signal("constructor", 1).result).toEqual([1, 2]);
  });

  it("that are left over do not keep the workflow from ending", () => {
    const run = step(
      flow(function* () {
        return yield* charge(1);
      }),
    );
    run.batch(() => run.signal(go, 1).complete(charge, "r").signal(go, 2));
    expect(run.result).toBe("r");
  });
});

describe("a wait for a signal in a race", () => {
  it("that it loses takes none", () => {
    const run = step(
      flow(function* () {
        const first = yield* race({ word: go.receive(), late: sleep(60) });
        return [first.winner, yield* go.receive()];
      }),
    );
    expect(run.fire().signal(go, "mine").result).toEqual(["late", "mine"]);
  });

  it("gives one signal to one of two", () => {
    const run = step(
      flow(function* () {
        const first = yield* race({ a: go.receive(), b: go.receive() });
        return [first, yield* go.receive()];
      }),
    );
    expect(run.signal(go, 1).signal(go, 2).result).toEqual([{ winner: "a", value: 1 }, 2]);
  });

  it("that it loses in the same decision leaves the signal", () => {
    const run = step(
      flow(function* () {
        const first = yield* race({ paid: charge(1), word: go.receive() });
        return [first.winner, yield* go.receive()];
      }),
    );
    run.batch(() => run.complete(charge, "r").signal(go, "kept"));
    expect(run.result).toEqual(["paid", "kept"]);
  });

  // DESIGN §2: signals are never lost; Signal.receive: "Losing a race takes none". A receive takes its letter when it is
  // begun, before the race knows who has won. (receive.ts `Mailboxes.take`, race.ts begins all before `firstOf`)
  it("that it loses to another signal that is there already takes none", () => {
    const run = step(
      flow(function* () {
        yield* charge(1);
        const first = yield* race({ go: go.receive(), halt: halt.receive() });
        return [first.winner, yield* halt.receive()];
      }),
    );
    run.signal(go, 1).signal(halt, 2).complete(charge, "r");
    expect(run.result).toEqual(["go", 2]);
  });

  it("that it loses to work that has ended already takes none", () => {
    const run = step(
      flow(function* () {
        const h = yield* start(charge(1));
        yield* halt.receive();
        const first = yield* race({ h, word: go.receive() });
        return [first.winner, yield* go.receive()];
      }),
    );
    run.complete(charge, "r").signal(go, "kept").signal(halt, 1);
    expect(run.result).toEqual(["h", "kept"]);
  });
});
