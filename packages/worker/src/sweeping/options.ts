import type { PayloadStore } from "@sweft/payload";
import type { Duration } from "@sweft/workflow";
import { toSeconds } from "@sweft/workflow";
import type { OptionNames } from "../option-names.ts";
import { assertOptions } from "../option-names.ts";
import type { Service, ServiceOptions } from "../options.ts";
import { invalid, isCount, SERVICE_OPTIONS, serviceOf } from "../options.ts";

/** What {@link sweepPayloads} takes. Its `payloads` must read what those of the workers write: serializer, stores, keys. */
export interface SweepOptions extends ServiceOptions {
  /** The stores to clean; those of `payloads` when absent. Each must have `list` and, to be cleaned, `delete`. */
  readonly stores?: readonly PayloadStore[];
  /** What keys may begin with; the prefix of `payloads` when absent. */
  readonly prefixes?: readonly string[];
  /** Whether to delete. Default false: then the report tells what would be deleted. */
  readonly delete?: boolean;
  /**
   * How long an object is left alone after it was last put: at least one hour, since whoever has put it may still be about to refer
   * to it. Default one day.
   */
  readonly grace?: Duration;
  /** Requests to the service a second, at most: at least 0.1. Default 20, a third of what Amazon SWF grants an account. */
  readonly requestsPerSecond?: number;
  /** Delete although the service knows no execution in the domain, as it does if region or account is not the workers'. Default false. */
  readonly allowEmptyDomain?: boolean;
  /** Delete although something could not be read that may refer to what is deleted. Default false. */
  readonly ignoreUnreadable?: boolean;
  /** Objects looked at together, which bounds the memory it takes: at least 1. Default 200,000. */
  readonly objectsAtOnce?: number;
  /** Told now and then what has been done so far. */
  readonly onProgress?: (progress: SweepProgress) => void;
}

/** How far a sweep has come. */
export interface SweepProgress {
  readonly phase: "objects" | "executions" | "histories" | "deleting";
  /** How many of them it has seen. */
  readonly done: number;
}

const OPTIONS: OptionNames<SweepOptions> = {
  ...SERVICE_OPTIONS,
  stores: true,
  prefixes: true,
  delete: true,
  grace: true,
  requestsPerSecond: true,
  allowEmptyDomain: true,
  ignoreUnreadable: true,
  objectsAtOnce: true,
  onProgress: true,
};

/** What writers remember as stored, they put again after ten minutes; their requests take a while, too. */
const LEAST_GRACE_SECONDS = 3_600;

/** {@link SweepOptions}, checked, with defaults. */
export interface Sweep {
  readonly service: Service;
  readonly stores: readonly PayloadStore[];
  readonly prefixes: readonly string[];
  readonly deletes: boolean;
  readonly graceMs: number;
  readonly requestsPerSecond: number;
  readonly allowEmptyDomain: boolean;
  readonly ignoreUnreadable: boolean;
  readonly objectsAtOnce: number;
  readonly tell: (progress: SweepProgress) => void;
}

/** @throws {WorkerError} `WORKER_OPTION_INVALID` */
export function sweepOf(options: SweepOptions): Sweep {
  assertOptions("sweepPayloads", options, OPTIONS, "sweepPayloads({ api, domain, payloads })");
  const service = serviceOf(options);
  const { stores = service.payloads.stores, prefixes = [service.payloads.prefix], delete: deletes = false } = options;
  const { grace = "1 day", requestsPerSecond = 20, objectsAtOnce = 200_000 } = options;
  const { allowEmptyDomain = false, ignoreUnreadable = false, onProgress = () => {} } = options;
  if (stores.length === 0) throw invalid("stores", "empty", "at least one, or payloads that have a store");
  for (const store of stores) {
    const lacking = (["list", "delete"] as const).find((name) => (deletes || name === "list") && !store[name]);
    if (lacking) throw invalid("stores", store.name, `stores that have the method ${lacking}`);
  }
  if (prefixes.length === 0) throw invalid("prefixes", "empty", 'at least one, such as ""');
  const graceSeconds = toSeconds(grace);
  if (graceSeconds < LEAST_GRACE_SECONDS) throw invalid("grace", grace, "at least one hour");
  if (!(requestsPerSecond >= 0.1)) throw invalid("requestsPerSecond", requestsPerSecond, "a number of at least 0.1");
  if (!isCount(objectsAtOnce)) throw invalid("objectsAtOnce", objectsAtOnce, "a whole number from 1");
  return {
    service,
    stores,
    prefixes,
    deletes,
    graceMs: graceSeconds * 1000,
    requestsPerSecond,
    allowEmptyDomain,
    ignoreUnreadable,
    objectsAtOnce,
    tell: onProgress,
  };
}
