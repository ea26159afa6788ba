import type { EventType } from "./event.ts";
import { EVENT_TYPES } from "./event.ts";

/**
 * Types of events as small numbers. The types of a history that was just parsed are new strings, and telling them apart costs
 * more than anything else that replay does with an event: it is done once for each.
 */
type Kinds = Readonly<Record<EventType, number>>;

/** The kind of a type that this interpreter does not know. */
const UNKNOWN = 0;

/** The kind of each type. */
export const KIND = Object.fromEntries(EVENT_TYPES.map((type, i) => [type, i + 1])) as Kinds;

interface Entry {
  readonly type: string;
  readonly kind: number;
}

const SLOTS = 256;

/** Not a Map: hashing a new string costs four times as much as telling it from others by its length and two letters. */
const TABLE: readonly Entry[][] = Array.from({ length: SLOTS }, () => []);
for (const type of EVENT_TYPES) TABLE[slotOf(type)]?.push({ type, kind: KIND[type] });

/** Most types differ in length, in the 13th letter, or in the 8th from the end. Letters that are not there count as 0. */
function slotOf(type: string): number {
  const { length } = type;
  return (length * 31 + type.charCodeAt(12) * 7 + type.charCodeAt(length - 8)) & (SLOTS - 1);
}

/** The kind of an event by its type; 0 for one that is not known. */
export function kindOf(type: string | undefined): number {
  const entries = type === undefined ? undefined : TABLE[slotOf(type)];
  if (entries === undefined) return UNKNOWN;
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i];
    if (entry?.type === type) return entry?.kind ?? UNKNOWN;
  }
  return UNKNOWN;
}

/** A table by kind: undefined for the types that have no row. */
export function byKind<T>(rows: Iterable<readonly [EventType, T]>): readonly (T | undefined)[] {
  const table: (T | undefined)[] = Array.from({ length: EVENT_TYPES.length + 1 }, () => undefined);
  for (const [type, row] of rows) table[KIND[type]] = row;
  return table;
}
