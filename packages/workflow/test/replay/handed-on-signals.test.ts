import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import type { Coroutine } from "../../src/index.ts";
import { activity, continueAsNew, info, signal, start, workflow } from "../../src/index.ts";
import { recorded } from "./shop.ts";

const pay = activity({ name: "pay" }, (n: number) => n);
const go = signal<number>("go");
const halt = signal<number>("halt");

describe("signals that nobody has taken", () => {
  const collecting = workflow({ name: "collecting" }, function* (n: number): Coroutine<readonly unknown[]> {
    if (n > 1) return [yield* halt.receive(), yield* go.receive(), yield* go.receive(), (yield* info()).continuedRunId];
    yield* pay(n);
    return yield* continueAsNew(collecting, n + 1);
  });

  it("are handed on in the order of arrival over all names", () => {
    const run = step(collecting, 1).signal(go, 1).signal(halt, 2).signal(go, 3).signal("unknown", "x").complete(pay, 1);
    expect(run.continued.signals).toEqual([
      { name: "go", value: 1 },
      { name: "halt", value: 2 },
      { name: "go", value: 3 },
      { name: "unknown", value: "x" },
    ]);
    expect(run.next().result).toEqual([2, 1, 3, "fake-run"]);
  });

  it("come before those that the new run gets", () => {
    const run = step(collecting, 1).signal(go, 1).signal(halt, 2).complete(pay, 1);
    expect(run.next().signal(go, 3).result).toEqual([2, 1, 3, "fake-run"]);
  });

  it("and that arrive while the run decides to continue are not lost", () => {
    const run = step(collecting, 1).signal(go, 1).signal(halt, 2);
    run.during(
      () => run.complete(pay, 1),
      () => run.signal(go, 3),
    );
    expect(recorded(run.history, "ContinueAsNewWorkflowExecutionFailed")).toHaveLength(1);
    expect(run.next().result).toEqual([2, 1, 3, "fake-run"]);
  });

  it("are not taken by a receive that was started and that nobody waits for any more", () => {
    const self = workflow({ name: "self" }, function* (n: number): Coroutine<number> {
      if (n > 1) return yield* go.receive();
      yield* start(go.receive());
      yield* pay(n);
      return yield* continueAsNew(self, n + 1);
    });
    const run = step(self, 1);
    run.during(
      () => run.complete(pay, 1),
      () => run.signal(go, 3),
    );
    expect(run.next().result).toBe(3);
  });

  it("and whose texts are not at hand are fetched before the new run begins", () => {
    const asked: string[] = [];
    const here = new Set<string>();
    const remote = {
      write: (value: unknown) => JSON.stringify(value),
      read: (text: string) => JSON.parse(text) as unknown,
      missing: (text: string) => text.includes("long") && !here.has(text),
    };
    const fetch = (texts: readonly string[]) => {
      asked.push(...texts);
      for (const text of texts) here.add(text);
    };
    const self = workflow({ name: "self" }, function* (n: number): Coroutine<unknown> {
      if (n > 1) return yield* go.receive();
      yield* pay(n);
      return yield* continueAsNew(self, n + 1);
    });
    const run = step.with({ converter: remote, fetch, verify: false })(self, 1);
    run.signal("go", "long").complete(pay, 1);
    here.clear();
    asked.length = 0;
    expect(run.next().result).toBe("long");
    expect(asked).toHaveLength(2);
    expect(asked[1]).toBe('"long"');
  });

  it("are not given to a handler any more once the body has ended", () => {
    const self = workflow({ name: "self" }, function* (n: number): Coroutine<number[]> {
      if (n > 1) return [yield* go.receive(), yield* halt.receive()];
      yield* go.handle(function* () {});
      yield* pay(n);
      return yield* continueAsNew(self, n + 1);
    });
    const run = step(self, 1);
    run.during(
      () => run.complete(pay, 1),
      () => run.signal(go, 3).signal(halt, 4),
    );
    expect(run.next().result).toEqual([3, 4]);
  });

  it("that two runs get with the same id count once", () => {
    const self = workflow({ name: "self" }, function* (n: number): Coroutine<number[]> {
      const one = yield* go.receive();
      if (n > 1) return [one, yield* go.receive()];
      return yield* continueAsNew(self, n + 1);
    });
    const run = step(self, 1);
    run.batch(() => run.history.signaled("go", 1, { id: "a" }).signaled("go", 2, { id: "b" }));
    const next = run.next();
    next.batch(() => next.history.signaled("go", 1, { id: "a" }).signaled("go", 2, { id: "b" }));
    expect(next.open).toEqual([{ type: "Receive", signal: "go" }]);
    next.batch(() => next.history.signaled("go", 3, { id: "c" }));
    expect(next.result).toEqual([2, 3]);
  });

  it("survive several runs that take none of them", () => {
    const self = workflow({ name: "self" }, function* (n: number): Coroutine<readonly number[]> {
      if (n > 3) return [yield* go.receive(), yield* go.receive()];
      yield* pay(n);
      return yield* continueAsNew(self, n + 1);
    });
    const first = step(self, 1).signal(go, 7).complete(pay, 1).next().signal(go, 8).complete(pay, 1).next();
    expect(first.complete(pay, 1).next().result).toEqual([7, 8]);
  });
});
