import type { DecisionType } from "../decisions/decision.ts";
import { describe } from "../errors/failure.ts";
import { SweftError } from "../errors/sweft-error.ts";

/** A token bucket: `burst` at once, refilled by `perSecond`. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/**
 * What the service bears. All of it acts on the decision being made now, never on one that is recorded, so any of it may
 * change under running executions.
 */
export interface Limits {
  /** Decisions of one completion: 1 or more. Default 2,000; SWF names no number of its own. */
  readonly decisions: number;
  /** Bytes of all decisions of one completion, as JSON in UTF-8. Default 980,000: SWF cuts the connection at 1 MB with headers. */
  readonly requestBytes: number;
  /** Open activities of one execution. Default 1,000, SWF's own. */
  readonly openActivities: number;
  /** Open timers of one execution. Default 990: SWF's 1,000 less a few for the interpreter's own. */
  readonly openTimers: number;
  /** Open child workflows of one execution. Default 1,000, SWF's own. */
  readonly openChildren: number;
  /** Open Lambda functions of one execution. Default 1,000; SWF names no number. */
  readonly openLambdas: number;
  /**
   * How fast decisions of a kind may follow each other; kinds that are not named are not paced. Default: SWF's quotas of an
   * account. What other executions use up shows as a refusal, after which a run waits and then sends less at a time.
   */
  readonly rates: Readonly<Partial<Record<DecisionType, Rate>>>;
  /** Events that one history may have. Default 25,000, at which SWF terminates the execution. */
  readonly historyEvents: number;
  /** Events kept back, so that a run that has no room for more can still wait for fixed code. Default 500. */
  readonly reservedEvents: number;
}

/** The service's own limits, less what the interpreter needs for itself. */
export const SERVICE_LIMITS: Limits = Object.freeze({
  decisions: 2_000,
  requestBytes: 980_000,
  openActivities: 1_000,
  openTimers: 990,
  openChildren: 1_000,
  openLambdas: 1_000,
  rates: Object.freeze({
    ScheduleActivityTask: { burst: 1_000, perSecond: 200 },
    StartChildWorkflowExecution: { burst: 500, perSecond: 12 },
    StartTimer: { burst: 2_000, perSecond: 200 },
    SignalExternalWorkflowExecution: { burst: 1_200, perSecond: 120 },
    RequestCancelExternalWorkflowExecution: { burst: 1_200, perSecond: 120 },
  }),
  historyEvents: 25_000,
  reservedEvents: 500,
});

const invalid = (name: string, value: unknown, rule: string) =>
  new SweftError("OPTION_INVALID", `limits.${name} is ${describe(value)}; write ${rule}`);

/** What may be paced. A marker may not: nothing that was asked after it goes before it, and SWF has no quota of them. */
const PACED: ReadonlySet<string> = new Set<DecisionType>([
  "ScheduleActivityTask",
  "StartTimer",
  "StartChildWorkflowExecution",
  "ScheduleLambdaFunction",
  "SignalExternalWorkflowExecution",
  "RequestCancelExternalWorkflowExecution",
  "ContinueAsNewWorkflowExecution",
]);

function checkRates(rates: unknown): void {
  if (typeof rates !== "object" || rates === null) {
    throw invalid("rates", rates, "rates by kind of decision: { StartTimer: { burst: 2000, perSecond: 200 } }");
  }
  for (const [kind, rate] of Object.entries(rates)) checkRate(kind, rate);
}

function checkRate(kind: string, rate: unknown): void {
  if (!PACED.has(kind)) {
    throw new SweftError(
      "OPTION_INVALID",
      `limits.rates has ${describe(kind)}, which is not paced; there are ${[...PACED].join(", ")}`,
    );
  }
  const { burst, perSecond } = (rate ?? {}) as Partial<Rate>;
  if (Number.isInteger(burst) && (burst ?? 0) >= 1 && (perSecond ?? 0) > 0 && Number.isFinite(perSecond)) return;
  throw invalid(`rates.${kind}`, rate, "{ burst: a whole number from 1, perSecond: a number above 0 }");
}

/**
 * The service's limits with some of them replaced.
 * @throws {SweftError} `OPTION_INVALID`
 */
export function limitsOf(given: Partial<Limits> | undefined): Limits {
  if (given === undefined) return SERVICE_LIMITS;
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new SweftError("OPTION_INVALID", `limits are ${describe(given)}; write { openTimers: 500 }, for example`);
  }
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(SERVICE_LIMITS, name)) {
      throw new SweftError(
        "OPTION_INVALID",
        `there is no limit ${describe(name)}; there are ${Object.keys(SERVICE_LIMITS).join(", ")}`,
      );
    }
    const least = name === "reservedEvents" ? 0 : 1;
    if (name === "rates") checkRates(value);
    else if (!Number.isInteger(value) || Number(value) < least) {
      throw invalid(name, value, `a whole number from ${least}`);
    }
  }
  return Object.freeze({ ...SERVICE_LIMITS, ...given });
}
