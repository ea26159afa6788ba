import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import type { Coroutine, Lease, Queue } from "../../src/index.ts";
import { all, cancel, mutex, queue, race, sleep, start, withTimeout } from "../../src/index.ts";
import { charge, echo, flow, go, held, thrown, waits } from "./shop.ts";

function* takes<T>(from: Queue<T>, into: T[]): Coroutine<void> {
  for (;;) into.push(yield* from.take());
}

describe("queue", () => {
  it("hands values on in order", () => {
    const run = step(
      flow(function* () {
        const q = queue<number>();
        yield* q.put(1);
        yield* q.put(2);
        const size = yield* q.size();
        return [size, yield* q.take(), yield* q.tryTake(), yield* q.tryTake(), yield* q.size()];
      }),
    );
    expect(run.result).toEqual([2, 1, 2, undefined, 0]);
  });

  it.each([[0], [""], [false], [null], [undefined]])("hands %p on", (value) => {
    const run = step(
      flow(function* () {
        const q = queue<unknown>();
        const early = yield* start(q.take());
        yield* q.put(value);
        yield* q.put(value);
        return [(yield* early) === value, (yield* q.take()) === value];
      }),
    );
    expect(run.result).toEqual([true, true]);
  });

  it("serves who waits first first, and lists who waits", () => {
    const run = step(
      flow(function* () {
        const q = queue<unknown>();
        const served: unknown[] = [];
        function* taker(name: string): Coroutine<void> {
          served.push([name, yield* q.take()]);
        }
        const takers = [yield* start(taker, "a"), yield* start(taker, "b"), yield* start(taker, "c")];
        for (let i = 0; i < 3; i++) yield* q.put(yield* go.receive());
        yield* all(takers);
        return served;
      }),
    );
    expect(run.openWork.map(({ id, command }) => [id, (command as { type: string }).type])).toEqual([
      ["4", "Receive"],
      ["1.1", "QueueTake"],
      ["2.1", "QueueTake"],
      ["3.1", "QueueTake"],
    ]);
    expect(JSON.stringify(run.open)).toContain('{"type":"QueueTake"}');
    expect(run.signal(go, 1).signal(go, 2).signal(go, 3).result).toEqual([
      ["a", 1],
      ["b", 2],
      ["c", 3],
    ]);
  });

  it("lets a put wait while it is full", () => {
    const run = step(
      flow(function* () {
        const q = queue<number>({ capacity: 2 });
        const done: number[] = [];
        const putter = yield* start(function* () {
          for (let i = 0; i < 4; i++) {
            yield* q.put(i);
            done.push(i);
          }
        });
        yield* go.receive();
        const before = [...done];
        const taken = [yield* q.take(), yield* q.take(), yield* q.take(), yield* q.take()];
        yield* putter;
        return [before, taken, done];
      }),
    );
    expect(run.signal(go).result).toEqual([
      [0, 1],
      [0, 1, 2, 3],
      [0, 1, 2, 3],
    ]);
  });

  it("gives nothing to a take that was canceled, and takes nothing from such a put", () => {
    const run = step(
      flow(function* () {
        const q = queue<number>({ capacity: 1 });
        yield* race([q.take(), sleep(5)]);
        const late = yield* start(q.take());
        yield* q.put(1);
        yield* q.put(2);
        const tried = yield* thrown(withTimeout(5, q.put(3)));
        const h = yield* start(q.put(4));
        yield* cancel(h);
        return [yield* late, tried, yield* q.take(), yield* q.size()];
      }),
    );
    expect(run.fire().fire().result).toEqual([1, "TIMEOUT", 2, 0]);
  });

  it("takes nothing from the list for a take that loses to one that was ready", () => {
    const run = step(
      flow(function* () {
        const a = queue<number>();
        const b = queue<number>();
        yield* a.put(1);
        yield* b.put(2);
        return [yield* race([a.take(), b.take()]), yield* b.size()];
      }),
    );
    expect(run.result).toEqual([1, 1]);
  });

  it("tells all who wait when it is closed, and gives out what is left", () => {
    const run = step(
      flow(function* () {
        const q = queue<number>({ capacity: 1 });
        yield* q.put(1);
        const putter = yield* start(thrown(q.put(2)));
        yield* go.receive();
        yield* q.close();
        const empty = queue<number>();
        const taker = yield* start(thrown(empty.take()));
        yield* go.receive();
        yield* empty.close();
        return [yield* putter, yield* q.take(), yield* thrown(q.take()), yield* thrown(q.put(3)), yield* taker];
      }),
    );
    const closed = "QUEUE_CLOSED";
    expect(run.signal(go).signal(go).result).toEqual([closed, 1, closed, closed, closed]);
  });

  it("may be declared outside: each run has contents of its own", () => {
    const shared = queue<number>();
    const code = flow(function* () {
      yield* shared.put(1);
      return yield* shared.size();
    });
    expect(step(code).result).toBe(1);
    expect(step(code).result).toBe(1);
  });

  it("ends with the workflow though somebody waits", () => {
    const run = step(
      flow(function* () {
        const q = queue<number>();
        yield* start(takes, q, []);
        yield* charge(1);
      }),
    );
    expect(run.complete(charge, "r").status).toBe("completed");
  });

  it("hands on a hundred thousand values without recursion", () => {
    const run = step.with({ verify: false })(
      flow(function* () {
        const q = queue<number>({ capacity: 10 });
        const into: number[] = [];
        const taker = yield* start(takes, q, into);
        for (let i = 0; i < 100_000; i++) yield* q.put(i);
        yield* q.close();
        yield* thrown(taker);
        return into.length;
      }),
    );
    expect(run.result).toBe(100_000);
  });

  it("is refused a wrong capacity, and literals that only look like its commands", () => {
    expect(() => queue({ capacity: 0 })).toThrow("capacity of queue is 0; write a whole number, 1 or more");
    expect(() => queue({ size: 1 } as never)).toThrow('queue has no option "size"');
    const error = held(
      flow(function* (): Coroutine<unknown> {
        return yield { type: "QueueTake" } as never;
      }),
    );
    expect(error.code).toBe("FOREIGN_YIELD");
  });
});

