import type { Difference } from "./differences.ts";

/** A difference that is known and meant. It counts as such only where both sides are as written here. */
export interface PutAside extends Difference {
  readonly reason: string;
}

/** All that is put aside, besides times (epoch seconds there, dates here) and run ids, which are drawn. */
export const PUT_ASIDE: readonly PutAside[] = [
  {
    path: "events.decisionTaskScheduledEventAttributes.scheduleToStartTimeout",
    recorded: undefined,
    got: "NONE",
    reason: "recordings of 2023 have it, older ones do not; the engine is of 2023",
  },
  {
    path: "executionInfo.reopenable",
    recorded: false,
    got: undefined,
    reason: "came by 2023; stands in no model and no document, and nothing is known that would change it",
  },
  {
    path: "executionInfo.reopenGenerationId",
    recorded: 0,
    got: undefined,
    reason: "came by 2023; stands in no model and no document, and nothing is known that would change it",
  },
];

/** The line of the table that a difference falls under, wherever in a list it is. */
export function putAside({ path, recorded, got }: Difference): PutAside | undefined {
  const place = path.replace(/\.\d+(?=\.|$)/g, "");
  return PUT_ASIDE.find((known) => known.path === place && known.recorded === recorded && known.got === got);
}
