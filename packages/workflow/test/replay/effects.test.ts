import { describe, expect, it } from "@jest/globals";
import { fakeHistory, step } from "@sweft/testing";
import { all, cached, cancel, marker, nondeterministic, openRun, race, sleep, start } from "../../src/index.ts";
import { brief, caught, charge, clash, echo, flow, go, heldOn, recorded, replayedBy, sent, thrown } from "./shop.ts";

/** A workflow that asks for its effects once it is begun; and how often it ran them. */
function counted() {
  const calls: string[] = [];
  const call = (name: string) =>
    cached(name, () => {
      calls.push(name);
      return `${name}${calls.length}`;
    });
  return { calls, call };
}

const values = (history: ReturnType<typeof fakeHistory>) =>
  recorded(history, "MarkerRecorded")
    .filter(({ markerName }) => markerName === "sweft.cached")
    .map(({ details }) => String(details));

describe("cached", () => {
  it("runs its function once, and keeps the result behind one marker", () => {
    const { calls, call } = counted();
    const run = step(
      flow(function* () {
        const v = yield* call("quote");
        yield* charge(1);
        return v;
      }),
    );
    expect(sent(run)).toEqual(["RecordMarker sweft.cached", "ScheduleActivityTask 2"]);
    expect(run.complete(charge, "r").result).toBe("quote1");
    expect(calls).toEqual(["quote"]);
    expect(values(run.history)).toEqual(['sw1 1 ok "quote"\n"quote1"']);
  });

  it("goes on with the value in the same decision, and looks ahead for it in replay", () => {
    const run = step(
      flow(function* () {
        return yield* echo(yield* cached("n", () => 7));
      }),
    );
    expect(run.open).toEqual([echo(7)]);
    const again = flow(function* () {
      return yield* echo(
        yield* cached("n", () => {
          throw new Error("called again");
        }),
      );
    });
    expect(replayedBy(again, run.history).status).toBe("blocked");
    expect(run.deploy(again).complete(echo, "e").result).toBe("e");
  });

  it("waits for functions that are async", async () => {
    const code = flow(function* () {
      return yield* all([cached("slow", async () => "later"), cached("fast", () => "now")]);
    });
    const history = fakeHistory({ workflow: code, args: [] }).decisionStarted();
    const live = openRun(code, history);
    const asked = live.advance(history);
    if (asked.status !== "needs") throw new Error(`it is ${asked.status}`);
    expect(asked.effects.map(({ id, name }) => [id, name])).toEqual([
      ["1.1", "slow"],
      ["1.2", "fast"],
    ]);
    const outcomes = await Promise.all(asked.effects.map(async ({ fn }) => ({ ok: true, value: await fn() }) as const));
    const end = live.resume(outcomes);
    if (end.status !== "completed") throw new Error(`it is ${end.status}`);
    expect(end.result).toEqual(["later", "now"]);
    history.decide(end.decisions);
    expect(replayedBy(code, history)).toMatchObject({ status: "completed", result: ["later", "now"], decisions: [] });
  });

  it("records what was thrown, once, and throws it with its cause at every replay", () => {
    const calls: number[] = [];
    const run = step(
      flow(function* () {
        const error = (yield* caught(
          cached("quote", () => {
            calls.push(1);
            throw Object.assign(new Error("no quote today"), { code: "CLOSED", until: "9:00" });
          }),
        )) as Error & { code: string; cause: Error & { code: string; until: string } };
        yield* charge(1);
        return [error.code, error.message, error.cause.message, error.cause.code, error.cause.until];
      }),
    );
    expect(run.complete(charge, "r").result).toEqual([
      "EFFECT_FAILED",
      'cached("quote", …) threw: no quote today',
      "no quote today",
      "CLOSED",
      "9:00",
    ]);
    expect(calls).toEqual([1]);
  });

  it("fails the workflow if nobody catches what was thrown", () => {
    const run = step(
      flow(function* () {
        return yield* cached("quote", () => {
          throw "words";
        });
      }),
    );
    expect(run.status).toBe("failed");
    expect(run.error).toMatchObject({ code: "EFFECT_FAILED", cause: "words" });
  });

  it("does not hold the run for a bug inside its function: that is recorded, as any outcome", () => {
    const run = step(
      flow(function* () {
        return yield* cached("bug", () => (undefined as never as { x: string }).x);
      }),
    );
    expect(run.status).toBe("failed");
    expect(run.error).toMatchObject({ code: "EFFECT_FAILED", cause: { name: "TypeError" } });
  });

  it("records a result that cannot be written as a failure", () => {
    const run = step(
      flow(function* () {
        const error = (yield* caught(cached("fn", () => () => 1))) as Error & { code: string; cause: { code: string } };
        return [error.code, error.cause.code];
      }),
    );
    expect(run.result).toEqual(["EFFECT_FAILED", "ARGUMENTS_UNSERIALIZABLE"]);
  });

  it("gives live the value that a replay will read, not the one the function holds", () => {
    const run = step(
      flow(function* () {
        let held: object | undefined;
        const got = yield* cached("it", () => {
          held = { n: 1 };
          return held;
        });
        return [got === held, got];
      }),
    );
    expect(run.result).toEqual([false, { n: 1 }]);
  });

  it("may have one name many times, in a loop", () => {
    const { calls, call } = counted();
    const run = step(
      flow(function* () {
        const got: string[] = [];
        for (let i = 0; i < 3; i++) got.push(yield* call("dice"));
        yield* charge(1);
        return got;
      }),
    );
    expect(run.complete(charge, "r").result).toEqual(["dice1", "dice2", "dice3"]);
    expect(calls).toHaveLength(3);
    expect(values(run.history).map((one) => one.split(" ")[1])).toEqual(["1", "2", "3"]);
  });

  it("may have a name of many words and lines", () => {
    const name = 'the "daily"  rate\nin € ';
    const run = step(
      flow(function* () {
        const v = yield* cached(name, () => 5);
        yield* charge(1);
        return v;
      }),
    );
    expect(run.complete(charge, "r").result).toBe(5);
  });

  it("is also called nondeterministic", () => {
    expect(
      step(
        flow(function* () {
          return yield* nondeterministic("it", () => 4);
        }),
      ).result,
    ).toBe(4);
  });

  it("fits into the decision that closes the run", () => {
    const run = step(
      flow(function* () {
        return yield* cached("it", () => 3);
      }),
    );
    expect(sent(run)).toEqual(["RecordMarker sweft.cached", "CompleteWorkflowExecution"]);
    expect(run.result).toBe(3);
  });

  it("is not run again when the close it came with was refused", () => {
    const { calls, call } = counted();
    const run = step.with({ duringFirst: (meanwhile) => void meanwhile.signal(go, 1) })(
      flow(function* () {
        return yield* call("it");
      }),
    );
    expect(run.result).toBe("it1");
    expect(calls).toEqual(["it"]);
    expect(values(run.history)).toHaveLength(1);
  });

  it("is run again if its decision was lost, and only then", () => {
    const { calls, call } = counted();
    const code = flow(function* () {
      yield* go.receive();
      return yield* call("it");
    });
    const run = step(code);
    run.lose(() => run.signal(go, 1));
    expect(run.result).toBe("it2");
    expect(calls).toEqual(["it", "it"]);
  });

  it("asked and canceled in one moment never runs, and leaves no marker", () => {
    const { calls, call } = counted();
    const run = step(
      flow(function* () {
        const h = yield* start(call("it"));
        yield* cancel(h);
        return yield* thrown(h);
      }),
    );
    expect(run.result).toBe("CANCELED");
    expect(sent(run)).toEqual(["CompleteWorkflowExecution"]);
    expect(calls).toEqual([]);
  });
});

