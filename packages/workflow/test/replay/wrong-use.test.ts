import { describe, expect, it } from "@jest/globals";
import { jsonSerializer, openPayloads } from "@sweft/payload";
import { pendingHandle, step } from "@sweft/testing";
import type { Coroutine, Handle } from "../../src/index.ts";
import { all, cancel, race, sleep, start, workflow } from "../../src/index.ts";
import { caught, charge, echo, flow, go, held, recorded, thrown } from "./shop.ts";

function* someGenerator(): Coroutine<number> {
  yield* sleep(1);
  return 1;
}

describe("wrong use of the language", () => {
  it("of one generator object for two pieces is held", () => {
    const code = flow(function* () {
      const one = someGenerator();
      yield* all([one, one]);
    });
    expect(held(code)).toMatchObject({
      code: "GENERATOR_REUSED",
      message: expect.stringContaining("call the generator function again"),
    });
    expect(
      held(
        flow(function* () {
          const both = all([someGenerator()]);
          yield* both;
          yield* both;
        }),
        (run) => run.fire(),
      ),
    ).toMatchObject({ code: "GENERATOR_REUSED" });
    expect(
      held(
        flow(function* () {
          const one = someGenerator();
          yield* start(one);
          yield* caught(start(one));
        }),
      ).code,
    ).toBe("GENERATOR_REUSED");
  });

  it("of a handle of another run is held, however it is used", () => {
    const stray = pendingHandle("7");
    const uses: (() => Coroutine<unknown>)[] = [
      function* () {
        return yield* stray;
      },
      function* () {
        return yield* cancel(stray);
      },
      function* () {
        return yield* all([stray]);
      },
      function* () {
        return yield* race({ stray });
      },
    ];
    for (const use of uses) {
      expect(
        held(
          flow(function* () {
            yield* caught(use());
          }),
        ),
      ).toMatchObject({
        code: "HANDLE_UNKNOWN",
        message: "handle 7 does not belong to this run; handles cannot leave the run that started them",
      });
    }
    expect(
      held(
        flow(function* () {
          yield stray as never;
        }),
      ).message,
    ).toContain("a handle of another run");
  });

  it("of a real handle that another run kept is held", () => {
    let kept: Handle<string> | undefined;
    step(
      flow(function* () {
        kept = yield* start(charge(1));
        yield* kept;
      }),
    );
    expect(
      held(
        flow(function* () {
          if (kept !== undefined) yield* kept;
        }),
      ).code,
    ).toBe("HANDLE_UNKNOWN");
  });

  it("of a command that a body returns is held", () => {
    const returning = (): never => charge(1) as never;
    expect(
      held(
        flow(function* () {
          return returning();
        }),
      ),
    ).toMatchObject({
      code: "COMMAND_RETURNED",
      message: expect.stringContaining("write `return yield* …`"),
    });
    expect(
      held(
        flow(function* () {
          const h = yield* start(function* () {
            return returning();
          });
          yield* caught(h);
        }),
      ).code,
    ).toBe("COMMAND_RETURNED");
  });

  it("of a function that is no generator function in start is thrown at the call, and holds if it is not caught", () => {
    const notOne = (() => 5) as never as () => Coroutine<number>;
    expect(
      held(
        flow(function* () {
          yield* start(notOne);
        }),
      ),
    ).toMatchObject({
      code: "BODY_NOT_GENERATOR",
      message: expect.stringContaining("start was given the function notOne, which is no generator function"),
    });
  });

  it("of result() before its time is a bug of the body", () => {
    expect(
      held(
        flow(function* () {
          return (yield* start(charge(1))).result();
        }),
      ).code,
    ).toBe("NOT_READY");
  });
});

const cycle: { self?: unknown } = {};
cycle.self = cycle;
const UNWRITABLE: readonly (readonly [string, unknown, RegExp])[] = [
  ["a function", { run: () => 1 }, /args\[0\]\.run|\[0\]\.run/],
  ["a symbol", { tag: Symbol("x") }, /\[0\]\.tag/],
];

describe.each(UNWRITABLE)("an argument with %s", (_name, value, where) => {
  it("is thrown at the yield, where it can be caught", () => {
    const run = step(
      flow(function* () {
        return [yield* thrown(echo(value)), yield* echo(1)];
      }),
    );
    expect(run.open).toEqual([echo(1)]);
    expect(run.complete(echo, 2).result).toEqual(["ARGUMENTS_UNSERIALIZABLE", 2]);
  });

  it("holds the run if nobody catches it, and says where it is", () => {
    const error = held(
      flow(function* () {
        yield* echo(value);
      }),
    );
    expect(error.code).toBe("ARGUMENTS_UNSERIALIZABLE");
    expect(error.message).toContain("an argument of activity echo cannot be written into the history: ");
    expect(error.message).toMatch(where);
  });

  it("as the result of the workflow holds the run", () => {
    expect(
      held(
        flow(function* () {
          return value;
        }),
      ),
    ).toMatchObject({
      code: "ARGUMENTS_UNSERIALIZABLE",
      message: expect.stringContaining("the result of the workflow cannot be written"),
    });
  });
});

