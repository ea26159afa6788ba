import { describe, expect, it, jest } from "@jest/globals";
import { step } from "@sweft/testing";
import fc from "fast-check";
import type { HistoryEvent, Replayed } from "../../src/index.ts";
import { openRun, replay } from "../../src/index.ts";
import { deliveries, live, REFUSED_BY_TEST } from "./happenings.ts";
import { ends, programs } from "./pieces.ts";
import { runs } from "./programs.ts";

jest.setTimeout(180_000);

const decisionsOf = (replayed: Replayed) => ("decisions" in replayed ? replayed.decisions : replayed);

/** The beginnings of a history that a decider was given and answered: up to each DecisionTaskStarted with a completion. */
function prefixes(events: readonly HistoryEvent[]): (readonly HistoryEvent[])[] {
  return events.flatMap((event, i) => {
    const after = events
      .slice(i + 1)
      .find(({ eventType }) => /^DecisionTask(Completed|TimedOut)$/.test(eventType ?? ""));
    const isAnswered = event.eventType === "DecisionTaskStarted" && after?.eventType === "DecisionTaskCompleted";
    return isAnswered ? [events.slice(0, i + 1)] : [];
  });
}

/** What only an interpreter that asks for nonsense brings about: SWF refuses to schedule, start or record. */
const isIllegal = (event: HistoryEvent) =>
  /^(ScheduleActivityTask|StartTimer|RecordMarker|StartChildWorkflowExecution)Failed$/.test(event.eventType ?? "") &&
  !JSON.stringify(event).includes(REFUSED_BY_TEST) &&
  !JSON.stringify(event).includes("_EXCEEDED");

describe("for every program and every order of happenings", () => {
  it("advancing live, decision by decision, decides what replay from zero of each prefix decides", () => {
    fc.assert(
      fc.property(programs, ends, deliveries, (program, end, plan) => {
        // The stepper compares live and from-zero decisions at every step; what follows does not rely on it.
        const run = step(runs, program, end);
        live(run, plan);
        const { events } = run.history;
        const converter = run.history.converter;
        const execution = { workflowId: "fake-workflow", runId: "fake-run" };
        const steady = openRun(runs, { converter, execution });
        for (const prefix of prefixes(events)) {
          const fromZero = finished(openRun(runs, { converter, execution }), prefix);
          expect(decisionsOf(finished(steady, prefix))).toEqual(decisionsOf(fromZero));
          // A query between any two decisions changes no command of those that follow.
          asks(steady);
        }
        const whole = replay(runs, events, { converter });
        expect(whole.status).not.toBe("held");
        expect(decisionsOf(whole)).toEqual([]);
        expect(events.filter(isIllegal)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

/** Asks a query; early ones, and those of programs that end before they answer any, are refused. */
function asks(run: ReturnType<typeof openRun>): void {
  try {
    expect(run.query("values", []).result).toEqual(expect.any(Number));
  } catch (error) {
    expect((error as { code?: unknown }).code).toBe("QUERY_TOO_EARLY");
  }
}

/** Advances, and runs the effects that are needed on the way. */
function finished(run: ReturnType<typeof openRun>, events: readonly HistoryEvent[]): Replayed {
  let replayed = run.advance(events);
  while (replayed.status === "needs") {
    replayed = run.resume(replayed.effects.map(({ fn }) => ({ ok: true, value: fn() })));
  }
  return replayed;
}
