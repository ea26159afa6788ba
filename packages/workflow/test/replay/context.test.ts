import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import { all, contextValue, map, race, sleep, start, withTimeout } from "../../src/index.ts";
import { charge, echo, flow, go, held, thrown, waits } from "./shop.ts";

const tenant = contextValue<string>("tenant");
const limit = contextValue("limit", 3);

function* read() {
  return yield* tenant.get();
}

describe("a context value", () => {
  it("is what was provided furthest in, and the default where nothing was", () => {
    const run = step(
      flow(function* () {
        const inner = yield* limit.provide(5, function* () {
          const five = yield* limit.get();
          return [five, yield* limit.provide(7, limit.get()), yield* limit.get()];
        });
        return [yield* limit.get(), inner, yield* limit.get()];
      }),
    );
    expect(run.result).toEqual([3, [5, 7, 5], 3]);
  });

  it("is handed down to coroutines, composites, and what these begin", () => {
    const run = step(
      flow(function* () {
        return yield* tenant.provide("acme", function* () {
          const h = yield* start(function* () {
            yield* go.receive();
            return yield* read();
          });
          const parts = yield* all([
            read(),
            race([read(), sleep(5)]),
            withTimeout(5, read),
            map([1], () => read()),
            limit.provide(1, read),
            h,
          ]);
          return parts;
        });
      }),
    );
    expect(run.signal(go).result).toEqual(["acme", "acme", "acme", ["acme"], "acme", "acme"]);
  });

  it("is seen by those alone that are begun inside", () => {
    const run = step(
      flow(function* () {
        const outside = yield* start(function* () {
          yield* go.receive();
          return yield* limit.get();
        });
        const inside = yield* limit.provide(9, function* () {
          yield* go.receive();
          return yield* start(function* () {
            yield* echo(yield* limit.get());
            return yield* limit.get();
          });
        });
        return [yield* outside, yield* inside];
      }),
    );
    run.signal(go).signal(go);
    expect(run.open).toEqual([echo(9)]);
    expect(run.complete(echo, 1).result).toEqual([3, 9]);
  });

  it("takes no number to ask for, and one for the work it is provided for", () => {
    const run = step(
      flow(function* () {
        yield* limit.get();
        yield* tenant.provide("acme", charge(1));
      }),
    );
    expect(waits(run)).toEqual(["1.1"]);
  });

  it.each([[0], [""], [false], [null], [undefined]])("may be %p, as its default may", (value) => {
    const some = contextValue<unknown>("some", "default");
    const other = contextValue<unknown>("other", value);
    const run = step(
      flow(function* () {
        return [(yield* some.provide(value, some.get())) === value, (yield* other.get()) === value];
      }),
    );
    expect(run.result).toEqual([true, true]);
  });

  it("is no other of the same name", () => {
    const other = contextValue<string>("tenant", "none");
    const run = step(
      flow(function* () {
        return yield* tenant.provide("acme", other.get());
      }),
    );
    expect(run.result).toBe("none");
  });

  it("holds the run where it is missing", () => {
    const error = held(flow(read as () => Generator<never, unknown>));
    expect(error.code).toBe("CONTEXT_MISSING");
    expect(error.message).toBe(
      "nobody has provided the context value tenant here, and it has no default; run this inside tenant.provide(value, function* () { … })",
    );
  });

  it("throws the errors of its work, and is canceled with it", () => {
    const run = step(
      flow(function* () {
        return [
          yield* thrown(tenant.provide("a", charge(1))),
          (yield* race({ work: tenant.provide("a", charge(2)), late: sleep(5) })).winner,
        ];
      }),
    );
    expect(run.fail(charge(1), new Error("no")).fire().result).toEqual(["ACTIVITY_FAILED", "late"]);
  });

  it("has a legal name", () => {
    expect(() => contextValue("sweft.x")).toThrow("context value name");
    expect(() => tenant.provide("a", 5 as never)).toThrow("the work given to tenant.provide is 5");
  });
});
