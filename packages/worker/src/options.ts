import { hostname } from "node:os";
import { pid } from "node:process";
import type { Payloads } from "@sweft/payload";
import { openPayloads } from "@sweft/payload";
import { legalName } from "@sweft/workflow";
import type { Random } from "./api/persist.ts";
import type { SwfApi } from "./api/swf-api.ts";
import type { WorkerClock } from "./clock/clock.ts";
import { systemClock } from "./clock/system-clock.ts";
import { WorkerError } from "./errors.ts";
import type { Logger } from "./logging/logger.ts";
import { consoleLogger, unfailing } from "./logging/logger.ts";
import type { OptionNames } from "./option-names.ts";

/** What deciders, activity workers and clients have in common. */
export interface ServiceOptions {
  /** Amazon SWF, `new SWF({ region })`, or an engine. */
  readonly api: SwfApi;
  /** The domain that everything happens in. */
  readonly domain: string;
  /** Values to texts and back. Default: `openPayloads()`, which has no store: then no value may exceed 32,768 characters. */
  readonly payloads?: Payloads;
  /** Default: the machine's time. */
  readonly clock?: WorkerClock;
  /** Default: warnings and errors on the standard error stream. */
  readonly logger?: Logger;
  /** Where the jitter of pauses comes from: numbers in [0, 1). Default `Math.random`. */
  readonly random?: Random;
}

/** What deciders and activity workers have in common. */
export interface WorkerOptions extends ServiceOptions {
  /** The list to poll. Default `"default"`. */
  readonly taskList?: string;
  /** Who polls, as histories tell it: at most 256 characters. Default: host name and process id. */
  readonly identity?: string;
  /**
   * Polls in flight at a time: 1 to 1,000. Default 1. Each occupies a connection for up to 60 seconds; the AWS client has
   * 50 by default, which answers need too, and its request timeout, if one is set, must be 70 seconds or more.
   */
  readonly pollers?: number;
  /** Tasks worked on at a time, at least 1. Default 10. */
  readonly concurrency?: number;
  /** Whether to create domain and types where they are missing. Default true. */
  readonly register?: boolean;
  /** How long a domain that is created keeps closed executions: 1 to 90 days. Default 7. */
  readonly retentionDays?: number;
}

/** The names of {@link ServiceOptions}. */
export const SERVICE_OPTIONS: OptionNames<ServiceOptions> = {
  api: true,
  domain: true,
  payloads: true,
  clock: true,
  logger: true,
  random: true,
};

/** The names of {@link WorkerOptions}. */
export const WORKER_OPTIONS: OptionNames<WorkerOptions> = {
  ...SERVICE_OPTIONS,
  taskList: true,
  identity: true,
  pollers: true,
  concurrency: true,
  register: true,
  retentionDays: true,
};

/** The task list of whoever names none. */
export const DEFAULT_TASK_LIST = "default";

/** {@link ServiceOptions}, checked, with defaults. */
export interface Service {
  readonly api: SwfApi;
  readonly domain: string;
  readonly payloads: Payloads;
  readonly clock: WorkerClock;
  readonly logger: Logger;
  readonly random: Random;
}

/** {@link WorkerOptions}, checked, with defaults. */
export interface Worker extends Service {
  readonly taskList: string;
  readonly identity: string;
  readonly pollers: number;
  readonly concurrency: number;
  readonly register: boolean;
  readonly retentionDays: number;
}

/**
 * Checks the options and adds the defaults.
 *
 * @throws {SweftError} `ID_INVALID` for the domain.
 * @throws {WorkerError} `WORKER_OPTION_INVALID` for what cannot do what it is there for.
 */
export function serviceOf(options: ServiceOptions): Service {
  const { api, domain, payloads = openPayloads(), clock = systemClock() } = options;
  if (typeof (api as SwfApi | undefined)?.pollForDecisionTask !== "function") {
    throw invalid("api", api, "new SWF({ region }) of @aws-sdk/client-swf, or an engine");
  }
  const { logger = consoleLogger(), random = Math.random } = options;
  assertMethods(
    "payloads",
    payloads,
    ["write", "read", "open", "seal", "missing", "fetch", "digestKeys"],
    "what `openPayloads(…)` returned",
  );
  assertMethods("clock", clock, ["now", "schedule", "hold"], "the clock of an engine, or `systemClock()`");
  assertMethods("logger", logger, ["debug", "info", "warn", "error"], "a logger with these four methods");
  if (typeof random !== "function") throw invalid("random", random, "a function such as Math.random");
  return { api, domain: legalName(domain, "domain"), payloads, clock, logger: unfailing(logger), random };
}

/** As {@link serviceOf}. */
export function workerOf(options: WorkerOptions): Worker {
  const { taskList = DEFAULT_TASK_LIST, identity = `${hostname()}:${pid}`.slice(0, 256) } = options;
  const { pollers = 1, concurrency = 10, register = true, retentionDays = 7 } = options;
  if (typeof identity !== "string" || identity.length > 256)
    throw invalid("identity", identity, "a text of at most 256 characters");
  if (!isCount(pollers, 1000)) throw invalid("pollers", pollers, "a whole number from 1 to 1000");
  if (!isCount(concurrency)) throw invalid("concurrency", concurrency, "a whole number from 1");
  if (typeof register !== "boolean") throw invalid("register", register, "true or false");
  if (!isCount(retentionDays, 90)) throw invalid("retentionDays", retentionDays, "a whole number from 1 to 90");
  return {
    ...serviceOf(options),
    taskList: legalName(taskList, "taskList"),
    identity,
    pollers,
    concurrency,
    register,
    retentionDays,
  };
}

/** Refuses a value that lacks one of the methods it is there for. */
export function assertMethods(name: string, value: object, methods: readonly string[], rule: string): void {
  const missing = methods.find(
    (method) => typeof (value as Partial<Record<string, unknown>> | null)?.[method] !== "function",
  );
  if (missing === undefined) return;
  const shown = typeof value === "object" && value !== null ? `an object without ${missing}` : String(value);
  throw new WorkerError("WORKER_OPTION_INVALID", `option ${name} is ${shown}; give ${rule}`);
}

/** The error for an option that has a value it cannot have. */
export function invalid(name: string, value: unknown, rule: string): WorkerError {
  const shown = typeof value === "object" || typeof value === "function" ? `a ${typeof value}` : String(value);
  return new WorkerError("WORKER_OPTION_INVALID", `option ${name} is ${shown}; give ${rule}`);
}

/** Is it a whole number from 1 to a bound? */
export const isCount = (value: number, most = Number.MAX_SAFE_INTEGER): boolean =>
  Number.isSafeInteger(value) && value >= 1 && value <= most;
