import type { HistoryEvent } from "@aws-sdk/client-swf";

/** A moment as the wire has it: epoch seconds with milliseconds. */
export function epochSeconds(moment: Date): number {
  return moment.getTime() / 1_000;
}

/**
 * The JSON of an event. Its time is the only one in it: nothing below has to be looked at.
 *
 * @param event - As the engine records it: members that are absent are absent, or undefined, and never null.
 */
export function eventJson(event: HistoryEvent): string {
  const { eventTimestamp, ...rest } = event;
  const eventTime = eventTimestamp === undefined ? undefined : epochSeconds(eventTimestamp);
  return JSON.stringify({ eventTimestamp: eventTime, ...rest });
}
