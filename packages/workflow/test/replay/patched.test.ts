import { describe, expect, it } from "@jest/globals";
import { fakeHistory, step } from "@sweft/testing";
import type { Coroutine } from "../../src/index.ts";
import { all, cached, deprecatePatch, marker, patched, sleep, start } from "../../src/index.ts";
import { charge, clash, flow, go, recorded, refund, replayedBy, sent, ship } from "./shop.ts";

type Ways = "old" | "new" | "mixed";

const old = flow(function* (): Coroutine<Ways> {
  yield* charge(1);
  yield* sleep(60);
  return "old";
});

const both = flow(function* (): Coroutine<Ways> {
  if (yield* patched("ship first")) {
    yield* ship("Ada");
    yield* sleep(60);
    return "new";
  }
  yield* charge(1);
  yield* sleep(60);
  return (yield* patched("ship first")) ? "mixed" : "old";
});

const fresh = flow(function* (): Coroutine<Ways> {
  yield* deprecatePatch("ship first");
  yield* ship("Ada");
  yield* sleep(60);
  return "new";
});

describe("patched", () => {
  it("lets a run that has decided nothing yet take the new code, and records that", () => {
    const run = step(both);
    expect(sent(run)).toEqual(["RecordMarker sweft.patch", "ScheduleActivityTask 1"]);
    expect(recorded(run.history, "MarkerRecorded").at(1)).toMatchObject({
      markerName: "sweft.patch",
      details: "sw1 ship%20first",
    });
    expect(run.complete(ship, "p").fire().result).toBe("new");
    expect(recorded(run.history, "MarkerRecorded")).toHaveLength(2);
  });

  it("keeps a run that passed its place before on the old code, to its end", () => {
    const run = step(old).deploy(both).complete(charge, "r").deploy(both).fire();
    expect(run.result).toBe("old");
    expect(recorded(run.history, "MarkerRecorded")).toHaveLength(1);
  });

  it("is a matter of each run's own place: what comes later may still be new", () => {
    const code = flow(function* () {
      yield* charge(1);
      if (yield* patched("later")) yield* ship("Ada");
      yield* sleep(60);
      return "done";
    });
    const before = flow(function* () {
      yield* charge(1);
      yield* sleep(60);
      return "done";
    });
    const early = step(before).deploy(code).complete(charge, "r");
    expect(sent(early)).toEqual(["RecordMarker sweft.patch", "ScheduleActivityTask 2"]);
    expect(early.complete(ship, "p").fire().result).toBe("done");
    const late = step(before).complete(charge, "r").deploy(code).fire();
    expect(late.result).toBe("done");
  });

  it("is not decided by a decision that was lost", () => {
    const run = step(both).lose(() => {});
    expect(run.complete(ship, "p").fire().result).toBe("new");
    const waiting = step(
      flow(function* () {
        yield* go.receive();
        return yield* patched("x");
      }),
    );
    waiting.lose(() => waiting.signal(go));
    expect(waiting.result).toBe(true);
    expect(recorded(waiting.history, "MarkerRecorded")).toHaveLength(2);
  });

  it("asks the same in every coroutine, and takes no number", () => {
    const run = step(
      flow(function* () {
        const one = yield* start(function* () {
          yield* sleep(5);
          return yield* patched("x");
        });
        const [two, three] = yield* all([
          (function* () {
            return yield* patched("x");
          })(),
          patched("x"),
        ]);
        yield* charge(1);
        return [yield* one, two, three];
      }),
    );
    expect(run.openWork.map(({ id }) => id)).toEqual(["1.1", "3"]);
    expect(run.complete(charge, "r").fire().result).toEqual([true, true, true]);
    expect(recorded(run.history, "MarkerRecorded")).toHaveLength(2);
  });

  it("counts a marker that a later completion had to carry", () => {
    const code = flow(function* () {
      yield* go.receive();
      const isNew = yield* patched("x");
      yield* go.receive();
      return isNew;
    });
    const run = step(code).signal(go);
    const { execution, converter } = run.history;
    const [marked, patch] = recorded(run.history, "MarkerRecorded") as { markerName: string; details: string }[];
    const history = fakeHistory({ workflow: code, args: [], execution, converter }).decisionStarted();
    const put = (asked: typeof marked) => [
      { decisionType: "RecordMarker" as const, recordMarkerDecisionAttributes: asked as { markerName: string } },
    ];
    const pick = (from: typeof marked) => from && { markerName: from.markerName, details: from.details };
    history
      .decide(put(pick(marked)))
      .signaled("go")
      .decisionStarted()
      .decide([]);
    history
      .signaled("other")
      .decisionStarted()
      .decide(put(pick(patch)));
    history.signaled("go").decisionStarted();
    expect(replayedBy(code, history)).toMatchObject({ status: "completed", result: true });
  });

  it("has ids that need not be one word, and tells apart those that look alike", () => {
    const ids = ["a b", "a%20b", "größer", "a\nb", "\u2003", "x\ud800", "%", "100 %"];
    const code = flow(function* () {
      const answers: boolean[] = [];
      for (const id of ids) answers.push(yield* patched(id));
      yield* sleep(1);
      for (const id of ids) answers.push(yield* patched(id));
      return answers.every((answer) => answer);
    });
    const run = step(code);
    expect(new Set(recorded(run.history, "MarkerRecorded").map(({ details }) => details)).size).toBe(ids.length + 1);
    expect(run.fire().result).toBe(true);
  });

  it("refuses ids that are none", () => {
    for (const id of ["", "x".repeat(257), "sweft.run", undefined as never]) {
      expect(() => patched(id)).toThrow(expect.objectContaining({ code: "ID_INVALID" }));
      expect(() => deprecatePatch(id)).toThrow(expect.objectContaining({ code: "ID_INVALID" }));
    }
  });

  it("asked a hundred thousand times is still one marker", () => {
    const code = flow(function* () {
      let count = 0;
      for (let i = 0; i < 100_000; i++) if (yield* patched("x")) count++;
      return count;
    });
    const run = step(code);
    expect(run.result).toBe(100_000);
    expect(recorded(run.history, "MarkerRecorded")).toHaveLength(2);
  });
});

