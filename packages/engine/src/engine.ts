import { randomBytes } from "node:crypto";
import type { EngineApi } from "./api.ts";
import type { Clock } from "./clock/clock.ts";
import type { EngineOptions } from "./engine-options.ts";
import { readOptions } from "./engine-options.ts";
import { transact } from "./execution/commit.ts";
import { withdrawAll } from "./execution/transaction.ts";
import { seededIds } from "./ids.ts";
import { methods } from "./methods.ts";
import { openMeter } from "./quotas/meter.ts";
import { readKept } from "./resume.ts";
import type { Service } from "./service.ts";
import { openLedger } from "./store/ledger.ts";
import type { Kept, Store } from "./store/store.ts";
import type { World } from "./world/world.ts";
import { emptyWorld } from "./world/world.ts";

/** Which of the engine's worlds is meant: regions and accounts know nothing of each other. */
export interface Scope {
  /** Default: the engine's own. */
  readonly region?: string;
  /** Default: the engine's own. */
  readonly account?: string;
}

/** An SWF-compatible service in this process: the operations as methods, its clock, and its end. */
export interface Engine extends EngineApi {
  readonly clock: Clock;
  /** A poll may be aborted at any time: no task is lost by it. Amazon SWF cannot promise that; workers ask for it at close. */
  readonly abortsSafely: true;
  /** The same operations in another region or account. */
  world(scope: Scope): EngineApi;
  /** Answers waiting polls empty and forgets everything in all worlds: for test suites that share an engine. */
  reset(): Promise<void>;
  /**
   * Answers waiting polls empty, stops all timers, gives the store back, and refuses later calls with `ENGINE_CLOSED`. Closing
   * again does nothing.
   */
  close(): Promise<void>;
}

/** A world, and the ways to work on it. */
interface OpenWorld {
  readonly isOwn: boolean;
  readonly service: Service;
  readonly api: EngineApi;
}

/** From this number on, worlds in which nothing is registered are forgotten: their names are words of the clients'. */
const manyWorlds = 1_000;

/**
 * Opens an engine. Each method answers as Amazon SWF does, and rejects with the exceptions of the AWS client by name. Calls
 * take effect in the order in which they are made, and are answered when what they did is kept. Events are frozen and
 * shared among all who read them.
 *
 * @throws {EngineError} `ENGINE_OPTION_INVALID`, `STORE_IN_USE`, `STORE_UNREADABLE`.
 */
export function openEngine(options: EngineOptions = {}): Engine {
  const settings = readOptions(options);
  const { clock, store, region, account } = settings;
  let open = true;
  let lastMs = Number.NEGATIVE_INFINITY;
  let lastDate = new Date(0);
  const waiting = new Set<() => void>();
  const worlds = new Map<string, OpenWorld>();

  function now(): number {
    lastMs = Math.max(lastMs, Math.floor(clock.now()));
    return lastMs;
  }
  const kept = loaded(store);
  lastMs = kept.lastMs;
  clock.reach?.(lastMs);
  const seed = String(options.seed ?? kept.seed ?? randomBytes(16).toString("hex"));
  if (kept.seed === undefined) store.saveSeed(seed);
  const ledger = openLedger({ store, clock, now, broken: storeFailed });
  const shared = {
    ledger,
    ids: seededIds(seed, { executionKey: kept.lastExecutionKey, domainKey: kept.lastDomainKey }),
    limits: settings.limits,
    choices: settings.choices,
    permits: settings.permits,
    clock,
    longPollMs: settings.longPollMs,
    functions: settings.functions,
    now,
    dateOf(ms: number): Date {
      if (lastDate.getTime() !== ms) lastDate = new Date(ms);
      return lastDate;
    },
    schedule: clock.schedule.bind(clock),
    waiting(answerEmpty: () => void) {
      waiting.add(answerEmpty);
      return () => waiting.delete(answerEmpty);
    },
  };

  function worldOf(scope: Scope): OpenWorld {
    const { region: where = region, account: whose = account } = scope;
    const name = `${whose}/${where}`;
    const known = worlds.get(name);
    if (known !== undefined) return known;
    const service: Service = {
      ...shared,
      world: emptyWorld(where, whose),
      meter: openMeter(settings.quotas),
      transact: (work) => transact(service, work),
    };
    const isOwn = where === region && whose === account;
    if (worlds.size >= manyWorlds) forgetEmptyWorlds();
    const made = { isOwn, service, api: methods(isOwn ? () => service : () => worldOf(scope).service, () => open) };
    worlds.set(name, made);
    return made;
  }

  function forgetEmptyWorlds(): void {
    for (const [name, { isOwn, service }] of worlds) {
      if (!isOwn && service.world.domains.size === 0) worlds.delete(name);
    }
  }

  function letGo(): void {
    for (const answerEmpty of waiting) answerEmpty();
    for (const { service } of worlds.values()) for (const run of service.world.runs.values()) withdrawAll(run);
  }

  function storeFailed(failure: Error): void {
    letGo();
    settings.onStoreFailure(failure);
  }

  try {
    readKept(kept, (scope) => worldOf(scope).service);
  } catch (error) {
    open = false;
    letGo();
    store.close();
    throw error;
  }
  return {
    ...worldOf({}).api,
    clock,
    abortsSafely: true,
    world: (scope) => worldOf(scope).api,
    async reset() {
      letGo();
      for (const { service } of worlds.values()) {
        clearWorld(service.world);
        service.meter?.buckets.clear();
      }
      ledger.clear();
    },
    async close() {
      if (!open) return;
      open = false;
      letGo();
      ledger.close();
    },
  };
}

/** Reads what a store has kept. One that cannot be read is given back, for nobody else could. */
function loaded(store: Store): Kept {
  try {
    return store.load();
  } catch (error) {
    store.close();
    throw error;
  }
}

function clearWorld({ domains, runs }: World): void {
  domains.clear();
  runs.clear();
}
