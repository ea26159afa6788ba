import { randomBytes } from "node:crypto";
import type { CallOptions, EngineApi, OperationName } from "./api.ts";
import type { Clock } from "./clock/clock.ts";
import { realClock } from "./clock/real-clock.ts";
import { fault } from "./errors.ts";
import { transact } from "./execution/commit.ts";
import { seededIds } from "./ids.ts";
import type { Limits } from "./limits.ts";
import { SERVICE_LIMITS } from "./limits.ts";
import { OPERATIONS } from "./operations/table.ts";
import type { OptionNames } from "./option-names.ts";
import { assertOptions } from "./option-names.ts";
import type { Service } from "./service.ts";
import { memoryStore } from "./store/store.ts";

/** Settings of an engine; every one has a default. */
export interface EngineOptions {
  /** Where time comes from. Default: {@link realClock}. */
  readonly clock?: Clock;
  /** Engines with equal seeds, given equal calls at equal times, write equal histories. Default: drawn at random. */
  readonly seed?: string | number;
  /** How long a poll waits for a task, in seconds, from 0. Default 60. */
  readonly longPollSeconds?: number;
  /** The region in domain ARNs. Default `us-east-1`. */
  readonly region?: string;
  /** The account in domain ARNs. Default `123456789012`. */
  readonly account?: string;
  /** Limits other than the service's, for tests. */
  readonly limits?: Partial<Limits>;
}

const OPTIONS: OptionNames<EngineOptions> = {
  clock: true,
  seed: true,
  longPollSeconds: true,
  region: true,
  account: true,
  limits: true,
};

/** An SWF-compatible service in this process: the operations as methods, its clock, and its end. */
export interface Engine extends EngineApi {
  readonly clock: Clock;
  /** A poll may be aborted at any time: no task is lost by it. Amazon SWF cannot promise that; workers ask for it at close. */
  readonly abortsSafely: true;
  /** Answers waiting polls empty, stops all timers, and refuses later calls with `ENGINE_CLOSED`. Closing again does nothing. */
  close(): Promise<void>;
}

/**
 * Opens an engine in memory. Each method answers as Amazon SWF does, and rejects with the exceptions of the AWS client by
 * name. Calls take effect in the order in which they are made. Events are frozen and shared among all who read them.
 *
 * @throws {EngineError} `ENGINE_OPTION_INVALID`.
 */
export function openEngine(options: EngineOptions = {}): Engine {
  assertOptions("openEngine", options, OPTIONS, "openEngine(), or openEngine({ clock: virtualClock() })");
  assertOptions("limits", options.limits ?? {}, { ...SERVICE_LIMITS }, "limits: { historyEvents: 100 }");
  const { clock = realClock(), seed = randomBytes(16).toString("hex"), longPollSeconds = 60 } = options;
  if (!(longPollSeconds >= 0 && Number.isFinite(longPollSeconds))) {
    const text = `longPollSeconds is ${longPollSeconds}; give a finite number of seconds from 0.`;
    throw fault("ENGINE_OPTION_INVALID", text);
  }
  for (const method of ["now", "schedule", "hold"] as const) {
    if (typeof (clock as Partial<Clock> | null)?.[method] === "function") continue;
    throw fault("ENGINE_OPTION_INVALID", `clock has no ${method}; give what realClock() or virtualClock() returned.`);
  }
  let open = true;
  let lastMs = Number.NEGATIVE_INFINITY;
  const waiting = new Set<() => void>();

  const service: Service = {
    store: memoryStore(),
    ids: seededIds(seed),
    limits: { ...SERVICE_LIMITS, ...options.limits },
    clock,
    longPollMs: longPollSeconds * 1_000,
    region: options.region ?? "us-east-1",
    account: options.account ?? "123456789012",
    now() {
      lastMs = Math.max(lastMs, Math.floor(clock.now()));
      return lastMs;
    },
    schedule: (dueMs, run, scheduling) =>
      clock.schedule(
        dueMs,
        () => {
          if (open) run();
        },
        scheduling,
      ),
    transact: (work) => transact(service, work),
    waiting(answerEmpty) {
      waiting.add(answerEmpty);
      return () => waiting.delete(answerEmpty);
    },
  };

  return {
    ...methods(service, () => open),
    clock,
    abortsSafely: true,
    async close() {
      open = false;
      for (const answerEmpty of waiting) answerEmpty();
      for (const { withdrawals } of service.store.runs.values())
        for (const withdraw of withdrawals.values()) withdraw();
    },
  };
}

/** The operations as methods: each reads its input and runs, and turns what it throws into a rejection. */
function methods(service: Service, isOpen: () => boolean): EngineApi {
  const names = Object.keys(OPERATIONS) as OperationName[];
  const entries = names.map((name) => {
    const { call } = OPERATIONS[name];
    const method = async (input: unknown, options: CallOptions = {}) => {
      if (!isOpen()) throw fault("ENGINE_CLOSED", `${name} was called on a closed engine; open a new one.`);
      return call(service, input, options);
    };
    return [`${name.charAt(0).toLowerCase()}${name.slice(1)}`, method];
  });
  return Object.fromEntries(entries) as EngineApi; // the keys are Uncapitalize<OperationName>
}
