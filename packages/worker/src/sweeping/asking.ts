import { isOutage } from "../api/faults.ts";
import { persist } from "../api/persist.ts";
import type { Busy } from "../clock/busy.ts";
import { openBusy } from "../clock/busy.ts";
import type { Service } from "../options.ts";

/** How long a single request persists against throttling and failures, once the service has answered at all. */
const PATIENCE_MS = 600_000;
/** Before that somebody may have given a wrong address. */
const FIRST_PATIENCE_MS = 15_000;

/** Makes requests no faster than told, so that workers get theirs; again if one may pass. */
export interface Asking {
  /** @param retries - Which errors to try again after; by default those of a service that has a bad moment. */
  ask<T>(request: () => Promise<T>, retries?: (error: unknown) => boolean): Promise<T>;
  close(): void;
}

/** @param perSecond - Requests a second, at most. */
export function openAsking({ clock, random }: Service, perSecond: number): Asking {
  const busy: Busy = openBusy(clock);
  let nextMs = 0;
  let patienceMs = FIRST_PATIENCE_MS;
  return {
    async ask(request, retries = isOutage) {
      const pauseMs = nextMs - clock.now();
      if (pauseMs > 0) await busy.sleep(pauseMs);
      nextMs = clock.now() + 1000 / perSecond;
      const answer = await persist(request, { busy, random, untilMs: clock.now() + patienceMs, retries });
      patienceMs = PATIENCE_MS;
      return answer;
    },
    close: () => busy.release(),
  };
}
