import type { Busy } from "../clock/busy.ts";
import { isTransient } from "./faults.ts";

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;

/** Where the jitter of pauses comes from: numbers in [0, 1). */
export type Random = () => number;

/** The pause after a try that failed, in ms: doubling from 100 ms to 10 s, half of it drawn at random. */
export function backoffMs(attempt: number, random: Random): number {
  const full = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempt - 1, 16));
  return full / 2 + (full / 2) * random();
}

/** How long to persist, and in what. */
export interface Persistence {
  readonly busy: Busy;
  readonly random: Random;
  /** Epoch milliseconds after which no further try begins. */
  readonly untilMs: number;
  /** Which errors to try again after; by default those that may pass. */
  readonly retries?: (error: unknown) => boolean;
  /** Whether the effort has become pointless meanwhile. */
  readonly isPointless?: () => boolean;
}

/**
 * Makes a call, and again after growing pauses while it fails for a reason that may pass.
 *
 * @throws What the last try threw.
 */
export async function persist<T>(call: () => Promise<T>, persistence: Persistence): Promise<T> {
  const { busy, random, untilMs, retries = isTransient, isPointless } = persistence;
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      const pauseMs = backoffMs(attempt, random);
      if (!retries(error) || busy.clock.now() + pauseMs > untilMs) throw error;
      await busy.sleep(pauseMs);
      if (isPointless?.() === true) throw error;
    }
  }
}
