import { readMarker } from "../values/header.ts";
import { RESERVED } from "../values/names.ts";
import { READ } from "./attributes.ts";
import type { HistoryEvent } from "./event.ts";
import { noteKey } from "./marker-key.ts";

/** A marker of the interpreter's own, as a history holds it. */
export interface Note {
  readonly eventId: number;
  readonly head: readonly string[];
  readonly details: string | undefined;
  readonly payload: string | undefined;
}

/**
 * The interpreter's own markers of a history, by key: what they keep is needed in the batch whose completion records them,
 * or a later one, so replay looks ahead. Each event is looked at once, and only if somebody asks.
 */
export class Notes {
  readonly #events: () => readonly HistoryEvent[];
  readonly #found = new Map<string, Note>();
  #scanned = 0;

  constructor(events: () => readonly HistoryEvent[]) {
    this.#events = events;
  }

  find(markerName: string, firstWord: string): Note | undefined {
    const events = this.#events();
    for (; this.#scanned < events.length; this.#scanned++) {
      const event = events[this.#scanned];
      if (event?.eventType === "MarkerRecorded") this.#add(event);
    }
    return this.#found.get(noteKey(markerName, firstWord));
  }

  #add(event: HistoryEvent): void {
    const { markerName, details } = READ.MarkerRecorded(event);
    if (markerName?.startsWith(RESERVED) !== true) return;
    const { head = [], payload } = readMarker(details) ?? {};
    const key = noteKey(markerName, head[0] ?? "");
    this.#found.set(key, { eventId: event.eventId ?? 0, head, details, payload });
  }
}
