import type { Choices } from "./choices.ts";
import { readChoices } from "./choices.ts";
import type { Clock } from "./clock/clock.ts";
import { realClock } from "./clock/real-clock.ts";
import { fault } from "./errors.ts";
import type { LambdaFunction } from "./execution/lambda-function.ts";
import { readFunctions } from "./execution/lambda-function.ts";
import type { Limits } from "./limits.ts";
import { readLimits } from "./limits.ts";
import type { OptionNames } from "./option-names.ts";
import { assertOptions } from "./option-names.ts";
import type { Quotas } from "./quotas/numbers.ts";
import type { Permits } from "./quotas/permit-request.ts";
import { readPermits, readQuotas } from "./quotas/settings.ts";
import { memoryStore } from "./store/memory.ts";
import type { Store } from "./store/store.ts";

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
  /**
   * Called once if the store cannot be written any more, with the error that all calls are refused with from then on. Close the engine
   * then: all that was answered is there when it is opened again. Default: nothing is done.
   */
  readonly onStoreFailure?: (error: Error) => void;
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
  onStoreFailure: true,
};

/**
 * Checks the options and fills in what was not given.
 *
 * @throws {EngineError} `ENGINE_OPTION_INVALID`.
 */
export function readOptions(options: EngineOptions) {
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
    onStoreFailure: options.onStoreFailure ?? (() => {}),
  };
}
