import type { Effect, EffectOutcomes, HistoryEvent, LiveRun, Replayed } from "@sweft/workflow";
import { isStoreFailure, messageOf } from "../api/faults.ts";
import type { Persistence } from "../api/persist.ts";
import { persist } from "../api/persist.ts";
import type { WorkerClock } from "../clock/clock.ts";
import { WorkerError } from "../errors.ts";
import type { Worker } from "../options.ts";

/** What replay comes to once everything it needed was there. */
export type Driven = Exclude<Replayed, { readonly status: "needs" }>;

/**
 * Advances a run by the events of a task, up to its decision: runs the functions it asks for, in parallel, and fetches
 * the payloads it is about to read.
 *
 * @throws {WorkerError} `DECISION_LATE` if functions go on behind the task's deadline; `INPUT_UNREADABLE` if a payload
 * cannot be fetched.
 */
export async function drive(
  run: LiveRun,
  events: readonly HistoryEvent[],
  worker: Worker,
  patience: Persistence,
): Promise<Driven> {
  for (let replayed = run.advance(events); ; ) {
    if (replayed.status !== "needs") return replayed;
    const { effects, payloads } = replayed;
    const [outcomes] = await Promise.all([
      runEffects(effects, worker.clock, patience.untilMs),
      fetchAll(payloads, worker, patience),
    ]);
    replayed = run.resume(outcomes);
  }
}

async function fetchAll(texts: readonly string[], { payloads }: Worker, patience: Persistence): Promise<void> {
  if (texts.length === 0) return;
  try {
    await persist(() => payloads.fetch(texts), { ...patience, retries: isStoreFailure });
  } catch (cause) {
    throw new WorkerError("INPUT_UNREADABLE", `a payload of the history cannot be fetched: ${messageOf(cause)}`, {
      cause,
    });
  }
}

async function runEffects(effects: readonly Effect[], clock: WorkerClock, untilMs: number): Promise<EffectOutcomes> {
  if (effects.length === 0) return [];
  const running = new Set(effects);
  const all = Promise.all(
    effects.map(async (effect) => {
      try {
        return { ok: true, value: await effect.fn() } as const;
      } catch (error) {
        return { ok: false, error } as const;
      } finally {
        running.delete(effect);
      }
    }),
  );
  let disarm = (): void => {};
  const late = new Promise<never>((_resolve, reject) => {
    disarm = clock.schedule(untilMs, () => {
      const names = [...running].map(({ name }) => JSON.stringify(name)).join(", ");
      const advice = "move them into activities, or raise taskStartToCloseTimeout";
      reject(
        new WorkerError(
          "DECISION_LATE",
          `the time of this decision is over, and cached ${names} still runs; ${advice}`,
        ),
      );
    });
  });
  try {
    return await Promise.race([all, late]);
  } finally {
    disarm();
  }
}
