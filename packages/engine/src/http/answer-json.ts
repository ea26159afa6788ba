import type { StoredEvent } from "../execution/events.ts";
import { epochSeconds, eventsJson } from "../wire/event-json.ts";

/**
 * The body of an answer: times as epoch seconds, no nulls. An answer without members is an empty body, as the service
 * answers operations that return nothing (reference, section 1).
 */
export function answerJson(answer: object): string {
  const { events, ...rest } = answer as { readonly events?: readonly StoredEvent[] }; // only histories have the member
  const json = JSON.stringify(onWire(rest));
  if (events === undefined) return json === "{}" ? "" : json;
  const list = `"events":${eventsJson(events)}`;
  return json === "{}" ? `{${list}}` : `${json.slice(0, -1)},${list}}`;
}

/** A copy with numbers for dates and without the members that are null. */
function onWire(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (isDate(value)) return epochSeconds(value);
  if (Array.isArray(value)) return value.map(onWire);
  const copy: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member !== null && member !== undefined) copy[name] = onWire(member);
  }
  return copy;
}

/** Dates of another realm (a test sandbox) are no instance of this one's Date. */
const isDate = (value: object): value is Date => Object.prototype.toString.call(value) === "[object Date]";
