import { isOutage } from "../api/faults.ts";
import { persist } from "../api/persist.ts";
import { openBusy } from "../clock/busy.ts";
import type { Service } from "../options.ts";

/** How long a call persists against throttling and failures. */
const PATIENCE_MS = 30_000;

/** Makes a call of a client, again if it may pass, holding virtual time meanwhile. */
export async function call<T>(
  { clock, random }: Service,
  ask: () => Promise<T>,
  retries: (error: unknown) => boolean = isOutage,
): Promise<T> {
  const busy = openBusy(clock);
  const patience = { busy, random, untilMs: clock.now() + PATIENCE_MS, retries };
  try {
    return await persist(ask, patience);
  } finally {
    busy.release();
  }
}
