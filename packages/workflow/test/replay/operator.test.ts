import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import { all, openRun, race, retry, sleep, start, until } from "../../src/index.ts";
import { caught, charge, echo, flow, go, halt, pack, recorded, replayedBy, sent, ship, thrown, waits } from "./shop.ts";

const patient = charge.with({ retry: { attempts: 5, delay: 60, jitter: "none" } });
const completed = { state: "completed", error: undefined };
const rejected = (message: string) => ({
  state: "rejected",
  error: expect.objectContaining({ code: "OPERATION_REJECTED", message: expect.stringContaining(message) }),
});

describe("an operator's complete", () => {
  it("ends an activity with a value, asks it to cancel, and takes no notice of how it ends", () => {
    const code = flow(function* () {
      const receipt = yield* charge(1);
      yield* ship("Ada");
      return receipt;
    });
    for (const end of ["complete", "fail", "timeOut", "cancelActivity"] as const) {
      const run = step(code).begin(charge);
      expect(run.operator.complete("1", "by hand")).toEqual(completed);
      expect(sent(run)).toEqual(["RequestCancelActivityTask 1", "RecordMarker sweft.reply", "ScheduleActivityTask 2"]);
      if (end === "complete") run.complete("1", "late");
      else if (end === "fail") run.fail("1", new Error("late"));
      else run[end]("1");
      expect(run.complete(ship, "p").result).toBe("by hand");
    }
  });

  it("of an activity that nobody has taken is canceled at once", () => {
    const run = step(
      flow(function* () {
        return yield* charge(1);
      }),
    );
    expect(run.operator.complete("1", "r")).toEqual(completed);
    expect(run.result).toBe("r");
  });

  it("ends work that is tried again as a whole, whatever attempt runs", () => {
    const code = flow(function* () {
      return [yield* patient(1), yield* echo()];
    });
    const first = step(code).begin(charge);
    first.operator.complete("1", "now");
    expect(waits(first)).toEqual(["2"]);
    expect(first.fail("1", new Error("late")).complete("2", 0).result).toEqual(["now", 0]);
    const second = step(code).fail(charge, new Error("no")).fire().begin("1~2");
    expect(waits(second)).toEqual(["1~2"]);
    second.operator.complete("1", "now");
    expect(sent(second)).toEqual([
      "RequestCancelActivityTask 1~2",
      "RecordMarker sweft.reply",
      "ScheduleActivityTask 2",
    ]);
    expect(second.complete("1~2", "late").complete("2", 0).result).toEqual(["now", 0]);
    const pausing = step(code).fail(charge, new Error("no"));
    pausing.operator.complete("1", "now");
    expect(sent(pausing)).toEqual(["CancelTimer 1~2.backoff", "RecordMarker sweft.reply", "ScheduleActivityTask 2"]);
    expect(pausing.complete("2", 0).result).toEqual(["now", 0]);
  });

  it("of one attempt alone ends the work by that attempt", () => {
    const run = step(
      flow(function* () {
        return yield* patient(1);
      }),
    );
    run.fail(charge, new Error("no")).fire();
    run.operator.complete("1~2", "r");
    expect(run.result).toBe("r");
  });

  it("ends a child, which is canceled once its run is known", () => {
    const run = step(
      flow(function* () {
        const packed = yield* pack(1);
        yield* sleep(60);
        return packed;
      }),
    );
    run.operator.complete("1", "packed by hand");
    expect(sent(run)).toEqual(["RecordMarker sweft.reply", "StartTimer 2"]);
    run.begin("1");
    expect(sent(run)).toEqual(["RequestCancelExternalWorkflowExecution 1"]);
    run.cancelChild("1");
    expect(run.fire().result).toBe("packed by hand");
  });

  it("ends a wait until something is so, though it is not", () => {
    const run = step(
      flow(function* () {
        yield* until(() => false);
        return "on";
      }),
    );
    run.operator.complete("1");
    expect(run.result).toBe("on");
  });

  it("ends a timer and a wait for a signal, which keeps its signals", () => {
    const run = step(
      flow(function* () {
        yield* sleep(60);
        return [yield* go.receive(), yield* go.receive()];
      }),
    );
    run.operator.complete("1");
    expect(sent(run)).toEqual(["CancelTimer 1", "RecordMarker sweft.reply"]);
    run.operator.complete("2", "by hand");
    expect(run.signal(go, "by signal").result).toEqual(["by hand", "by signal"]);
  });

  it("carries falsy values and nothing at all", () => {
    for (const value of [0, "", false, null, undefined]) {
      const run = step(
        flow(function* () {
          return [yield* echo()];
        }),
      );
      run.operator.complete("1", value);
      expect(run.result).toEqual([value]);
    }
  });

  it("reaches work inside composites and coroutines", () => {
    const run = step(
      flow(function* () {
        const side = yield* start(function* () {
          return yield* echo("side");
        });
        const won = yield* race({ a: all([echo(1), echo(2)]), b: sleep(60) });
        return [won, yield* side];
      }),
    );
    run.operator.complete("2.1.1", "a");
    run.operator.complete("2.1.2", "b");
    run.operator.complete("1.1", "c");
    expect(run.result).toEqual([{ winner: "a", value: ["a", "b"] }, "c"]);
  });
});

