import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import type { AnyCommand, Coroutine } from "../../src/index.ts";
import { all, race, sleep, start } from "../../src/index.ts";
import { caught, charge, flow, go, held, refund } from "./shop.ts";

function* someGenerator(): Coroutine<number> {
  yield* sleep(1);
  return 1;
}

const FOREIGN: readonly (readonly [string, () => unknown, string])[] = [
  [
    "a promise",
    () => Promise.resolve(1),
    "a promise: put asynchronous work into an activity, or into `yield* cached(name, async () => …)`",
  ],
  ["a number", () => 5, "5: yield only commands of @sweft/workflow, with `yield*`"],
  ["a text", () => "charge", '"charge": yield only commands of @sweft/workflow, with `yield*`'],
  ["null", () => null, "null: yield only commands of @sweft/workflow, with `yield*`"],
  ["nothing", () => undefined, 'nothing: write `yield* command`, for example `yield* sleep("1m")`'],
  ["an array", () => [charge(1)], "an array: write `yield* all([…])` or `yield* race([…])`"],
  ["a function", () => () => 1, "a function: call it, and write `yield*` before what it returns"],
  ["an activity", () => charge, "a function: call it, and write `yield*` before what it returns"],
  [
    "a generator",
    () => someGenerator(),
    "a generator: write `yield*` before it to run it here, or `yield* start(fn, …args)` to run it beside",
  ],
  ["an object", () => ({ total: 5 }), '{"total":5}: yield only commands of @sweft/workflow, with `yield*`'],
  [
    "an object of an unknown type",
    () => ({ type: "Chrage" }),
    '{"type":"Chrage"}: yield only commands of @sweft/workflow, with `yield*`',
  ],
  [
    "an object named like a member of objects",
    () => ({ type: "constructor" }),
    '{"type":"constructor"}: yield only commands of @sweft/workflow, with `yield*`',
  ],
  [
    "a literal of an activity",
    () => ({ type: "ScheduleActivity", activity: { name: "charge", version: "1" }, args: [1] }),
    "a ScheduleActivity as a bare literal; call what was declared instead",
  ],
];

describe.each(FOREIGN)("yielding %s", (_name, make, says) => {
  const foreign = () => make() as AnyCommand;
  const message = `the workflow yielded ${says}`;

  it("is held at the first step, with a sentence that says what to write", () => {
    expect(
      held(
        flow(function* () {
          yield foreign();
        }),
      ),
    ).toMatchObject({ code: "FOREIGN_YIELD", message });
  });

  it("is held in the middle, in a catch, and in a finally", () => {
    const codes = [
      flow(function* () {
        yield* charge(1);
        yield foreign();
      }),
      flow(function* () {
        try {
          yield* charge(1);
          throw new Error("on");
        } catch {
          yield foreign();
        }
      }),
      flow(function* () {
        try {
          yield* charge(1);
        } finally {
          yield foreign();
        }
      }),
    ];
    for (const code of codes) expect(held(code, (run) => run.complete(charge, "r"))).toMatchObject({ message });
  });

  it("is held in a coroutine and in a composite, whether or not somebody waits", () => {
    const fork = function* () {
      yield* charge(1);
      yield foreign();
    };
    const codes = [
      flow(function* () {
        yield* start(fork);
        yield* go.receive();
      }),
      flow(function* () {
        const h = yield* start(fork);
        yield* caught(h);
      }),
      flow(function* () {
        yield* caught(all([fork(), sleep(9)]));
      }),
      flow(function* () {
        yield* caught(race([fork(), sleep(9)]));
      }),
    ];
    for (const code of codes) expect(held(code, (run) => run.complete(charge, "r"))).toMatchObject({ message });
  });

  it("cannot be caught, and runs no cleanup", () => {
    const seen: string[] = [];
    held(
      flow(function* () {
        try {
          yield foreign();
        } catch {
          seen.push("caught");
        } finally {
          seen.push("cleaned");
        }
        yield* refund("r");
      }),
    );
    expect(seen).toEqual([]);
  });
});

describe("an object that only looks like a command", () => {
  // PITFALLS "foreign yields give obscure errors": these carry a type of the language but not its fields, as events of
  // somebody's own domain may ({ type: "Start" }). They reach the interpreter's tables unchecked: TypeErrors of its own
  // insides that user code can catch, or a decision with `undefined` in it. (commands.ts: BEGINNINGS, REFERENCES)
  it.each([
    "Start",
    "BeginAs",
    "Join",
    "Draw",
    "All",
    "Race",
    "StartTimer",
    "Backoff",
    "RecordMarker",
    "RunBody",
    "RunGenerator",
    "Receive",
  ])("such as { type: %s } is foreign", (type) => {
    expect(
      held(
        flow(function* () {
          yield { type } as AnyCommand;
          yield* go.receive();
        }),
      ).code,
    ).toBe("FOREIGN_YIELD");
  });

  it.each(["Begin", "Stop", "constructor", "toString"])(
    "such as { type: %s } is foreign, being no word of the language",
    (type) => {
      expect(
        held(
          flow(function* () {
            yield { type } as AnyCommand;
          }),
        ).code,
      ).toBe("FOREIGN_YIELD");
    },
  );

  it.each(["Await", "Cancel"])("such as { type: %s } is a handle of nobody", (type) => {
    expect(
      held(
        flow(function* () {
          yield { type, work: "1" } as never;
        }),
      ),
    ).toMatchObject({
      code: "HANDLE_UNKNOWN",
      message: expect.stringContaining("handle without work does not belong to this run"),
    });
  });

  it.each(["Cached", "StartChildWorkflow"])("such as { type: %s } lacks what was declared", (type) => {
    expect(
      held(
        flow(function* () {
          yield { type, name: "x", args: [] } as never;
        }),
      ).code,
    ).toBe("FOREIGN_YIELD");
  });

  it("but has all its fields is one", () => {
    expect(
      step(
        flow(function* () {
          yield { type: "StartTimer", seconds: 5 } as never;
        }),
      ).open,
    ).toEqual([sleep(5)]);
    expect(
      step(
        flow(function* () {
          yield { type: "Receive", signal: "go" } as never;
        }),
      ).open,
    ).toEqual([go.receive()]);
  });
});

describe("plain yield", () => {
  it("of a command works as yield* does", () => {
    const run = step(
      flow(function* () {
        const v = yield charge(1);
        return v;
      }),
    );
    expect(run.complete(charge, "r").result).toBe("r");
  });

  it("of a handle waits for it", () => {
    const run = step(
      flow(function* () {
        const h = yield* start(charge(1));
        return yield h as never;
      }),
    );
    expect(run.complete(charge, "r").result).toBe("r");
  });
});
