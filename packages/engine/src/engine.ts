import { randomBytes } from "node:crypto";
import type { CallOptions, EngineApi, OperationName } from "./api.ts";
import type { Choices } from "./choices.ts";
import { readChoices } from "./choices.ts";
import type { Clock, ScheduleOptions } from "./clock/clock.ts";
import { realClock } from "./clock/real-clock.ts";
import { fault, isEngineError } from "./errors.ts";
import { transact } from "./execution/commit.ts";
import type { LambdaFunction } from "./execution/lambda-function.ts";
import { readFunctions } from "./execution/lambda-function.ts";
import { withdrawAll } from "./execution/transaction.ts";
import { seededIds } from "./ids.ts";
import type { Limits } from "./limits.ts";
import { readLimits } from "./limits.ts";
import { OPERATIONS } from "./operations/table.ts";
import type { OptionNames } from "./option-names.ts";
import { assertOptions } from "./option-names.ts";
import { openMeter } from "./quotas/meter.ts";
import type { Quotas } from "./quotas/numbers.ts";
import type { Permits } from "./quotas/permit-request.ts";
import { readPermits, readQuotas } from "./quotas/settings.ts";
import { readKept } from "./resume.ts";
import type { Service } from "./service.ts";
import { openLedger } from "./store/ledger.ts";
import { memoryStore } from "./store/memory.ts";
import type { Kept, Store } from "./store/store.ts";
import type { World } from "./world/world.ts";
import { emptyWorld } from "./world/world.ts";

/** Settings of an engine; every one has a default. */
export interface EngineOptions {
  /** Where domains, types and executions are kept. Default: in memory, until the engine is closed. */
  readonly store?: Store;
  /** Where time comes from. Default: {@link realClock}. */
  readonly clock?: Clock;
  /**
   * Engines with equal seeds, given equal calls at equal times, write equal histories. Default: that of the store, or drawn at
   * random.
   */
  readonly seed?: string | number;
  /** How long a poll waits for a task, in seconds, from 0. Default 60. */
  readonly longPollSeconds?: number;
  /** The region of the engine's own operations, and of domain ARNs. Default `us-east-1`. */
  readonly region?: string;
  /** The account of the engine's own operations, and in domain ARNs. Default `123456789012`. */
  readonly account?: string;
  /** Limits other than the service's, for tests. */
  readonly limits?: Partial<Limits>;
  /**
   * What the decision ScheduleLambdaFunction calls, by name; the same in all regions and accounts. Default: none, so that the
   * decision fails with LAMBDA_SERVICE_NOT_AVAILABLE_IN_REGION.
   */
  readonly functions?: Readonly<Record<string, LambdaFunction>>;
  /**
   * How fast calls and decisions may come: not counted, as fast as the service lets them, or limited in what is named and in nothing
   * else. {@link SERVICE_QUOTAS} has the service's numbers, to be spread. Default `"off"`.
   */
  readonly quotas?: "off" | "real" | Quotas;
  /** Says whether an operation or a decision is permitted. Default: everything is. */
  readonly permits?: Permits;
  /** What the service is taken to do where nobody knows. Default: the first value of each of {@link CHOICES}. */
  readonly choices?: Partial<Choices>;
}

const OPTIONS: OptionNames<EngineOptions> = {
  store: true,
  clock: true,
  seed: true,
  longPollSeconds: true,
  region: true,
  account: true,
  limits: true,
  functions: true,
  quotas: true,
  permits: true,
  choices: true,
};

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
  const waiting = new Set<() => void>();
  const worlds = new Map<string, { readonly service: Service; readonly api: EngineApi }>();

  function now(): number {
    lastMs = Math.max(lastMs, Math.floor(clock.now()));
    return lastMs;
  }
  const kept = loaded(store);
  lastMs = kept.lastMs;
  const seed = String(options.seed ?? kept.seed ?? randomBytes(16).toString("hex"));
  if (kept.seed === undefined) store.saveSeed(seed);
  const ledger = openLedger({ store, clock, now, broken: letGo });
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
    schedule: (dueMs: number, run: () => void, scheduling?: ScheduleOptions) =>
      clock.schedule(
        dueMs,
        () => {
          if (open) run();
        },
        scheduling,
      ),
    waiting(answerEmpty: () => void) {
      waiting.add(answerEmpty);
      return () => waiting.delete(answerEmpty);
    },
  };

  function worldOf(scope: Scope) {
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
    const made = { service, api: methods(service, () => open) };
    worlds.set(name, made);
    return made;
  }

  function letGo(): void {
    for (const answerEmpty of waiting) answerEmpty();
    for (const { service } of worlds.values()) for (const run of service.world.runs.values()) withdrawAll(run);
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

function readOptions(options: EngineOptions) {
  assertOptions("openEngine", options, OPTIONS, "openEngine(), or openEngine({ clock: virtualClock() })");
  const { clock = realClock(), longPollSeconds = 60, store = memoryStore() } = options;
  if (!(longPollSeconds >= 0 && Number.isFinite(longPollSeconds))) {
    const text = `longPollSeconds is ${longPollSeconds}; give a finite number of seconds from 0.`;
    throw fault("ENGINE_OPTION_INVALID", text);
  }
  for (const method of ["now", "schedule", "hold"] as const) {
    if (typeof (clock as Partial<Clock> | null)?.[method] === "function") continue;
    throw fault("ENGINE_OPTION_INVALID", `clock has no ${method}; give what realClock() or virtualClock() returned.`);
  }
  return {
    clock,
    store,
    region: options.region ?? "us-east-1",
    account: options.account ?? "123456789012",
    longPollMs: longPollSeconds * 1_000,
    limits: readLimits(options.limits),
    functions: readFunctions(options.functions),
    quotas: readQuotas(options.quotas),
    permits: readPermits(options.permits),
    choices: readChoices(options.choices),
  };
}

/** The operations as methods: each reads its input and runs, waits until what it did is kept, and turns what it throws into a rejection. */
function methods(service: Service, isOpen: () => boolean): EngineApi {
  const { ledger } = service;
  const names = Object.keys(OPERATIONS) as OperationName[];
  const entries = names.map((name) => {
    const { call } = OPERATIONS[name];
    const method = async (input: unknown, options: CallOptions = {}) => {
      if (!isOpen()) throw fault("ENGINE_CLOSED", `${name} was called on a closed engine; open a new one.`);
      try {
        ledger.assertWriting();
        const answer = await call(service, input, options);
        const settled = ledger.settled();
        if (settled !== undefined) await settled;
        return answer;
      } catch (error) {
        // What is refused may be refused because of something that is not kept yet.
        await ledger.settled();
        throw isEngineError(error) ? error : internalFailure(error);
      }
    };
    return [`${name.charAt(0).toLowerCase()}${name.slice(1)}`, method];
  });
  return Object.fromEntries(entries) as EngineApi; // the keys are Uncapitalize<OperationName>
}

function internalFailure(cause: unknown): Error {
  const failure = fault("InternalFailure", `The engine failed: ${String(cause)}`);
  failure.cause = cause;
  return failure;
}