describe("parallel effects", () => {
  it("run together, and resume in the order asked, before the next event", () => {
    const order: string[] = [];
    const run = step(
      flow(function* () {
        const one = function* (name: string) {
          yield* go.receive();
          order.push(`${name} asks`);
          yield* cached(name, () => {
            order.push(`${name} runs`);
            return name;
          });
          order.push(`${name} has it`);
          return name;
        };
        const [a, b] = [yield* start(one, "a"), yield* start(one, "b")];
        return [yield* a, yield* b];
      }),
    );
    order.length = 0;
    run.batch(() => run.signal(go, 1).signal(go, 2));
    expect(run.result).toEqual(["a", "b"]);
    expect(order.slice(0, 6)).toEqual(["a asks", "a runs", "a has it", "b asks", "b runs", "b has it"]);
  });

  it("of one moment all run before any resumes", () => {
    const order: string[] = [];
    const run = step.with({ verify: false })(
      flow(function* () {
        const one = function* (name: string) {
          yield* cached(name, () => {
            order.push(`${name} runs`);
          });
          order.push(`${name} has it`);
        };
        return yield* all([one("a"), one("b")]);
      }),
    );
    expect(run.status).toBe("completed");
    expect(order.slice(0, 4)).toEqual(["a runs", "b runs", "a has it", "b has it"]);
  });

  it("in a race both leave their markers, and the first asked wins", () => {
    const { call } = counted();
    const run = step(
      flow(function* () {
        const won = yield* race({ a: call("a"), b: call("b") });
        yield* charge(1);
        return won;
      }),
    );
    expect(sent(run)).toEqual(["RecordMarker sweft.cached", "RecordMarker sweft.cached", "ScheduleActivityTask 2"]);
    expect(run.complete(charge, "r").result).toEqual({ winner: "a", value: "a1" });
  });

  it("keep their place among the other decisions", () => {
    const run = step(
      flow(function* () {
        yield* start(charge(1));
        yield* marker("mine", 1);
        yield* cached("it", () => 1);
        yield* sleep(5);
      }),
    );
    expect(brief(run.decisions)).toEqual([
      "ScheduleActivityTask 1",
      "RecordMarker mine",
      "RecordMarker sweft.cached",
      "StartTimer 4",
    ]);
  });
});

describe("an effect that code and history disagree on", () => {
  const { history } = step(
    flow(function* () {
      yield* cached("rate", () => 1);
      yield* charge(1);
    }),
  );

  it("is an error if its name has changed", () => {
    expect(
      heldOn(
        flow(function* () {
          yield* cached("price", () => 1);
          yield* charge(1);
        }),
        history,
      ),
    ).toMatchObject({
      code: "NONDETERMINISM",
      id: "sweft.cached 1",
      differences: [{ field: "name", recorded: '"rate"', asked: '"price"' }],
    });
  });

  it("is an error if there is no record of it", () => {
    const plain = step(
      flow(function* () {
        yield* charge(1);
        yield* sleep(1);
      }),
    ).complete(charge, "r");
    expect(
      heldOn(
        flow(function* () {
          yield* charge(1);
          yield* cached("new", () => 1);
          yield* sleep(1);
        }),
        plain.history,
      ),
    ).toMatchObject({ code: "NONDETERMINISM", id: "2" });
  });

  it("is an error if the code no longer asks for it", () => {
    expect(
      clash(
        flow(function* () {
          yield* charge(1);
        }),
        history,
      ),
    ).toMatchObject({ code: "NONDETERMINISM" });
  });
});
