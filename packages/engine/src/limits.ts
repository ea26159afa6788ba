import { fault } from "./errors.ts";
import { assertOptions } from "./option-names.ts";

/** The numbers at which the service refuses (reference, section 11). */
export interface Limits {
  /** Events in one history; the execution is terminated when it has them. */
  readonly historyEvents: number;
  /** Activities open in one execution, scheduled or started. */
  readonly openActivities: number;
  /** Timers open in one execution. */
  readonly openTimers: number;
  /** Children open in one execution, those about to start included. */
  readonly openChildren: number;
  /** Lambda functions open in one execution, scheduled or started. The service's number is not known. */
  readonly openLambdaFunctions: number;
  /** Executions open in one domain. */
  readonly openExecutions: number;
  /** Polls that wait at one task list. */
  readonly pollersPerList: number;
  /** Domains in one account. */
  readonly domains: number;
  /** Workflow types in one domain, and as many activity types. */
  readonly types: number;
  /** Resource tags of one domain. */
  readonly resourceTags: number;
}

/** The real service's limits; `openLambdaFunctions` is a choice. */
export const SERVICE_LIMITS: Limits = {
  historyEvents: 25_000,
  openActivities: 1_000,
  openTimers: 1_000,
  openChildren: 1_000,
  openLambdaFunctions: 1_000,
  openExecutions: 100_000,
  pollersPerList: 1_000,
  domains: 100,
  types: 10_000,
  resourceTags: 50,
};

/**
 * Fills up limits with the service's.
 *
 * @throws {EngineError} `ENGINE_OPTION_INVALID`.
 */
export function readLimits(given: Partial<Limits> = {}): Limits {
  assertOptions("limits", given, { ...SERVICE_LIMITS }, "limits: { historyEvents: 100 }");
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || (typeof value === "number" && value >= 0)) continue;
    throw fault("ENGINE_OPTION_INVALID", `limits.${name} is ${String(value)}; give a number from 0.`);
  }
  return { ...SERVICE_LIMITS, ...given };
}
