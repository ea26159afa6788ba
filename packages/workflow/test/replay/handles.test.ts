import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import type { Coroutine } from "../../src/index.ts";
import { all, race, sleep, start } from "../../src/index.ts";
import { caught, charge, echo, flow, go, halt, pack, refund, ship, thrown, waits } from "./shop.ts";

describe("sub-generators and coroutines", () => {
  function* pay(): Coroutine<string> {
    return yield* charge(1);
  }

  it("a generator run inline goes on with the numbers of its caller", () => {
    const run = step(
      flow(function* () {
        yield* echo();
        yield* pay();
        yield* ship("Ada");
      }),
    );
    run.complete(echo, 1);
    expect(waits(run)).toEqual(["2"]);
    run.complete(charge, "r");
    expect(waits(run)).toEqual(["3"]);
  });

  it("a started function has numbers of its own, and takes one", () => {
    const run = step(
      flow(function* () {
        const h = yield* start(
          function* (a: number, b: number) {
            yield* charge(a);
            return yield* charge(b);
          },
          1,
          2,
        );
        yield* ship("Ada");
        return [h.id, yield* h];
      }),
    );
    expect(waits(run).sort()).toEqual(["1.1", "2"]);
    run.complete(charge, "x").complete(ship, "p");
    expect(waits(run)).toEqual(["1.2"]);
    expect(run.complete(charge, "y").result).toEqual(["1", "y"]);
  });

  it("a generator object can be started too", () => {
    const run = step(
      flow(function* () {
        const [a, h] = [yield* all([pay(), sleep(1)]), yield* start(pay())];
        return [a[0], yield* h];
      }),
    );
    run.complete("1.1.1", "a").fire().complete("2.1", "b");
    expect(run.result).toEqual(["a", "b"]);
  });
});

describe("handles", () => {
  it("tell whether work has ended, and how", () => {
    const run = step(
      flow(function* () {
        const good = yield* start(charge(1));
        const bad = yield* start(ship("Ada"));
        const seen: unknown[] = [good.isReady()];
        yield* go.receive();
        seen.push(good.isReady(), good.result(), bad.isReady());
        try {
          bad.result();
        } catch (error) {
          seen.push((error as { code: string }).code);
        }
        return seen;
      }),
    );
    run.complete(charge, "r").fail(ship, new Error("lost")).signal(go, 1);
    expect(run.result).toEqual([false, true, "r", true, "ACTIVITY_FAILED"]);
  });

  it("throw NOT_READY if asked too early", () => {
    const run = step(
      flow(function* () {
        const h = yield* start(charge(1));
        try {
          return h.result();
        } catch (error) {
          return (error as { code: string }).code;
        }
      }),
    );
    expect(run.result).toBe("NOT_READY");
  });

  it("can be waited for twice, and by several", () => {
    const run = step(
      flow(function* () {
        const h = yield* start(charge(1));
        const others = [
          yield* start(function* () {
            return yield* h;
          }),
          yield* start(function* () {
            return yield* h;
          }),
        ];
        return [yield* h, yield* h, yield* all(others)];
      }),
    );
    expect(run.complete(charge, "r").result).toEqual(["r", "r", ["r", "r"]]);
  });

  it("throw the one failure at everybody who waits", () => {
    const run = step(
      flow(function* () {
        const h = yield* start(charge(1));
        return [yield* thrown(h), yield* thrown(h), yield* thrown(all([h]))];
      }),
    );
    expect(run.fail(charge, new Error("no")).result).toEqual(Array(3).fill("ACTIVITY_FAILED"));
  });

  it("let two long-running children be served as each becomes ready", () => {
    const run = step(
      flow(function* () {
        const open = [yield* start(pack("a")), yield* start(pack("b"))];
        const served: unknown[] = [];
        while (open.length > 0) {
          yield* race(open);
          for (const h of open.filter((one) => one.isReady())) {
            open.splice(open.indexOf(h), 1);
            served.push(yield* echo(h.result()));
          }
        }
        return served;
      }),
    );
    run.complete(pack("b"), "B");
    expect(run.open).toEqual([pack("a"), echo("B")]);
    run.complete(pack("a"), "A").complete(echo, 1);
    expect(run.open).toEqual([echo("A")]);
    expect(run.complete(echo, 2).result).toEqual([1, 2]);
  });

  // LANGUAGE.md: `all` takes any Operation, `start(x)` is a Command<Handle>; today its answer is FOREIGN_YIELD, which
  // says "yield only commands of @sweft/workflow" of one. (commands.ts, `begins`: REFERENCES are not looked up)
  it("can be made several at once", () => {
    const run = step.with({ holds: "keep" })(
      flow(function* () {
        const [a, b] = yield* all([start(charge(1)), start(charge(2))]);
        return [yield* b, yield* a];
      }),
    );
    expect(run.status).toBe("running");
  });
});

