import type { VirtualClock } from "@sweft/engine";
import { openEngine, virtualClock } from "@sweft/engine";
import type { PayloadStore, Payloads, PayloadsOptions } from "@sweft/payload";
import { memoryStore, openPayloads } from "@sweft/payload";
import type { Execution, HistoryEvent, Workflow } from "@sweft/workflow";
import { openRun } from "@sweft/workflow";
import type { SweepOptions, SweepReport, WorkerClock } from "../../src/index.ts";
import { sweepPayloads } from "../../src/index.ts";
import type { Interference, Place } from "../setup.ts";
import { openPlace, serve } from "../setup.ts";

const DAY_MS = 86_400_000;

/** A text that does not stay in its field. */
export const big = (what: string): string => `${what} ${"x".repeat(100)}`;

/** An engine on a clock that tests move, with workers whose payloads lie in one store. Closed runs are kept for a day. */
export interface Yard extends Place {
  readonly clock: VirtualClock;
  readonly store: PayloadStore;
  /** Payloads as those of the workers, with a cache of their own. */
  payloads(): Payloads;
  pass(days: number): Promise<void>;
  keys(): Promise<readonly string[]>;
  sweep(options?: Partial<SweepOptions>, interference?: Interference): Promise<SweepReport>;
  /** The run of a workflow id that closed last. */
  closed(workflowId: string): Promise<Execution>;
  /** Replays what the service knows of a run, with payloads that have not fetched anything yet. Answers how it stands. */
  replayed<A extends readonly unknown[]>(workflow: Workflow<A, unknown>, execution: Execution): Promise<string>;
}

export function openYard(options: Omit<PayloadsOptions, "store"> = {}): Yard {
  const clock = virtualClock({ manual: true });
  const store = memoryStore({ now: () => clock.now() });
  const payloads = () => openPayloads({ store, inlineLimit: 60, ...options });
  const engine = openEngine({ seed: 1, clock });
  const place = openPlace({ engine, payloads: payloads() });
  return {
    ...place,
    clock,
    store,
    payloads,
    pass: (days) => clock.advance(days * DAY_MS),
    async keys() {
      const keys: string[] = [];
      for await (const { key } of store.list?.("") ?? []) keys.push(key);
      return keys.sort();
    },
    sweep: (more, interference = {}) =>
      sweepPayloads({
        api: serve(engine, interference),
        domain: "shop",
        payloads: payloads(),
        clock: impatient(clock),
        logger: place.logger,
        requestsPerSecond: Number.POSITIVE_INFINITY,
        ...more,
      }),
    async closed(workflowId) {
      const closeTimeFilter = { oldestDate: new Date(0) };
      const asked = { domain: "shop", closeTimeFilter, executionFilter: { workflowId }, maximumPageSize: 1 };
      const { executionInfos = [] } = await place.api.listClosedWorkflowExecutions(asked);
      return { workflowId, runId: executionInfos[0]?.execution?.runId ?? "" };
    },
    async replayed(workflow, execution) {
      const { events = [] } = await place.api.getWorkflowExecutionHistory({ domain: "shop", execution });
      const converter = payloads();
      const run = openRun(workflow, { converter, execution });
      let replayed = run.advance(events as readonly HistoryEvent[]);
      while (replayed.status === "needs" && replayed.effects.length === 0) {
        await converter.fetch(replayed.payloads);
        replayed = run.resume();
      }
      return replayed.status;
    },
  };
}

/** Time that stands still, and pauses that do not wait for it. */
function impatient(clock: VirtualClock): WorkerClock {
  return {
    now: () => clock.now(),
    schedule(_dueMs, run) {
      const soon = setImmediate(run);
      return () => clearImmediate(soon);
    },
    hold: () => () => {},
  };
}
