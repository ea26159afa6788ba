import { readMarker } from "../values/header.ts";
import { RESERVED } from "../values/names.ts";
import { READ } from "./attributes.ts";
import type { Batches } from "./batches.ts";
import type { HistoryEvent } from "./event.ts";
import { KIND } from "./event-kind.ts";
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
  readonly #batches: Pick<Batches, "events" | "kinds">;
  #found: Map<string, Note> | undefined = undefined;
  #scanned = 0;

  constructor(batches: Pick<Batches, "events" | "kinds">) {
    this.#batches = batches;
  }

  find(markerName: string, firstWord: string): Note | undefined {
    this.#found ??= new Map();
    const { events, kinds } = this.#batches;
    for (; this.#scanned < events.length; this.#scanned++) {
      const event = events[this.#scanned];
      if (event !== undefined && kinds[this.#scanned] === KIND.MarkerRecorded) this.#add(event, this.#found);
    }
    return this.#found.get(noteKey(markerName, firstWord));
  }

  #add(event: HistoryEvent, found: Map<string, Note>): void {
    const { markerName, details } = READ.MarkerRecorded(event);
    if (markerName?.startsWith(RESERVED) !== true) return;
    const { head = [], payload } = readMarker(details) ?? {};
    const key = noteKey(markerName, head[0] ?? "");
    found.set(key, { eventId: event.eventId ?? 0, head, details, payload });
  }
}
