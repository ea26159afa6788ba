import { describe, expect, it } from "@jest/globals";
import type { FakeHistory } from "@sweft/testing";
import { fakeHistory } from "@sweft/testing";
import type { HistoryEvent } from "../../src/index.ts";
import { sleep } from "../../src/index.ts";
import { FLAGS } from "../../src/replay/flags.ts";
import { Run } from "../../src/replay/run.ts";
import { charge, flow } from "./shop.ts";

const FLAG = { number: 1, summary: "test only" };

/** A run by an interpreter that knows a flag, and what that says at each of the workflow's three places. */
function watched(flags: readonly (typeof FLAG)[]) {
  const seen: boolean[] = [];
  const code = flow(function* () {
    seen.push(run.hasFlag(1));
    yield* charge(1);
    seen.push(run.hasFlag(1));
    yield* sleep(60);
    seen.push(run.hasFlag(1));
  });
  const run: Run = new Run(code as never, { execution: { workflowId: "fake-workflow", runId: "fake-run" } }, { flags });
  return { run, seen };
}

const code = flow(function* () {
  yield* charge(1);
  yield* sleep(60);
});

/** The history of {@link code}, decided by an interpreter with some flags. */
function history(flags: readonly (typeof FLAG)[]): FakeHistory {
  const { run } = watched(flags);
  const fake = fakeHistory({ workflow: code, args: [] });
  const decide = () => {
    const replayed = run.advance(fake.decisionStarted().events);
    if ("decisions" in replayed) fake.decide(replayed.decisions);
  };
  decide();
  fake.activityCompleted("1", "r");
  decide();
  fake.timerFired("2").decisionStarted();
  return fake;
}

/** What a live run sees that begins with some decision of a history and goes on, decision by decision. */
function live(flags: readonly (typeof FLAG)[], { events }: FakeHistory, from: number): boolean[] {
  const { run, seen } = watched(flags);
  const begun = events.filter(({ eventType }) => eventType === "DecisionTaskStarted").slice(from);
  for (const { eventId } of begun) run.advance(events.slice(0, eventId));
  return seen;
}

function fromZero(flags: readonly (typeof FLAG)[], { events }: FakeHistory): boolean[] {
  const { run, seen } = watched(flags);
  expect(run.replay(events).status).toBe("completed");
  return seen;
}

describe("a flag of the interpreter", () => {
  it("holds for runs that begin with it, live and from zero", () => {
    const begun = history([FLAG]);
    expect(live([FLAG], begun, 0)).toEqual([true, true, true]);
    expect(fromZero([FLAG], begun)).toEqual([true, true, true]);
  });

  it("does not hold for runs that began without it, whoever goes on with them, live and from zero", () => {
    const begun = history([]);
    expect(live([FLAG], begun, 1)).toEqual([false, false, false]);
    expect(fromZero([FLAG], begun)).toEqual([false, false, false]);
  });

  it("that is not known holds the run", () => {
    const { run, seen } = watched([]);
    expect(run.replay(history([FLAG]).events)).toMatchObject({
      status: "held",
      error: { code: "FORMAT_UNKNOWN", message: expect.stringContaining("flags 1; this one knows format 1") },
    });
    expect(seen).toEqual([]);
  });

  it("has a number of its own, and says what it changes", () => {
    const numbers = FLAGS.map(({ number }) => number);
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const { number, summary } of FLAGS)
      expect([Number.isInteger(number), summary.length > 20]).toEqual([true, true]);
  });

  it("is what the marker says that is asked again after SWF refused the first", () => {
    const { run: first } = watched([FLAG]);
    const fake = fakeHistory({ workflow: code, args: [] });
    fake.refuseNext("RecordMarker", "OPERATION_NOT_PERMITTED");
    for (let i = 0; i < 2; i++) {
      const replayed = first.advance(fake.decisionStarted().events);
      if ("decisions" in replayed) fake.decide(replayed.decisions);
      if (i === 0) fake.activityCompleted("1", "r");
    }
    fake.timerFired("2").decisionStarted();
    expect(fromZero([FLAG], fake)).toEqual([true, true, true]);
  });
});

describe("the format of a history", () => {
  it("that is newer than the interpreter holds the run", () => {
    const events = history([]).events.map((event): HistoryEvent => {
      const text = JSON.stringify(event).replace('\\"format\\":1', '\\"format\\":2');
      return JSON.parse(text) as HistoryEvent;
    });
    expect(watched([]).run.replay(events)).toMatchObject({
      status: "held",
      error: { code: "FORMAT_UNKNOWN", message: expect.stringContaining("format 2") },
    });
  });
});
