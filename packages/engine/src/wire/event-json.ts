import type { EventType, HistoryEvent } from "@aws-sdk/client-swf";
import type { EventOf, StoredEvent } from "../execution/events.ts";
import { attributesKey, attributesOf } from "../execution/events.ts";

/** A moment as the wire has it: epoch seconds with milliseconds. */
export function epochSeconds(moment: Date): number {
  return moment.getTime() / 1_000;
}

/** The JSON of an event, as it goes over the wire and to disk. Its time is the only one in it. */
function eventJson(event: StoredEvent): string {
  const { eventId, eventTimestamp, eventType } = event;
  const attributes = attributesOf(event as EventOf<EventType>); // `append` and `readEvents` give every event its own
  const head = `{"eventId":${eventId},"eventTimestamp":${epochSeconds(eventTimestamp)},"eventType":"${eventType}"`;
  return `${head},"${attributesKey(eventType)}":${JSON.stringify(attributes)}}`;
}

/** The JSON list of some events. */
export function eventsJson(events: readonly StoredEvent[]): string {
  let text = "[";
  for (const event of events) text += text === "[" ? eventJson(event) : `,${eventJson(event)}`;
  return `${text}]`;
}

interface WireEvent extends Omit<HistoryEvent, "eventTimestamp"> {
  eventTimestamp: number | Date;
}

/**
 * Reads what {@link eventsJson} wrote. The events are frozen throughout, as new ones are.
 *
 * @throws {SyntaxError} If the text is no JSON.
 */
export function readEvents(text: string): StoredEvent[] {
  const events = JSON.parse(text) as WireEvent[]; // written by `eventsJson`
  for (const event of events) {
    event.eventTimestamp = new Date(Math.round(Number(event.eventTimestamp) * 1_000));
    const attributes = attributesOf(event as unknown as EventOf<EventType>);
    for (const name in attributes) freezeDeep(attributes[name as keyof typeof attributes]);
    Object.freeze(attributes);
    Object.freeze(event);
  }
  return events as unknown as StoredEvent[]; // their times are dates now
}

function freezeDeep(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  for (const member of Object.values(value)) freezeDeep(member);
  Object.freeze(value);
}