describe("an operator's fail", () => {
  const failing = flow(function* () {
    return yield* thrown(patient(1));
  });

  it("ends work with an error that the workflow can catch, and no attempt follows", () => {
    const run = step(failing);
    expect(run.operator.fail("1", Object.assign(new Error("gave up"), { code: "GAVE_UP" }))).toEqual(completed);
    expect(run.result).toBe("GAVE_UP");
  });

  it("keeps the error's message, cause and fields", () => {
    const run = step(
      flow(function* () {
        const error = (yield* caught(charge(1))) as Error & { readonly at: number };
        return [error.message, (error.cause as Error).message, error.at];
      }),
    );
    run.operator.fail("1", Object.assign(new Error("gave up", { cause: new Error("why") }), { at: 7 }));
    expect(run.result).toEqual(["gave up", "why", 7]);
  });

  it("with a bug is refused: it would hold the run", () => {
    const run = step(failing);
    expect(run.operator.fail("1", new TypeError("x"))).toEqual(rejected("would hold the run"));
    expect(run.status).toBe("running");
  });
});

describe("an operator's retry-now", () => {
  const code = flow(function* () {
    return yield* patient(1);
  });

  it("skips the pause before the next attempt, named by the work or by the pause", () => {
    for (const id of ["1", "1~2.backoff"]) {
      const run = step(code).fail(charge, new Error("no"));
      expect(run.operator.retryNow(id)).toEqual(completed);
      expect(sent(run)).toEqual(["CancelTimer 1~2.backoff", "RecordMarker sweft.reply", "ScheduleActivityTask 1~2"]);
      expect(run.complete(charge, "r").result).toBe("r");
    }
  });

  it("skips the pause of a block that is tried again, and not one inside it", () => {
    const policy = { attempts: 5, delay: 60, jitter: "none" } as const;
    const run = step(
      flow(function* () {
        return yield* retry({ ...policy, on: ["FAILED"] }, function* () {
          return yield* patient(1);
        });
      }),
    );
    run.fail(charge, new Error("no"));
    expect(waits(run)).toEqual(["1.1~2.backoff"]);
    expect(run.operator.retryNow("1")).toEqual(rejected("no open work"));
    expect(run.operator.retryNow("1.1")).toEqual(completed);
    for (let i = 0; i < 3; i++) run.fail(charge, new Error("no")).fire();
    run.fail(charge, new Error("no"));
    expect(waits(run)).toEqual(["1~2.backoff"]);
    expect(run.operator.retryNow("1")).toEqual(completed);
    expect(run.complete(charge, "r").result).toBe("r");
  });

  it("of work that does not pause, or is not there, is rejected", () => {
    const run = step(code);
    expect(run.operator.retryNow("1")).toEqual(rejected("does not wait for its next attempt"));
    expect(run.operator.retryNow("9")).toEqual(rejected('no open work has the id "9"; open are 1 (ScheduleActivity)'));
  });
});

