import { describe, expect, it, jest } from "@jest/globals";
import type { FakeHistory } from "@sweft/testing";
import { step } from "@sweft/testing";
import type { Coroutine, Workflow } from "../../src/index.ts";
import { all, cached, marker, openRun, race, sleep, start } from "../../src/index.ts";
import { charge, clash, flow, go, heldOn, refund, ship } from "./shop.ts";

jest.setTimeout(180_000);

/** The line of this file on which a function's source has a text. */
const here = expect.stringMatching(/divergence\.test\.ts$/);

const both = flow(function* () {
  yield* charge(1);
  yield* ship("Ada");
});
const half = step(both).complete(charge, "r").history;

/** How far apart the places of two reports are: so tests need no line numbers. */
function lines<A extends readonly unknown[], R>(code: Workflow<A, R>, history: FakeHistory): number {
  const { location } = clash(code, history);
  expect(location?.file).toEqual(here);
  return location?.line ?? 0;
}

/** The line on which this is called. */
function thisLine(): number {
  const [, , caller = ""] = new Error().stack?.split("\n") ?? [];
  return Number(/:(\d+):\d+\)?$/.exec(caller)?.[1]);
}

describe("the report of a divergence", () => {
  it("shows the recorded event, the command asked, what differs, the line that asks, and the gate", () => {
    let line = 0;
    const code = flow(function* order() {
      line = thisLine() + 1;
      yield* charge(2);
      yield* ship("Ada");
    });
    const error = clash(code, half);
    expect(error).toMatchObject({
      kind: "changed",
      eventId: 6,
      id: "1",
      recorded: {
        eventId: 6,
        eventType: "ActivityTaskScheduled",
        id: "1",
        attributes: { activityId: "1", activityType: { name: "charge", version: "1" } },
      },
      asked: {
        id: "1",
        what: "activity charge 1",
        command: { type: "ScheduleActivity", activity: { name: "charge", version: "1" }, args: [2] },
      },
      differences: [{ field: "arguments", recorded: [1], asked: [2] }],
      missing: [],
      extra: [],
      location: { file: here, line, functionName: expect.stringContaining("order") },
      fix: 'if (yield* patched("change-charge")) { yield* charge(…); /* new */ } else { yield* charge(…); /* old */ }',
    });
    expect(error.recorded?.attributes).not.toHaveProperty("decisionTaskCompletedEventId");
    expect(error.message).toContain(`divergence.test.ts:${line}:`);
    expect(error.message).toContain('write `if (yield* patched("change-charge"))');
  });

  it("names both commands in the gate where one has taken the other's place", () => {
    const error = clash(
      flow(function* () {
        yield* refund("r");
      }),
      half,
    );
    expect(error.fix).toBe(
      'if (yield* patched("refund-instead-of-charge")) { yield* refund(…); /* new */ } else { yield* charge(…); /* old */ }',
    );
  });

  it("shows a command of another kind under the same id", () => {
    let line = 0;
    const code = flow(function* () {
      yield* charge(1);
      line = thisLine() + 1;
      yield* sleep(5);
    });
    expect(clash(code, half)).toMatchObject({
      kind: "replaced",
      id: "2",
      asked: { id: "2", command: { type: "StartTimer", seconds: 5 } },
      differences: [{ field: "command", recorded: "ActivityTaskScheduled 2 ship", asked: "timer of 5 s (2)" }],
      location: { line },
      fix: 'if (yield* patched("sleep-instead-of-ship")) { yield* sleep(5); /* new */ } else { yield* ship(…); /* old */ }',
    });
  });

  it("lists what the completion recorded and nobody asks for, and what is asked instead", () => {
    const three = flow(function* () {
      yield* all([charge(1), ship("Ada"), refund("r")]);
    });
    const error = clash(
      flow(function* () {
        yield* all([charge(1)]);
        yield* sleep(5);
      }),
      step(three).history,
    );
    expect(error).toMatchObject({ kind: "removed", id: "1.2", asked: undefined, extra: [] });
    expect(error.missing.map(({ id, attributes }) => [id, attributes])).toMatchObject([
      ["1.2", { activityType: { name: "ship" } }],
      ["1.3", { activityType: { name: "refund" } }],
    ]);
    expect(error.fix).toBe('if (!(yield* patched("without-ship"))) { yield* ship(…); }');
  });

  it("shows where the code waits instead of asking for what is recorded", () => {
    let line = 0;
    const code = flow(function* () {
      yield* charge(1);
      line = thisLine() + 1;
      yield* go.receive();
    });
    expect(clash(code, half)).toMatchObject({ kind: "removed", id: "2", location: { file: here, line } });
  });

  it("has no place where the body has ended, nor for a plain yield", () => {
    const ended = flow(function* () {
      yield* charge(1);
    });
    expect(clash(ended, half)).toMatchObject({ kind: "removed", id: "2", location: undefined });
    const plain = flow(function* () {
      yield charge(2);
    });
    expect(clash(plain, half)).toMatchObject({ kind: "changed", id: "1", location: undefined });
  });

  it("knows a command that was put before the recorded one", () => {
    let line = 0;
    const code = flow(function* () {
      line = thisLine() + 1;
      yield* marker("begun", 1);
      yield* both.body();
    });
    expect(clash(code, half)).toMatchObject({
      kind: "added",
      id: "1",
      asked: { id: "1", what: 'marker "begun"' },
      location: { file: here, line },
      fix: 'if (yield* patched("with-begun")) { yield* marker("begun", …); }',
    });
  });

  it("is made at the earliest completion that a marker is missing from", () => {
    const beside = (body: () => Coroutine<unknown>) =>
      flow(function* () {
        yield* yield* start(body);
        yield* charge(1);
      });
    let line = 0;
    const code = beside(function* () {
      line = thisLine() + 1;
      yield* marker("begun", 1);
    });
    const { history } = step(beside(function* () {}));
    const error = clash(code, history);
    expect(error).toMatchObject({ kind: "added", id: "1.1", extra: [{ id: "1.1" }], location: { file: here, line } });
    expect(error.message).toContain('asks for marker "begun" (begun) before activity charge 1 (2)');
  });

  it("of an effect that was added shows its line", () => {
    let line = 0;
    const code = flow(function* () {
      yield* charge(1);
      line = thisLine() + 1;
      yield* cached("rate", () => 1);
      yield* ship("Ada");
    });
    const report = () => ({
      kind: "added",
      id: "2",
      location: { file: here, line },
      fix: 'if (yield* patched("with-rate")) { yield* cached("rate", …); }',
    });
    const found = heldOn(code, half);
    expect(found).toMatchObject(report());
    const live = openRun(code, half);
    live.advance(half.events.slice(0, 10));
    live.resume([{ ok: true, value: 1 }]);
    expect(live.advance(half.events)).toMatchObject({ status: "held", error: report() });
  });

  it("accepts a further command beside the others, at their end", () => {
    const { history } = step(both);
    const more = flow(function* () {
      const beside = yield* start(function* () {
        yield* charge(1);
        yield* ship("Ada");
      });
      yield* beside;
    });
    expect(clash(more, history).id).toBe("1");
    const run = step(
      flow(function* () {
        yield* all([charge(1), ship("Ada")]);
      }),
    );
    run.deploy(
      flow(function* () {
        yield* all([charge(1), ship("Ada"), refund("r")]);
      }) as never,
    );
    run.complete(charge, "r").complete(ship, "p").complete(refund, "x");
    expect(run.status).toBe("completed");
  });
});