describe("deprecatePatch", () => {
  it("takes over runs that have taken the new code", () => {
    expect(step(both).deploy(fresh).complete(ship, "p").fire().result).toBe("new");
  });

  it("records the change for runs that begin with it, so that the code may still be taken back", () => {
    expect(step(fresh).deploy(both).complete(ship, "p").fire().result).toBe("new");
  });

  it("asks nothing of a run that decided without it", () => {
    const bare = flow(function* (): Coroutine<Ways> {
      yield* ship("Ada");
      yield* sleep(60);
      return "new";
    });
    const run = step(bare).deploy(fresh).complete(ship, "p").fire();
    expect(run.result).toBe("new");
  });

  it("may stand before the place where patched stood, with other markers between", () => {
    const first = flow(function* () {
      yield* marker("begun");
      const n = yield* cached("n", () => 3);
      yield* charge(n);
      if (yield* patched("x")) yield* ship("Ada");
      yield* sleep(1);
    });
    const second = flow(function* () {
      yield* deprecatePatch("x");
      yield* marker("begun");
      const n = yield* cached("n", () => 3);
      yield* charge(n);
      yield* ship("Ada");
      yield* sleep(1);
    });
    const run = step(first).complete(charge, "r").deploy(second).complete(ship, "p").fire();
    expect(run.status).toBe("completed");
  });
});

describe("a patch that the history holds and the code no longer asks for", () => {
  it("is refused by an error that names it and says what to keep", () => {
    const gone = flow(function* () {
      yield* ship("Ada");
      yield* sleep(60);
      return "new";
    });
    const error = clash(gone, step(both).history);
    expect(error).toMatchObject({ code: "NONDETERMINISM" });
    expect(error.message).toContain('patched("ship first")');
    expect(error.message).toContain('deprecatePatch("ship first")');
  });

  it("is refused where another marker stands in its place", () => {
    const gone = flow(function* () {
      yield* marker("m");
      yield* refund("r");
    });
    expect(clash(gone, step(both).history).message).toContain('deprecatePatch("ship first")');
  });
});