describe("mutex", () => {
  it("lets one in at a time, in the order asked", () => {
    const run = step(
      flow(function* () {
        const account = mutex();
        return yield* all([1, 2, 3].map((cents) => account.run(charge(cents))));
      }),
    );
    expect(run.open.filter(({ type }: { type?: string }) => type === "ScheduleActivity")).toEqual([charge(1)]);
    run.complete(charge(1), "a").complete(charge(2), "b").complete(charge(3), "c");
    expect(run.result).toEqual(["a", "b", "c"]);
  });

  it("lets go when the work fails, and when it is canceled", () => {
    const run = step(
      flow(function* () {
        const account = mutex();
        const failed = yield* thrown(account.run(() => charge(1)));
        const late = yield* thrown(withTimeout(5, account.run(charge(2))));
        return [failed, late, yield* account.run(charge(3))];
      }),
    );
    run.fail(charge, new Error("no")).begin(charge).fire().complete(charge(3), "c");
    expect(run.result).toEqual(["ACTIVITY_FAILED", "TIMEOUT", "c"]);
  });

  it("passes over who was canceled while waiting", () => {
    const run = step(
      flow(function* () {
        const account = mutex();
        const first = yield* start(account.run(charge(1)));
        const second = yield* start(account.run(charge(2)));
        const third = yield* start(account.run(charge(3)));
        yield* cancel(second);
        return [yield* first, yield* thrown(second), yield* third];
      }),
    );
    expect(waits(run)).toContain("3.1");
    run.complete(charge(1), "a").complete(charge(3), "c");
    expect(run.result).toEqual(["a", "CANCELED", "c"]);
  });

  it("is held by a lease, in composites too, and released once by it alone", () => {
    const run = step(
      flow(function* () {
        const account = mutex();
        const lease = (yield* race([account.acquire(), sleep(5)])) as Lease;
        const next = yield* start(account.acquire());
        yield* account.release(lease);
        yield* account.release(yield* next);
        return [yield* thrown(account.release(lease)), yield* thrown(mutex().release(lease)), yield* echo(1)];
      }),
    );
    expect(run.complete(echo, 1).result).toEqual(["MUTEX_NOT_HELD", "MUTEX_NOT_HELD", 1]);
  });

  it("holds the run for a release by somebody who does not hold it", () => {
    const error = held(
      flow(function* () {
        yield* mutex().release(undefined as never);
      }),
    );
    expect(error.code).toBe("MUTEX_NOT_HELD");
  });
});