describe("the place of a divergence", () => {
  const spread = (first: () => Coroutine<unknown>) =>
    flow(function* () {
      const side = yield* start(first);
      yield* all([race({ a: charge(1), b: sleep(60) }), ship("Ada")]);
      yield* side;
    });
  const good = spread(function* () {
    yield* refund("r");
  });

  it("in a started coroutine is its own line, even if it has gone on since", () => {
    let line = 0;
    const code = spread(function* () {
      line = thisLine() + 1;
      const handle = yield* start(refund("other"));
      yield* go.receive();
      yield* handle;
    });
    const asked = flow(function* () {
      yield* code.body();
    });
    const { history } = step(
      spread(function* () {
        yield* start(refund("r"));
        yield* go.receive();
      }),
    );
    expect(clash(asked, history)).toMatchObject({ id: "1.1", location: { file: here, line } });
    expect(step(good).status).toBe("running");
  });

  it("in a composite, however deep, is the line that asks for the outermost", () => {
    let line = 0;
    const code = flow(function* () {
      yield* start(function* () {
        yield* refund("r");
      });
      line = thisLine() + 1;
      yield* all([race({ a: charge(2), b: sleep(60) }), ship("Ada")]);
    });
    expect(clash(code, step(good).history)).toMatchObject({ id: "2.1.1", location: { file: here, line } });
  });

  it("in a generator given to a composite is the line in that", () => {
    let line = 0;
    const pieces = (total: number, watch: () => void) =>
      flow(function* () {
        yield* all([
          function* () {
            watch();
            yield* charge(total);
          },
        ] as never);
      });
    const code = flow(function* () {
      yield* all([
        (function* () {
          line = thisLine() + 1;
          yield* charge(2);
        })(),
      ]);
    });
    const { history } = step(pieces(1, () => {}));
    expect(clash(code, history)).toMatchObject({ id: "1.1.1", location: { file: here, line } });
  });

  it("is the innermost of the user's own functions that call each other", () => {
    let line = 0;
    function* helper(total: number): Coroutine<string> {
      line = thisLine() + 1;
      return yield* charge(total);
    }
    const code = flow(function* () {
      try {
        yield* helper(2);
      } catch {
        yield* go.receive();
      }
    });
    expect(clash(code, half)).toMatchObject({
      location: { file: here, line, functionName: expect.stringContaining("helper") },
    });
  });

  it("of a later attempt is the line of the command that is tried again", () => {
    const patient = charge.with({ retry: { attempts: 3, delay: 10, jitter: "none" } });
    const run = step(
      flow(function* () {
        yield* patient(1);
      }),
    );
    run.fail(charge, new Error("no"));
    let line = 0;
    const code = flow(function* () {
      line = thisLine() + 1;
      yield* charge(1);
    });
    expect(clash(code, run.history)).toMatchObject({ kind: "removed", id: "1~2.backoff" });
    const waits = flow(function* () {
      try {
        yield* charge(1);
      } catch {
        line = thisLine() + 1;
        yield* go.receive();
      }
    });
    expect(clash(waits, run.history)).toMatchObject({ location: { line } });
  });

  it("tells apart lines of different versions", () => {
    const one = flow(function* () {
      yield* charge(3);
    });
    const other = flow(function* () {
      yield* charge(3);
    });
    expect(lines(other, half)).toBeGreaterThan(lines(one, half));
  });
});