describe("the failure of a coroutine", () => {
  const fails = function* (): Coroutine<never> {
    yield* charge(1);
    throw Object.assign(new Error("broken"), { code: "BROKEN" });
  };

  it("that nobody waits for fails the workflow, whose body may clean up but not object", () => {
    const run = step(
      flow(function* () {
        yield* start(fails());
        try {
          yield* go.receive();
        } finally {
          yield* refund("r");
        }
      }),
    );
    run.complete(charge, "r");
    expect(run.open).toEqual([refund("r")]);
    run.complete(refund, "x");
    expect(run.status).toBe("failed");
    expect(run.error).toMatchObject({ code: "BROKEN" });
  });

  it("names the coroutine and its error to the body", () => {
    const seen: unknown[] = [];
    const run = step(
      flow(function* () {
        yield* start(fails());
        seen.push(yield* caught(go.receive()));
        return "all is well";
      }),
    );
    run.complete(charge, "r");
    expect(seen[0]).toMatchObject({
      code: "CANCELED",
      message: "coroutine 1 failed, and nobody waited for it",
      cause: { code: "BROKEN" },
    });
    expect(run.status).toBe("failed");
  });

  it("that somebody waits for is theirs to handle", () => {
    const run = step(
      flow(function* () {
        const h = yield* start(fails());
        return yield* thrown(h);
      }),
    );
    expect(run.complete(charge, "r").result).toBe("BROKEN");
  });

  it("that somebody waits for within the same decision is theirs", () => {
    const run = step(
      flow(function* () {
        const h = yield* start(function* () {
          throw Object.assign(new Error("at once"), { code: "ONCE" });
        });
        return yield* thrown(h);
      }),
    );
    expect(run.result).toBe("ONCE");
  });

  it("of a started activity that nobody waits for stays in its handle", () => {
    const run = step(
      flow(function* () {
        const h = yield* start(charge(1));
        yield* go.receive();
        return h.isReady();
      }),
    );
    expect(run.fail(charge, new Error("no")).signal(go, 1).result).toBe(true);
  });

  // start() says: "The failure of a coroutine that nobody waits for fails the workflow; that of other work waits in its
  // handle." With a retry policy the activity runs in a coroutine, and adding the policy fails the workflow.
  // (run.ts `ended` pushes every Coroutine to #unobserved; `retrying` is one)
  it("of a started activity with retries stays in its handle as well", () => {
    const run = step(
      flow(function* () {
        const h = yield* start(charge.with({ retry: { attempts: 2, delay: 0 } })(1));
        yield* go.receive();
        return h.isReady();
      }),
    );
    run.fail(charge, new Error("one")).fail(charge, new Error("two")).signal(go, 1);
    expect(run.result).toBe(true);
  });

  // R9: the failure of a coroutine nobody waits for fails its scope. If the body returns before quiescence, the failure
  // is dropped: `bodyEnded` has written the result before `#failScope` looks. (run.ts)
  it("is not lost when the body returns in the same moment", () => {
    const run = step(
      flow(function* () {
        const h = yield* start(charge(1));
        yield* start(function* () {
          yield* h;
          throw Object.assign(new Error("broken"), { code: "BROKEN" });
        });
        yield* h;
        return "all is well";
      }),
    );
    run.complete(charge, "r");
    expect(run.status).toBe("failed");
  });

  // R9, as above: two waits that were left again are no wait. `leave` keeps an empty list of others, by which
  // `isAwaited` says true for ever. (work.ts)
  it("is not taken for awaited after everybody has stopped waiting", () => {
    const run = step(
      flow(function* () {
        const h = yield* start(fails());
        yield* all([race([h, sleep(1)]), race([h, sleep(2)])]);
        yield* halt.receive();
      }),
    );
    run.fire().fire().complete(charge, "r");
    expect(run.status).toBe("failed");
  });

  // R9: it fails its scope, whose body is canceled. A body that was asked to cancel before, and decided otherwise, runs on
  // to its end with everything it still asks for, as `Coroutine.cancel` works once. (coroutine.ts)
  it("stops a body that has survived an earlier cancel", () => {
    const run = step(
      flow(function* () {
        yield* start(fails());
        yield* caught(sleep(60));
        yield* ship("Ada");
        yield* refund("r");
      }),
    );
    run.cancel().complete(charge, "r");
    expect(run.status).toBe("failed");
  });
});
