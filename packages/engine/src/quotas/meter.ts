import { Buckets } from "./buckets.ts";
import type { Quotas } from "./numbers.ts";

/** The quotas of one world, and what is used of them. Nothing of it is kept when the engine closes. */
export interface Meter {
  readonly quotas: Quotas;
  readonly buckets: Buckets;
}

/** Opens the meter of a world, with all buckets full. */
export function openMeter(quotas: Quotas | undefined): Meter | undefined {
  return quotas === undefined ? undefined : { quotas, buckets: new Buckets() };
}
