import { describe } from "../errors/failure.ts";
import { DurationError } from "../errors/sweft-error.ts";

type Unit =
  | "s"
  | "sec"
  | "second"
  | "seconds"
  | "m"
  | "min"
  | "minute"
  | "minutes"
  | "h"
  | "hour"
  | "hours"
  | "d"
  | "day"
  | "days"
  | "w"
  | "week"
  | "weeks"
  | "ms";

/** A length of time: whole or fractional seconds, or a number with a unit, such as `"30s"`, `"5m"`, `"2 hours"`, `"1 day"`. */
export type Duration = number | `${number}${Unit}` | `${number} ${Unit}`;

/** A timeout: a {@link Duration}, or `"NONE"` for no bound. */
export type Timeout = Duration | "NONE";

/** SWF's longest duration: one year, in seconds. */
export const ONE_YEAR_SECONDS = 31_536_000;

const UNIT_SECONDS: Record<Unit, number> = {
  ms: 0.001,
  s: 1,
  sec: 1,
  second: 1,
  seconds: 1,
  m: 60,
  min: 60,
  minute: 60,
  minutes: 60,
  h: 3600,
  hour: 3600,
  hours: 3600,
  d: 86_400,
  day: 86_400,
  days: 86_400,
  w: 604_800,
  week: 604_800,
  weeks: 604_800,
};

function secondsOf(duration: unknown): number {
  if (typeof duration === "number") return duration;
  const match = typeof duration === "string" ? /^(\d+(?:\.\d+)?) ?([a-z]+)$/.exec(duration) : null;
  const unit = match?.[2] as Unit | undefined;
  if (match === null || unit === undefined || !Object.hasOwn(UNIT_SECONDS, unit)) return Number.NaN;
  return Number(match[1]) * UNIT_SECONDS[unit];
}

/**
 * Whole seconds of a duration, rounded up.
 *
 * @param duration - Between 0 and one year.
 * @param what - What the duration is of, for the message.
 * @throws {DurationError} `DURATION_INVALID` if it is negative, not finite, longer than a year, or in no known unit.
 */
export function toSeconds(duration: Duration, what = "duration"): number {
  const seconds = secondsOf(duration);
  // Fractions come from floating point too (0.1 + 0.2 hours): what is no more than its error is not a second more.
  const whole = Math.ceil(seconds - Math.max(1e-9, seconds * 1e-12));
  if (seconds >= 0 && whole <= ONE_YEAR_SECONDS) return whole === 0 ? 0 : whole;
  throw new DurationError(
    `${what} is ${describe(duration)}; write seconds between 0 and ${ONE_YEAR_SECONDS} (one year), or a string such as "30s", "5m", "2 hours" or "1 day"`,
  );
}

/** The text SWF takes for a timeout: whole seconds, or `NONE`. Throws as {@link toSeconds} does. */
export function toTimeout(timeout: Timeout, what: string): string {
  return timeout === "NONE" ? "NONE" : String(toSeconds(timeout, what));
}