describe("a cycle", () => {
  const passes = flow(function* () {
    yield* echo(cycle);
  });

  it("is written by the default serializer", () => {
    expect(step(passes).open).toHaveLength(1);
  });

  it("is refused by plain JSON, with its place", () => {
    const run = step.with({ holds: "keep", converter: openPayloads({ serializer: jsonSerializer() }) })(passes);
    expect(run.status).toBe("held");
    expect((run.error as Error).message).toMatch(/self.*is a cycle/);
  });
});

describe("errors that the body throws", () => {
  it.each([TypeError, ReferenceError, RangeError, SyntaxError])("of type %p are bugs and hold the run", (Bug) => {
    expect(
      held(
        flow(function* () {
          yield* charge(1);
          throw new Bug("oops");
        }),
        (run) => run.complete(charge, "r"),
      ),
    ).toMatchObject({ message: "oops" });
  });

  it("hold the run if a coroutine throws them that nobody waits for", () => {
    expect(
      held(
        flow(function* () {
          yield* start(function* () {
            yield* charge(1);
            throw new TypeError("oops");
          });
          yield* go.receive();
        }),
        (run) => run.complete(charge, "r"),
      ),
    ).toMatchObject({ message: "oops" });
  });

  it("fail the workflow if they are of the business", () => {
    for (const error of [
      new Error("no stock"),
      Object.assign(new Error("x"), { code: "NO_STOCK" }),
      "words",
      17,
      undefined,
      null,
    ]) {
      const run = step(
        flow(function* () {
          yield* charge(1);
          throw error;
        }),
      ).complete(charge, "r");
      expect(run.status).toBe("failed");
      expect(run.error).toBe(error);
    }
  });

  it("are recorded without the fields that cannot be written", () => {
    const error = Object.assign(new Error("no stock"), { code: "NO_STOCK", open: () => 1, socket: { write: () => 1 } });
    const run = step(
      flow(function* () {
        throw error;
      }),
    );
    expect(run.status).toBe("failed");
    expect(recorded(run.history, "WorkflowExecutionFailed")).toMatchObject([{ reason: "NO_STOCK: no stock" }]);
  });

  // An error of the business fails the workflow. One that refers to itself through a field of its own, as errors of HTTP
  // clients do, overflows the stack and holds the run: `ownFields` forgets what was `seen`. (failure.ts)
  it("fail the workflow even if they refer to themselves", () => {
    const error: Error & { self?: unknown } = new Error("no stock");
    error.self = error;
    const run = step.with({ holds: "keep" })(
      flow(function* () {
        throw error;
      }),
    );
    expect(run.status).toBe("failed");
  });

  it("are of the business if an activity threw them, whatever their type", () => {
    const run = step(
      flow(function* () {
        yield* charge(1);
      }),
    ).fail(charge, new TypeError("in the activity"));
    expect(run.status).toBe("failed");
  });

  it("may be caught, as those of any program", () => {
    const run = step(
      flow(function* () {
        try {
          throw new TypeError("oops");
        } catch {
          return "fine";
        }
      }),
    );
    expect(run.result).toBe("fine");
  });
});

describe("a workflow that asks to fail on bugs", () => {
  const failing = workflow({ name: "flow", onBug: "fail" }, function* () {
    yield* charge(1);
    throw new TypeError("oops");
  });
  const options = { holds: "keep", verify: false } as const;

  it("fails, with the bug as its error", () => {
    const run = step.with(options)(failing).complete(charge, "r");
    expect(run.status).toBe("failed");
    expect(run.error).toMatchObject({ name: "TypeError", message: "oops" });
  });

  it("has failed, too, when its finished history is replayed", () => {
    const run = step
      .with({ ...options, verify: true })(failing)
      .complete(charge, "r");
    expect(run.status).toBe("failed");
  });

  // R3: the first completion of every run records the run marker. (hold.ts answers with the close alone)
  it("records which run it is, even if it fails at once", () => {
    const atOnce = workflow({ name: "flow", onBug: "fail" }, function* (): Coroutine<void> {
      yield* sleep(0);
      yield 5 as never;
    });
    const first = workflow({ name: "flow", onBug: "fail" }, function* (): Coroutine<void> {
      yield 5 as never;
    });
    expect(step.with(options)(atOnce).history.events[4]?.eventType).toBe("MarkerRecorded");
    expect(step.with(options)(first).history.events[4]?.eventType).toBe("MarkerRecorded");
  });

  // R9: activities in flight get a cancel request before the close. (hold.ts, as above)
  it("cancels what is in flight, as any end does", () => {
    const busy = workflow({ name: "flow", onBug: "fail" }, function* (): Coroutine<void> {
      yield* start(charge(1));
      yield* go.receive();
      throw new TypeError("oops");
    });
    const run = step.with(options)(busy).begin(charge).signal(go, 1);
    expect(run.decisions.map(({ decisionType }) => decisionType)).toEqual([
      "RequestCancelActivityTask",
      "FailWorkflowExecution",
    ]);
  });
});
