import type { EventType, HistoryEvent } from "@aws-sdk/client-swf";
import { WAKES } from "./wakes.ts";

/** The member of an event that carries the attributes of its type. */
type AttributesKey<T extends EventType> = `${Uncapitalize<T>}EventAttributes`;

/** The attributes of an event of type `T`. */
export type Attributes<T extends EventType> = NonNullable<HistoryEvent[AttributesKey<T>]>;

/** An event of type `T`, with its attributes present. */
export type EventOf<T extends EventType> = HistoryEvent & {
  readonly eventId: number;
  readonly eventTimestamp: Date;
  readonly eventType: T;
} & { readonly [K in AttributesKey<T>]: Attributes<T> };

/** An event as the engine keeps it: frozen, with id, type and time. */
export type StoredEvent = Readonly<HistoryEvent> & {
  readonly eventId: number;
  readonly eventTimestamp: Date;
  readonly eventType: EventType;
};

/**
 * Makes a frozen event. Attributes that are undefined are left out; zeros and empty strings stay (reference, section 5).
 *
 * @param attributes - The event's own from now on: they are frozen. Nested values must be frozen already, as they may be shared.
 */
export function makeEvent<T extends EventType>(
  eventId: number,
  eventTimestamp: Date,
  eventType: T,
  attributes: Attributes<T>,
): EventOf<T> {
  // Copying an object that has all its members is much faster than making one with a computed name.
  const event: Record<string, unknown> = { ...BLANKS[eventType] };
  event.eventId = eventId;
  event.eventTimestamp = eventTimestamp;
  event[ATTRIBUTES_KEY[eventType]] = withoutUndefined(attributes);
  return Object.freeze(event) as unknown as EventOf<T>; // a blank of this type, filled in
}

/** The attributes of an event whose type is known. */
export function attributesOf<T extends EventType>(event: EventOf<T>): Attributes<T> {
  return event[attributesKey(event.eventType)];
}

/** `AttributesKey`, at runtime. */
const ATTRIBUTES_KEY = Object.fromEntries(
  Object.keys(WAKES).map((type) => [type, `${type.charAt(0).toLowerCase()}${type.slice(1)}EventAttributes`]),
) as { readonly [T in EventType]: AttributesKey<T> };

/** An event of each type whose members are still to be filled in. */
const BLANKS = Object.fromEntries(
  Object.entries(ATTRIBUTES_KEY).map(([eventType, key]) => [
    eventType,
    { eventId: 0, eventTimestamp: undefined, eventType, [key]: undefined },
  ]),
);

/** The member that carries the attributes of a type. */
export function attributesKey<T extends EventType>(type: T): AttributesKey<T> {
  return ATTRIBUTES_KEY[type] as AttributesKey<T>;
}

function withoutUndefined<T extends object>(attributes: T): Readonly<T> {
  // Attributes are plain objects: `for…in` meets own members only, and allocates nothing.
  for (const name in attributes) if (attributes[name] === undefined) return Object.freeze(copyWithout(attributes));
  return Object.freeze(attributes);
}

function copyWithout<T extends object>(attributes: T): T {
  const kept: Partial<T> = {};
  for (const name in attributes) if (attributes[name] !== undefined) kept[name] = attributes[name];
  return kept as T; // only members that may be absent were left out
}
