import type { HistoryEvent } from "@sweft/workflow";
import { attributesKey } from "@sweft/workflow";

/** How activities fail whose input is not in its store any more, or not as it was. */
const LOST = /^PAYLOAD_(MISSING|CORRUPT|TAMPERED)\b/;

/**
 * Tells whether a history holds a reference to a payload: what is tried again has the same arguments as before, which are then in
 * the store already. Unless something of the run has been lost from there: then all is put again, which mends it.
 *
 * @returns Asked for each payload that is about to be stored; the history is looked at when it is asked first.
 */
export function recordedIn(events: readonly HistoryEvent[]): (reference: string) => boolean {
  let known: ReadonlySet<string> | undefined;
  return (reference) => {
    known ??= textsOf(events);
    return known.has(reference);
  };
}

/** The inputs that events hold; none if one was lost. */
function textsOf(events: readonly HistoryEvent[]): ReadonlySet<string> {
  const texts = new Set<string>();
  for (const event of events) {
    const { eventType } = event;
    const attributes = (eventType === undefined ? undefined : event[attributesKey(eventType)]) as
      | Attributes
      | undefined;
    if (LOST.test(attributes?.reason ?? "")) return new Set();
    if (attributes?.input !== undefined) texts.add(attributes.input);
  }
  return texts;
}

interface Attributes {
  readonly input?: string;
  readonly reason?: string;
}
