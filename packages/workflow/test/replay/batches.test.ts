import { describe, expect, it } from "@jest/globals";
import { fakeHistory, step } from "@sweft/testing";
import type { HistoryEvent } from "../../src/index.ts";
import { activity, all, now, openRun, race, replay, signal, sleep, start, workflow } from "../../src/index.ts";

const pay = activity({ name: "pay" }, (n: number) => n);
const note = signal<string>("note");

/** Remembers the order in which it hears of things. */
const listens = workflow({ name: "listens" }, function* () {
  const heard: string[] = [];
  yield* start(function* () {
    for (;;) heard.push(`signal ${yield* note.receive()}`);
  });
  const first = yield* start(pay(1));
  const second = yield* start(pay(2));
  yield* first;
  heard.push("first");
  yield* second;
  heard.push("second");
  return heard;
});

describe("a batch", () => {
  it("is delivered event by event, in the order of the history", () => {
    const run = step(listens);
    run.batch(() => {
      run.signal(note, "a");
      run.complete("2", 1);
      run.signal(note, "b");
      run.complete("3", 2);
    });
    expect(run.result).toEqual(["signal a", "first", "signal b", "second"]);
  });

  it("puts what was recorded while a decision was made before what came after it", () => {
    const run = step(listens);
    run.during(
      () => run.signal(note, "a"),
      () => run.signal(note, "b"),
    );
    run.batch(() => {
      run.signal(note, "c");
      run.complete("2", 1).complete("3", 2);
    });
    expect(run.result).toEqual(["signal a", "signal b", "signal c", "first", "second"]);
  });

  it("begins with what the completion's own decisions wrote, before what was recorded meanwhile", () => {
    const once = workflow({ name: "refused" }, function* () {
      yield* note.receive();
      const heard: string[] = [];
      yield* start(function* () {
        heard.push(`signal ${yield* note.receive()}`);
      });
      try {
        yield* pay(1);
      } catch {
        heard.push("refused");
      }
      yield* sleep(1);
      return heard;
    });
    const run = step(once);
    run.refuseNext(pay, "ACTIVITY_TYPE_DOES_NOT_EXIST");
    run.during(
      () => run.signal(note, "go"),
      () => run.signal(note, "meanwhile"),
    );
    run.fire();
    expect(run.result).toEqual(["refused", "signal meanwhile"]);
  });

  it("goes on into the next one if its decision timed out: that decision never happened", () => {
    const times = workflow({ name: "times" }, function* () {
      yield* note.receive();
      const at = (yield* now()).getTime();
      yield* note.receive();
      return at;
    });
    const run = step(times);
    run.lose(() => run.signal(note, "a"));
    run.advance(5000).signal(note, "b");
    const started = run.history.events.filter(({ eventType }) => eventType === "DecisionTaskStarted");
    // Tasks: the first, the lost one, and the one that made up for it.
    expect(new Date(run.result)).toEqual(started[2]?.eventTimestamp);
  });

  it("has one time, that of its DecisionTaskStarted, however late its events came", () => {
    const clock = workflow({ name: "clock" }, function* () {
      const times: number[] = [];
      for (let i = 0; i < 3; i++) {
        yield* note.receive();
        times.push((yield* now()).getTime());
      }
      return times;
    });
    const run = step(clock);
    run.batch(() => run.signal(note, "a").advance(1000).signal(note, "b"));
    run.advance(1000).signal(note, "c");
    const [a, b, c] = run.result;
    expect(a).toBe(b);
    expect((c ?? 0) - (a ?? 0)).toBe(1000);
  });

  it("may be empty of news for the workflow", () => {
    const run = step(listens);
    run.signal("nobody listens", 1);
    expect(run.decisions).toEqual([]);
    expect(run.status).toBe("running");
  });
});

describe("a live run", () => {
  const flow = workflow({ name: "flow" }, function* () {
    return yield* all([pay(1), pay(2)]);
  });
  const execution = { workflowId: "fake-workflow", runId: "fake-run" };

  it("is lost when the decision it made never happened", () => {
    const history = fakeHistory({ workflow: flow }).decisionStarted();
    const run = openRun(flow, { execution, converter: history.converter });
    expect(run.advance(history)).toMatchObject({ status: "blocked" });
    history.decisionTimedOut().decisionStarted();
    expect(run.advance(history)).toEqual({ status: "lost" });
  });

  it("skips events it knows, and refuses a gap", () => {
    const history = fakeHistory({ workflow: flow }).decisionStarted();
    const run = openRun(flow, { execution, converter: history.converter });
    const first = run.advance(history.events);
    expect(run.lastEventId).toBe(3);
    history.decide("decisions" in first ? first.decisions : []);
    history.activityCompleted("1.1", 1).activityCompleted("1.2", 2).decisionStarted();
    expect(() => run.advance(history.events.slice(5))).toThrow(
      expect.objectContaining({ code: "HISTORY_INVALID", message: expect.stringContaining("event 4 is missing") }),
    );
    expect(run.advance(history.events.slice(2))).toMatchObject({ status: "completed", result: [1, 2] });
  });

  it("is not disturbed when the caller goes on filling the list it gave", () => {
    const history = fakeHistory({ workflow: flow }).decisionStarted();
    const list: HistoryEvent[] = [...history.events];
    const run = openRun(flow, { execution, converter: history.converter });
    const first = run.advance(list);
    history.decide("decisions" in first ? first.decisions : []);
    history.activityCompleted("1.1", 1).activityCompleted("1.2", 2).decisionStarted();
    list.push(...history.events.slice(list.length));
    expect(run.lastEventId).toBe(3);
    expect(run.advance(list)).toMatchObject({ status: "completed", result: [1, 2] });
  });
});

describe("a whole history", () => {
  const flow = workflow({ name: "flow" }, function* () {
    const won = yield* race({ paid: pay(1), late: sleep("1m") });
    return won.winner;
  });

  it("replays to its end, with nothing left to decide", () => {
    const run = step(flow);
    run.complete(pay, 1);
    expect(replay(flow, run.history.events)).toEqual({ status: "completed", result: "paid", decisions: [] });
  });

  it("replays from what the aws CLI prints, and from dates, seconds or ISO texts", () => {
    const run = step(flow);
    run.fire();
    const printed = JSON.parse(run.history.json()) as { events: HistoryEvent[] };
    const seconds = run.history.events.map((event) => ({
      ...event,
      eventTimestamp: Number(event.eventTimestamp) / 1000,
    }));
    for (const history of [printed, { events: seconds }, seconds]) {
      expect(replay(flow, history)).toEqual({ status: "completed", result: "late", decisions: [] });
    }
  });

  it("without a decision under way has nothing to decide", () => {
    const run = step(flow);
    expect(replay(flow, run.history.events)).toEqual({ status: "blocked", decisions: [] });
  });

  it("that was terminated while a decision was made replays up to the decision before", () => {
    const run = step(flow);
    run.history.activityCompleted("1.1", 1).decisionStarted().terminated("enough");
    expect(replay(flow, run.history.events)).toEqual({ status: "blocked", decisions: [] });
  });

  it("has to begin at its beginning", () => {
    const { events } = step(flow).history;
    for (const history of [[], events.slice(1)]) {
      expect(() => replay(flow, history)).toThrow(expect.objectContaining({ code: "HISTORY_INVALID" }));
    }
    expect(() => replay(flow, {})).toThrow(expect.objectContaining({ code: "HISTORY_INVALID" }));
  });
});
