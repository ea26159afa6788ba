import type { HistoryEvent, TypeName } from "@sweft/workflow";
import { attributesKey } from "@sweft/workflow";

/** The attributes of an event as they stand in a file: nothing is known of their types. */
export type Attributes = Readonly<Record<string, unknown>>;

/** An event of a recorded history: its own members are checked, its attributes are not. */
export type RecordedEvent = HistoryEvent & {
  readonly eventId: number;
  readonly eventType: NonNullable<HistoryEvent["eventType"]>;
};

/** A recorded history, as it was read. */
export interface RecordedHistory {
  /** The file, or `-` for stdin. */
  readonly file: string;
  /** At least one, ascending. */
  readonly events: readonly RecordedEvent[];
  /** Does the file say that there are further pages? */
  readonly hasMorePages: boolean;
}

/** The attributes of an event; empty if it has none. */
export function attributesOf(event: RecordedEvent): Attributes {
  const found: unknown = event[attributesKey(event.eventType)];
  return typeof found === "object" && found !== null ? (found as Attributes) : {};
}

/** An attribute that is a text. */
export function textOf(attributes: Attributes, key: string): string | undefined {
  const value = attributes[key];
  return typeof value === "string" ? value : undefined;
}

/** An attribute that is the id of another event; SWF writes 0 for none. */
export function eventIdOf(attributes: Attributes, key: string): number | undefined {
  const value = attributes[key];
  return typeof value === "number" && value > 0 ? value : undefined;
}

/** An attribute with a name and version. */
export function typeOf(attributes: Attributes, key: string): TypeName | undefined {
  const value = attributes[key];
  if (typeof value !== "object" || value === null) return undefined;
  const { name, version } = value as { readonly name?: unknown; readonly version?: unknown };
  return typeof name === "string" && typeof version === "string" ? { name, version } : undefined;
}
