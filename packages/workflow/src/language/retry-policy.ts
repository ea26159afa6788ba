import { describe } from "../errors/failure.ts";
import type { FailureState } from "../errors/outcomes.ts";
import { SweftError } from "../errors/sweft-error.ts";
import type { Duration } from "../values/duration.ts";
import { toSeconds } from "../values/duration.ts";

/** When, how often and how soon to try again. */
export interface RetryPolicy {
  /** Attempts in all, the first one included: 1 or more. Default 3. */
  readonly attempts?: number;
  /** The outcomes that are tried again. Default `FAILED`, `TIMED_OUT` and `SCHEDULE_FAILED`. */
  readonly on?: readonly FailureState[];
  /** Pause before the second attempt. Default 1 second. */
  readonly delay?: Duration;
  /** Each further pause is this many times longer: 1 or more. Default 2. */
  readonly backoff?: number;
  /** No pause is longer. Default 5 minutes, or `delay` if that is longer. */
  readonly maximumDelay?: Duration;
  /** `"full"` draws each pause between 0 and its length from the run's own random stream; `"none"` is the default. */
  readonly jitter?: "none" | "full";
  /** Errors with one of these codes or names are never tried again; `INPUT_INVALID`, an input that a schema refuses, never is. */
  readonly never?: readonly string[];
  /**
   * Asked last, with the error and the number of the attempt that has failed: `false` gives up. It must decide by these
   * alone, the same at every replay. It is no part of a command's data.
   */
  readonly when?: (error: unknown, attempt: number) => boolean;
  /** No attempt begins later than this after the first, by the time of the decisions. Default: no such bound. */
  readonly within?: Duration;
}

/** A policy with every default filled in. */
export interface FullRetryPolicy {
  readonly attempts: number;
  readonly on: readonly FailureState[];
  readonly delaySeconds: number;
  readonly backoff: number;
  readonly maximumDelaySeconds: number;
  readonly jitter: "none" | "full";
  readonly never: readonly string[];
  readonly when: ((error: unknown, attempt: number) => boolean) | undefined;
  readonly withinSeconds: number | undefined;
}

/** The outcomes that a policy speaks of. */
export const isFailureState = (state: unknown): state is FailureState => STATES.includes(state);

const TRIED: readonly FailureState[] = ["FAILED", "TIMED_OUT", "SCHEDULE_FAILED"];
const STATES: readonly unknown[] = [...TRIED, "CANCELED", "TERMINATED"];

const isListOf = (list: unknown, fits: (item: unknown) => boolean) => Array.isArray(list) && list.every(fits);

const wrong = (field: string, value: unknown, allowed: string) =>
  new SweftError("OPTION_INVALID", `retry.${field} is ${describe(value)}; write ${allowed}`);

/**
 * Fills a policy's defaults in; a bare number means that many attempts.
 *
 * @throws {SweftError} `OPTION_INVALID`, `DURATION_INVALID`
 */
export function fullPolicy(policy: RetryPolicy | number): FullRetryPolicy {
  if (typeof policy !== "number" && (typeof policy !== "object" || policy === null)) {
    throw new SweftError(
      "OPTION_INVALID",
      `retry is ${describe(policy)}; write a number of attempts, or { attempts, delay, … }`,
    );
  }
  const given = typeof policy === "number" ? { attempts: policy } : policy;
  const { attempts = 3, on = TRIED, backoff = 2, jitter = "none", never = [], delay = 1, maximumDelay } = given;
  const { when, within } = given;
  if (!isListOf(on, (state) => STATES.includes(state))) throw wrong("on", on, `a list of ${STATES.join(", ")}`);
  if (!isListOf(never, (code) => typeof code === "string")) throw wrong("never", never, "a list of codes or names");
  if (!Number.isInteger(attempts) || attempts < 1) throw wrong("attempts", attempts, "a whole number, 1 or more");
  if (!(backoff >= 1 && backoff < Number.POSITIVE_INFINITY))
    throw wrong("backoff", backoff, "a finite number, 1 or more");
  if (jitter !== "none" && jitter !== "full") throw wrong("jitter", jitter, '"none" or "full"');
  if (when !== undefined && typeof when !== "function")
    throw wrong("when", when, "a function that returns true or false");
  const delaySeconds = toSeconds(delay, "retry.delay");
  const maximumDelaySeconds =
    maximumDelay === undefined ? Math.max(300, delaySeconds) : toSeconds(maximumDelay, "retry.maximumDelay");
  if (maximumDelaySeconds < delaySeconds)
    throw wrong("maximumDelay", maximumDelay, `no less than retry.delay, ${delaySeconds} s`);
  return Object.freeze({
    attempts,
    on: Object.freeze([...on]),
    delaySeconds,
    backoff,
    maximumDelaySeconds,
    jitter,
    never: Object.freeze([...never]),
    when,
    withinSeconds: within === undefined ? undefined : toSeconds(within, "retry.within"),
  });
}

/** A policy as data that a comparison sees: without its function, and safe from later mutation. */
export function policyAsData(policy: RetryPolicy | number): RetryPolicy | number {
  if (typeof policy === "number") return policy;
  const { when: _when, ...data } = policy;
  return Object.freeze(data);
}

/** Options as data: the function of their policy is no part of it. */
export function withPolicyAsData<O extends { readonly retry?: RetryPolicy | number }>(options: O): O {
  const { retry } = options;
  if (typeof retry !== "object" || retry?.when === undefined) return options;
  return Object.freeze({ ...options, retry: policyAsData(retry) });
}
