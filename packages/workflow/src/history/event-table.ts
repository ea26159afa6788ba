interface Entry<T> {
  readonly type: string;
  readonly value: T;
}

const SLOTS = 256;

/**
 * A table by event type. Not a Map: the types of a history that was just parsed are new strings, and hashing each of them
 * costs four times as much as telling them apart by their length and two letters.
 */
export class EventTable<T> {
  readonly #slots: Entry<T>[][] = Array.from({ length: SLOTS }, () => []);

  constructor(rows: Iterable<readonly [string, T]>) {
    for (const [type, value] of rows) this.#slots[slotOf(type)]?.push({ type, value });
  }

  /** The row of a type; undefined if it has none. */
  get(type: string | undefined): T | undefined {
    const entries = type === undefined ? undefined : this.#slots[slotOf(type)];
    if (entries === undefined) return undefined;
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i];
      if (entry?.type === type) return entry?.value;
    }
    return undefined;
  }
}

/** Most types differ in length, in the 13th letter, or in the 8th from the end. Letters that are not there count as 0. */
function slotOf(type: string): number {
  const { length } = type;
  return (length * 31 + type.charCodeAt(12) * 7 + type.charCodeAt(length - 8)) & (SLOTS - 1);
}
