import type { EventType, HistoryEvent } from "@sweft/workflow";
import { attributesKey } from "@sweft/workflow";

/** An event as the SDK gives it: id, type, date, and its attributes under the member that its type names. */
export type FakeEvent = HistoryEvent & {
  readonly eventId: number;
  readonly eventType: EventType;
  readonly eventTimestamp: Date;
};

/** Attributes of any event. */
export type Attributes = Readonly<Record<string, unknown>>;

/** Makes a frozen event. Undefined attributes are left out; zeros and empty strings stay, as SWF keeps them. */
export function makeEvent(
  eventId: number,
  eventType: EventType,
  eventTimestamp: Date,
  attributes: Attributes,
): FakeEvent {
  const given = Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
  return Object.freeze({ eventId, eventType, eventTimestamp, [attributesKey(eventType)]: Object.freeze(given) });
}

/** The attributes of an event, whatever its type. */
export function attributesOf(event: HistoryEvent): Attributes {
  const given = event.eventType === undefined ? undefined : event[attributesKey(event.eventType)];
  return (given ?? {}) as Attributes;
}
