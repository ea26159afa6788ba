import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import type { Engine, EngineApi } from "../../src/index.ts";
import { flaws } from "../properties/history.ts";
import type { Step } from "../properties/steps.ts";
import { allRuns, anySteps, take } from "../properties/steps.ts";
import { PLAIN } from "../support/backends.ts";
import * as decisions from "../support/decisions.ts";
import { deciders, domain, openDesk, startMs, workers } from "../support/desk.ts";
import type { HandClock } from "./hand-clock.ts";
import { handClock } from "./hand-clock.ts";

/** A clock that can be told to break, and that knows what is scheduled: the mistake that transactions are taken back for. */
interface BreakableClock extends HandClock {
  /** How many times more something can be scheduled before it throws, once. */
  schedulesLeft: number;
  /** When what is scheduled falls due, in that order. */
  due(): number[];
}

function breakableClock(): BreakableClock {
  const clock = handClock(startMs);
  const entries = new Set<{ readonly dueMs: number }>();
  const breakable: BreakableClock = {
    ...clock,
    schedulesLeft: Number.POSITIVE_INFINITY,
    due: () => Array.from(entries, ({ dueMs }) => dueMs).sort((a, b) => a - b),
    schedule(dueMs, run) {
      if (breakable.schedulesLeft-- <= 0) {
        breakable.schedulesLeft = Number.POSITIVE_INFINITY;
        throw new Error("The clock is broken.");
      }
      const entry = { dueMs };
      entries.add(entry);
      const cancel = clock.schedule(dueMs, () => {
        entries.delete(entry);
        run();
      });
      return () => {
        entries.delete(entry);
        cancel();
      };
    },
  };
  return breakable;
}

/** Everything that can be seen of an engine, and all that its clock has to do. */
async function stateOf(engine: Engine, clock: BreakableClock) {
  const startTimeFilter = { oldestDate: new Date(0) };
  const lists = [
    await engine.listOpenWorkflowExecutions({ domain, startTimeFilter }),
    await engine.listClosedWorkflowExecutions({ domain, startTimeFilter }),
  ];
  const runs = lists
    .flatMap(({ executionInfos = [] }) => executionInfos)
    .map(async (info) => {
      const { workflowId, runId } = info.execution ?? {};
      const named = { domain, execution: { workflowId, runId } };
      return [await engine.describeWorkflowExecution(named), await engine.getWorkflowExecutionHistory(named)];
    });
  const counts = [
    await engine.countPendingDecisionTasks({ domain, taskList: deciders }),
    await engine.countPendingActivityTasks({ domain, taskList: workers }),
  ];
  return { lists, runs: await Promise.all(runs), counts, due: clock.due() };
}

type Method = (...parameters: unknown[]) => Promise<unknown>;

/** An engine in memory, of which a call can be made to fail in the middle; each that does must leave everything as it was. */
async function openBreakable() {
  const clock = breakableClock();
  const told = { undone: 0 };
  /** What the next call is to leave as it is, and when it breaks. */
  let next: { readonly before: unknown; readonly schedulesLeft: number } | undefined;
  let inside: Engine | undefined;

  async function broken(call: () => Promise<unknown>): Promise<unknown> {
    const before = next?.before;
    clock.schedulesLeft = Number(next?.schedulesLeft);
    next = undefined;
    try {
      return await call();
    } catch (error) {
      clock.schedulesLeft = Number.POSITIVE_INFINITY;
      if ((error as { readonly code?: unknown }).code === "InternalFailure") {
        told.undone++;
        expect(await stateOf(inside as Engine, clock)).toEqual(before); // it has just answered
      }
      throw error;
    } finally {
      clock.schedulesLeft = Number.POSITIVE_INFINITY;
    }
  }

  const desk = await openDesk(
    { clock },
    {
      ...PLAIN,
      async openTransport(engine) {
        inside = engine;
        const methods = engine as unknown as Readonly<Record<string, Method>>; // called by their names alone
        const api = new Proxy<EngineApi>(engine, {
          get:
            (_, name: string) =>
            async (...parameters: unknown[]) => {
              clock.tick();
              const call = async () => methods[name]?.(...parameters);
              return next === undefined ? call() : broken(call);
            },
        });
        return { api, async close() {} };
      },
    },
  );
  const advance = async (ms: number) => {
    if (ms >= 0) return clock.advance(ms);
    next = { before: await stateOf(inside as Engine, clock), schedulesLeft: -1 - ms }; // it is open
  };
  return { desk: { ...desk, clock: { ...clock, advance } }, clock, told };
}

/** Steps of their own: the next call meets a clock that breaks, at its first or a later schedule. */
const breaking: fc.Arbitrary<Step> = fc.constantFrom(-1, -1, -2, -3).map((ms) => ({ kind: "advance", ms }));

const stepsWithBreaks = anySteps.chain((steps) =>
  fc.array(fc.tuple(fc.nat({ max: steps.length - 1 }), breaking), { maxLength: 20 }).map((places) => {
    const all = [...steps];
    for (const [place, step] of places) all.splice(place, 0, step);
    return all;
  }),
);

describe("a transaction that fails in the middle", () => {
  it("leaves everything as it was", async () => {
    let undone = 0;
    await fc.assert(
      fc.asyncProperty(stepsWithBreaks, async (steps) => {
        const { desk, told } = await openBreakable();
        await take(desk, steps);
        await desk.clock.advance(100_000);
        for (const { execution } of await allRuns(desk)) {
          expect(flaws(await desk.events(String(execution?.runId), execution?.workflowId))).toEqual([]);
        }
        undone += told.undone;
        await desk.close();
      }),
      { numRuns: 100 },
    );
    expect(undone).toBeGreaterThan(100);
  }, 180_000);

  it("puts back what heartbeats had said", async () => {
    const { desk, clock } = await openBreakable();
    const runId = await desk.start();
    const task = await desk.poll();
    await desk.engine.respondDecisionTaskCompleted({
      taskToken: String(task.taskToken),
      decisions: [decisions.schedule("a", { heartbeatTimeout: "10" })],
      taskList: { name: "sticky" },
      taskListScheduleToStartTimeout: "60",
    });
    const { taskToken = "" } = await desk.work();
    await desk.clock.advance(5_000);
    await desk.engine.recordActivityTaskHeartbeat({ taskToken, details: "half" });
    clock.schedulesLeft = 0; // the decision task that the result would make necessary cannot be offered
    const due = clock.due();
    await expect(desk.engine.respondActivityTaskCompleted({ taskToken })).rejects.toMatchObject({
      code: "InternalFailure",
    });
    expect(clock.due()).toEqual(due);
    const list = { domain, taskList: { name: "sticky" } };
    expect(await desk.engine.countPendingDecisionTasks(list)).toMatchObject({ count: 0 });
    await desk.clock.advance(9_000);
    expect(await desk.last(runId, "ActivityTaskTimedOut")).toBeUndefined();
    await desk.clock.advance(2_000);
    expect(await desk.last(runId, "ActivityTaskTimedOut")).toMatchObject({ details: "half" });
    await desk.close();
  });

  it("refuses the poll that met it, and leaves the task to the next", async () => {
    const { desk, clock } = await openBreakable();
    const first = desk.poll();
    const second = desk.poll();
    await desk.clock.advance(0);
    clock.schedulesLeft = 1; // the start arms the execution, the poll cannot arm its task
    await desk.start();
    await expect(first).rejects.toMatchObject({ code: "InternalFailure" });
    expect(await second).toMatchObject({ workflowExecution: { workflowId: "order-1" }, startedEventId: 3 });
    await desk.close();
  });
});
