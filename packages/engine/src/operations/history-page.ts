import type { HistoryEvent } from "@aws-sdk/client-swf";
import type { HistorySource } from "./executions.ts";

/** A stretch of a history, read in one direction. */
export interface Stretch {
  /** First event id that belongs to it, from 1. */
  readonly first: number;
  /** Last event id that belongs to it. */
  readonly last: number;
  readonly reverse: boolean;
  /** The event id to begin with; between first and last. */
  readonly from: number;
  readonly size: number;
}

/** Some events, and the event id to go on with if there are more. */
export interface HistoryPage {
  readonly events: HistoryEvent[];
  readonly next: number | undefined;
}

/** Reads one page of a stretch. The events are the engine's own, frozen and shared; the list is new. */
export function historyPage(read: HistorySource["read"], { first, last, reverse, from, size }: Stretch): HistoryPage {
  if (!reverse) {
    const end = Math.min(from + size - 1, last);
    return { events: read(from, end), next: end < last ? end + 1 : undefined };
  }
  const end = Math.max(from - size + 1, first);
  return { events: read(end, from).toReversed(), next: end > first ? end - 1 : undefined };
}
