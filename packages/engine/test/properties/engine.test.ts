import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import type { EventOf, StoredEvent } from "../../src/execution/events.ts";
import { fold } from "../../src/execution/folds.ts";
import { emptyRun } from "../../src/execution/run.ts";
import { WAKES } from "../../src/execution/wakes.ts";
import { ERRORS } from "../../src/index.ts";
import { domain, openDesk } from "../support/desk.ts";
import { flaws, misscheduled, mostTasksAtOnce } from "./history.ts";
import { allRuns, anySteps, functions, take } from "./steps.ts";

/** No decision or call of the generator leads to these. */
const outOfReach = new Set(["RecordMarkerFailed"]);

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

describe("whatever is called, in whatever order", () => {
  it("reaches every event type with the calls it makes up", async () => {
    const seen = new Set<string>();
    for (const steps of fc.sample(anySteps, { seed: 7, numRuns: 300 })) {
      const desk = await openDesk({ functions });
      await take(desk, steps);
      for (const { execution } of await allRuns(desk)) {
        const events = await desk.events(String(execution?.runId), execution?.workflowId);
        for (const { eventType } of events) seen.add(String(eventType));
      }
      await desk.engine.close();
    }
    expect(Object.keys(WAKES).filter((type) => !seen.has(type) && !outOfReach.has(type))).toEqual([]);
  });

  it("answers only with faults of the table, and every history is sound", async () => {
    await fc.assert(
      fc.asyncProperty(anySteps, async (steps) => {
        const desk = await openDesk({ functions });
        const faults = await take(desk, steps);
        await desk.clock.advance(0);
        expect(faults.filter((name) => !Object.hasOwn(ERRORS, name))).toEqual([]);
        for (const { execution } of await allRuns(desk)) {
          const events = await desk.events(String(execution?.runId), execution?.workflowId);
          expect(flaws(events)).toEqual([]);
          expect(misscheduled(events)).toEqual([]);
          const most = mostTasksAtOnce(events);
          expect(most.scheduled).toBeLessThanOrEqual(1);
          expect(most.started).toBeLessThanOrEqual(1);
        }
        await desk.engine.close();
      }),
      { numRuns: 150 },
    );
  });

  it("rebuilds each execution from its history alone", async () => {
    await fc.assert(
      fc.asyncProperty(anySteps, async (steps) => {
        const desk = await openDesk({ functions });
        await take(desk, steps);
        for (const { execution, executionStatus } of await allRuns(desk)) {
          const { workflowId, runId } = { workflowId: String(execution?.workflowId), runId: String(execution?.runId) };
          const run = emptyRun(anyDomain, { key: 1, workflowId, runId });
          for (const event of await desk.events(runId, workflowId))
            fold(run, event as StoredEvent as EventOf<"TimerFired">);
          const described = await desk.engine.describeWorkflowExecution({ domain, execution: { workflowId, runId } });
          expect(described.openCounts).toEqual({
            openActivityTasks: run.activities.size,
            openTimers: run.timers.size,
            openChildWorkflowExecutions: run.children.size,
            openDecisionTasks: run.scheduledTask === undefined ? 0 : 1,
            openLambdaFunctions: run.lambdas.size,
          });
          expect(run.activityIds.size).toBe(run.activities.size);
          expect(run.lambdaIds.size).toBe(run.lambdas.size);
          expect(executionStatus).toBe(run.closeStatus === undefined ? "OPEN" : "CLOSED");
          expect(described.latestActivityTaskTimestamp?.getTime() ?? 0).toBe(run.latestActivityTaskMs);
        }
        await desk.engine.close();
      }),
      { numRuns: 50 },
    );
  });

  it("writes equal histories, ids and times for equal seeds and calls", async () => {
    const record = async (steps: Parameters<typeof take>[1], seed: string) => {
      const desk = await openDesk({ seed, functions });
      const faults = await take(desk, steps);
      const runs = await allRuns(desk);
      const histories = await Promise.all(
        runs.map(({ execution }) => desk.events(String(execution?.runId), execution?.workflowId)),
      );
      await desk.engine.close();
      return { faults, runs, histories };
    };
    await fc.assert(
      fc.asyncProperty(anySteps, async (steps) => {
        expect(await record(steps, "same")).toEqual(await record(steps, "same"));
      }),
      { numRuns: 30 },
    );
    const start = [{ kind: "start", workflowId: "a" }] as const;
    expect(await record(start, "one")).not.toEqual(await record(start, "other"));
  });
});
