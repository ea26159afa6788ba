import type { Duration } from "../values/duration.ts";
import { toSeconds } from "../values/duration.ts";
import type { Command } from "./command.ts";
import { command } from "./command.ts";

/** The wish to wait for a time, as data. */
export interface StartTimer {
  readonly type: "StartTimer";
  readonly seconds: number;
}

/**
 * Pauses the workflow. The pause outlives worker restarts and costs no worker while it lasts.
 *
 * @param duration - Seconds, or a string with a unit; rounded up to whole seconds, at most one year.
 * @returns Nothing. Resumes once `TimerFired` is in the history: perhaps later, never sooner.
 * @throws {DurationError} `DURATION_INVALID`, at the call, not at replay.
 */
export function sleep(duration: Duration): StartTimer & Command<void> {
  return command<void, StartTimer>({ type: "StartTimer", seconds: toSeconds(duration, "sleep") });
}

/**
 * The same as {@link sleep}, for code in which the word timer reads better: `race({ reply, late: timer("1h") })`.
 * @alias
 */
export const timer = sleep;
