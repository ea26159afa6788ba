import { describe, expect, it, jest } from "@jest/globals";
import { step } from "@sweft/testing";
import fc from "fast-check";
import type { Converter, HistoryEvent, Limits } from "../../src/index.ts";
import { openRun, replay } from "../../src/index.ts";
import { deliveries, live } from "./happenings.ts";
import { ends, programs } from "./pieces.ts";
import { runs } from "./programs.ts";

jest.setTimeout(180_000);

const rate = fc.record({ burst: fc.integer({ min: 1, max: 4 }), perSecond: fc.integer({ min: 1, max: 3 }) });

/** Limits so small that most decisions meet one of them. */
const tight: fc.Arbitrary<Partial<Limits>> = fc.record(
  {
    decisions: fc.integer({ min: 2, max: 4 }),
    requestBytes: fc.integer({ min: 600, max: 3_000 }),
    openActivities: fc.integer({ min: 1, max: 3 }),
    openTimers: fc.integer({ min: 1, max: 3 }),
    openChildren: fc.integer({ min: 1, max: 2 }),
    rates: fc.record(
      { ScheduleActivityTask: rate, StartTimer: rate, StartChildWorkflowExecution: rate },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

/** A codec that another decider may have: the same values by other texts, which it reads beside those of before. */
const rewriting = ({ write, read }: Converter): Converter => ({
  write: (value) => `  ${write(value)}`,
  read: (text) => read(text.trimStart()),
});

const begunDecisions = (events: readonly HistoryEvent[]) =>
  events.flatMap(({ eventType }, i) => (eventType === "DecisionTaskStarted" ? [events.slice(0, i + 1)] : []));

describe("for every program, every order of happenings and all limits", () => {
  it("what completions cannot hold goes out later, and other limits and codecs find the same commands", () => {
    fc.assert(
      fc.property(programs, ends, deliveries, tight, tight, (program, end, plan, limits, others) => {
        const run = step.with({ limits })(runs, program, end);
        live(run, plan);
        const { events, converter } = run.history;
        const execution = { workflowId: "fake-workflow", runId: "fake-run" };
        const other = { converter: rewriting(converter), execution, limits: others };
        const whole = replay(runs, events, other);
        expect(whole.status).not.toBe("held");
        expect("decisions" in whole ? whole.decisions : whole).toEqual([]);
        for (const prefix of begunDecisions(events)) {
          const [one, two] = [openRun(runs, { converter, execution, limits }), openRun(runs, other)];
          // Only whether the end of the run is sent yet may be another thing.
          const [answers, otherwise] = [one.advance(prefix), two.advance(prefix)];
          expect([answers.status, otherwise.status]).not.toContain("held");
          expect(answers.status === "needs").toBe(otherwise.status === "needs");
          expect(one.openWork()).toEqual(two.openWork());
        }
      }),
      { numRuns: 60 },
    );
  });
});
