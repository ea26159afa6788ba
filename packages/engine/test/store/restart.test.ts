import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import type { EventOf, StoredEvent } from "../../src/execution/events.ts";
import { fold } from "../../src/execution/folds.ts";
import { emptyRun } from "../../src/execution/run.ts";
import type { Step } from "../properties/steps.ts";
import { allRuns, anySteps, take } from "../properties/steps.ts";
import type { Desk } from "../support/desk.ts";
import { deciders, domain, startMs, workers } from "../support/desk.ts";
import { openFolders } from "./folder.ts";
import { handClock } from "./hand-clock.ts";
import { openRestartable } from "./restartable.ts";

const folderOf = openFolders();

/** What an execution must know of its domain. */
const anyDomain = {
  key: 1,
  region: "us-east-1",
  account: "123456789012",
  name: domain,
  description: undefined,
  retentionDays: "7",
  status: "REGISTERED" as const,
  tags: new Map<string, string | undefined>(),
};

/** Steps of their own: an engine that is closed, or killed, and another that goes on. */
const restarts = { close: -1, kill: -2 } as const;
const restart: fc.Arbitrary<Step> = fc
  .constantFrom<number>(restarts.close, restarts.kill)
  .map((ms) => ({ kind: "advance", ms }));

const stepsWithRestarts = fc
  .tuple(
    anySteps,
    fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), restart), { minLength: 1, maxLength: 6 }),
  )
  .map(([steps, places]) => {
    const all = [...steps];
    for (const [place, step] of places) all.splice(Math.floor(place * all.length), 0, step);
    return all;
  });

/** Everything that was answered, in its order, and everything that is known in the end. */
interface Told {
  readonly answers: readonly unknown[];
  readonly end: readonly unknown[];
}

/** Takes the steps, and restarts the engine where they say so, or nowhere. Undefined if a restart may change an order. */
async function tell(steps: readonly Step[], withRestarts: boolean): Promise<Told | undefined> {
  const clock = handClock(startMs);
  const answers: unknown[] = [];
  let hadTies = false;
  const { desk, restart, kill } = await openRestartable(folderOf(), clock, {}, (name, answer) => {
    answers.push([name, answer]);
    clock.tick();
  });
  const advance = async (ms: number) => {
    if (ms >= 0) return clock.advance(ms);
    hadTies ||= await hasTies(desk);
    if (withRestarts) await (ms === restarts.kill ? kill() : restart());
  };
  await take({ ...desk, clock: { ...clock, advance } }, steps);
  await clock.advance(0);
  const end: unknown[] = [
    await desk.engine.countPendingDecisionTasks({ domain, taskList: deciders }),
    await desk.engine.countPendingActivityTasks({ domain, taskList: workers }),
  ];
  for (const { execution, ...info } of await allRuns(desk)) {
    const { workflowId = "", runId = "" } = execution ?? {};
    const described = await desk.engine.describeWorkflowExecution({ domain, execution: { workflowId, runId } });
    end.push({ execution, info, described, lines: await desk.lines(runId, workflowId) });
  }
  await desk.close();
  return hadTies ? undefined : { answers, end };
}

/**
 * Whether tasks of several executions that wait on one list were offered at one moment. Their order stands in no history: after
 * a restart the execution that started first goes first.
 */
async function hasTies(desk: Desk): Promise<boolean> {
  const offers: string[] = [];
  for (const { execution, executionStatus } of await allRuns(desk)) {
    if (executionStatus !== "OPEN") continue;
    const { workflowId = "", runId = "" } = execution ?? {};
    const run = emptyRun(anyDomain, { key: 1, workflowId, runId });
    for (const event of await desk.events(runId, workflowId)) fold(run, event as StoredEvent as EventOf<"TimerFired">);
    const { scheduledTask, startedTask, lastDecisionMs, activities } = run;
    if (scheduledTask !== undefined && startedTask === undefined) {
      offers.push(`decision ${Math.max(scheduledTask.scheduledMs, lastDecisionMs)}`);
    }
    const waiting = [...activities.values()].filter(({ startedEventId }) => startedEventId === 0);
    offers.push(...new Set(waiting.map(({ scheduledMs }) => `activity ${scheduledMs}`)));
  }
  return new Set(offers).size < offers.length;
}

describe("an engine that goes on where another stopped", () => {
  it("answers every call as one would that never stopped, and writes the same histories", async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(stepsWithRestarts, async (steps) => {
        const expected = await tell(steps, false);
        if (expected === undefined) return;
        compared++;
        expect(await tell(steps, true)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
    expect(compared).toBeGreaterThan(30);
  }, 180_000);
});
