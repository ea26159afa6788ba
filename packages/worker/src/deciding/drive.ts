import { isWorthRetry } from "@sweft/payload";
import type { Effect, EffectOutcomes, HistoryEvent, LiveRun, Replayed } from "@sweft/workflow";
import { unreadable } from "../api/payload-faults.ts";
import type { Persistence } from "../api/persist.ts";
import { persist } from "../api/persist.ts";
import type { WorkerClock } from "../clock/clock.ts";
import type { Worker } from "../options.ts";
import { beforeDeadline } from "./deadline.ts";

/** What replay comes to once everything it needed was there. */
export type Driven = Exclude<Replayed, { readonly status: "needs" }>;

/**
 * Advances a run by the events of a task, up to its decision: runs the functions it asks for, in parallel, and fetches
 * the payloads it is about to read.
 *
 * @throws {WorkerError} `DECISION_LATE` if functions or stores go on behind the task's deadline.
 * @throws {PayloadError} what `fetch` throws, if a payload cannot be fetched.
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

async function fetchAll(texts: readonly string[], { payloads, clock }: Worker, patience: Persistence): Promise<void> {
  if (texts.length === 0) return;
  const fetched = persist(() => payloads.fetch(texts), { ...patience, retries: isWorthRetry }).catch(
    (cause: unknown) => {
      throw unreadable("a payload of the history cannot be read", cause);
    },
  );
  await beforeDeadline(clock, patience.untilMs, fetched, () => STILL_FETCHED);
}

const STILL_FETCHED = "payloads are still being fetched; look at the store, or raise taskStartToCloseTimeout";

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
  return beforeDeadline(clock, untilMs, all, () => {
    const names = [...running].map(({ name }) => JSON.stringify(name)).join(", ");
    return `cached ${names} still runs; move them into activities, or raise taskStartToCloseTimeout`;
  });
}