describe("an operator's fire", () => {
  const code = flow(function* () {
    yield* sleep("30 days");
    yield* sleep("30 days");
    return "done";
  });

  it("ends a timer now", () => {
    const run = step(code);
    expect(run.operator.fire("1")).toEqual(completed);
    expect(sent(run)).toEqual(["CancelTimer 1", "RecordMarker sweft.reply", "StartTimer 2"]);
    expect(run.operator.fire("2")).toEqual(completed);
    expect(run.result).toBe("done");
  });

  it("of a timer that fires meanwhile is one end, not two", () => {
    const run = step(code);
    run.batch(() => {
      run.operator.fire("1");
      run.fire("1");
    });
    expect(waits(run)).toEqual(["2"]);
    run.batch(() => {
      run.fire("2");
      run.operator.fire("2");
    });
    expect(run.result).toBe("done");
    const states = recorded(run.history, "MarkerRecorded").map(({ details }) => String(details).split(/[ \n]/)[2]);
    expect(states.slice(-2)).toEqual(["completed", "rejected"]);
  });

  it("of anything else is rejected", () => {
    const run = step(
      flow(function* () {
        yield* charge(1);
      }),
    );
    expect(run.operator.fire("1")).toEqual(rejected("is no timer"));
  });
});

describe("an operator's request", () => {
  const code = flow(function* () {
    yield* go.receive();
    return "done";
  });

  it("that no action has is rejected, and says which there are", () => {
    const run = step(code);
    run.history.signaled("sweft.operator", undefined, { id: "x", words: ["explode"] });
    run.signal("other");
    const [, reply] = recorded(run.history, "MarkerRecorded");
    expect(reply).toMatchObject({ markerName: "sweft.reply", details: expect.stringMatching(/^sw1 x rejected\n/) });
    expect(reply?.details).toContain("retry-now, fire, complete, fail, pause, resume");
  });

  it("that arrives twice counts once", () => {
    const run = step(
      flow(function* () {
        yield* sleep(5);
        yield* sleep(5);
        return "done";
      }),
    );
    for (let i = 0; i < 2; i++) run.history.signaled("sweft.operator", undefined, { id: "x", words: ["fire", "1"] });
    run.signal("other");
    expect(recorded(run.history, "MarkerRecorded")).toHaveLength(2);
    expect(waits(run)).toEqual(["2"]);
  });

  it("without an id is ignored, since nobody can be answered", () => {
    const run = step(code).signal("sweft.operator", "pause");
    expect(sent(run)).toEqual([]);
    expect(run.signal(go).result).toBe("done");
  });

  it("is seen by no mailbox, and takes no number", () => {
    const run = step(code);
    run.operator.fire("9");
    expect(waits(run)).toEqual(["1"]);
  });

  it("is asked again of the decision after one that was lost", () => {
    const run = step(
      flow(function* () {
        return yield* charge(1);
      }),
    );
    run.lose(() => run.operator.complete("1", "r"));
    expect(run.result).toBe("r");
  });

  it("that was rejected stays rejected, though other code could do it", () => {
    const before = flow(function* () {
      yield* go.receive();
      yield* halt.receive();
    });
    const after = flow(function* () {
      const first = yield* start(go.receive());
      const second = yield* start(halt.receive());
      yield* all([first, second]);
    });
    const stepped = step(before);
    expect(stepped.operator.complete("2", "r")).toEqual(rejected('no open work has the id "2"'));
    const live = openRun(after, stepped.history);
    live.advance(stepped.history.events);
    expect(live.openWork().map(({ id }) => id)).toEqual(["1", "2"]);
  });

  it("with a value that cannot be read is rejected by a decider that cannot, for all others too", () => {
    const waiting = flow(function* () {
      return yield* charge(1);
    });
    const run = step(waiting);
    run.history.signaled("sweft.operator", "marked", { id: "x", words: ["complete", "1"] });
    const { converter, execution } = run.history;
    const blind = {
      ...converter,
      write: (value: unknown) => converter.write(value),
      read(text: string): unknown {
        if (text.includes("marked")) throw new Error("no such class");
        return converter.read(text);
      },
    };
    const other = step.with({ converter: blind, execution })(waiting);
    other.history.signaled("sweft.operator", "marked", { id: "x", words: ["complete", "1"] });
    other.signal("other");
    expect(waits(other)).toEqual(["1"]);
    expect(replayedBy(waiting, { events: other.history.events, converter, execution })).toMatchObject({
      status: "blocked",
    });
  });
});
