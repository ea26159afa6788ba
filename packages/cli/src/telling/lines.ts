import { timeOf } from "@sweft/workflow";
import type { Attributes, RecordedEvent } from "../histories/history.ts";
import { attributesOf, eventIdOf } from "../histories/history.ts";
import { ABOUT } from "./about.ts";
import type { Part } from "./parts.ts";
import type { Style } from "./text.ts";
import { harmless } from "./text.ts";

/** An event as one line of a table. */
export interface Line {
  readonly eventId: number;
  /** ISO 8601 in UTC, with milliseconds. */
  readonly time: string;
  readonly type: string;
  /** Was it written by the decisions of the DecisionTaskCompleted above it? */
  readonly isDecided: boolean;
  /** What matters of it, piece by piece. */
  readonly about: readonly string[];
}

/**
 * Tells of every event what matters to people. What an event leaves out, because an earlier one says it, is looked up
 * there: the type of a completed activity stands only where it was scheduled.
 */
export function linesOf(events: readonly RecordedEvent[], style: Style): readonly Line[] {
  const byId = new Map(events.map((event) => [event.eventId, event]));
  const decidedBy = new Map<number, number>();
  for (const event of events) {
    const completion = completionOf(attributesOf(event));
    if (completion !== undefined) decidedBy.set(completion, (decidedBy.get(completion) ?? 0) + 1);
  }
  return events.map((event) => {
    const attributes = attributesOf(event);
    const told = { attributes, origin: originOf(attributes, byId), decided: decidedBy.get(event.eventId) ?? 0, style };
    return {
      eventId: event.eventId,
      time: new Date(timeOf(event)).toISOString(),
      type: harmless(event.eventType),
      isDecided: completionOf(attributes) !== undefined,
      about: partsOf(event)
        .map((part) => part(told))
        .filter((part) => part !== undefined && part !== "")
        .map((part) => part as string),
    };
  });
}

/** An event type that SWF does not have yet is shown bare. */
const partsOf = ({ eventType }: RecordedEvent): readonly Part[] =>
  Object.hasOwn(ABOUT, eventType) ? ABOUT[eventType] : [];

/** Refusals that come long after their decision name none, and stand among the news. */
const completionOf = (attributes: Attributes): number | undefined =>
  eventIdOf(attributes, "decisionTaskCompletedEventId");

function originOf(attributes: Attributes, byId: ReadonlyMap<number, RecordedEvent>): Attributes {
  const id = eventIdOf(attributes, "scheduledEventId") ?? eventIdOf(attributes, "initiatedEventId");
  const origin = id === undefined ? undefined : byId.get(id);
  return origin === undefined ? attributes : attributesOf(origin);
}

/** Lines as a table: time, id, type, what matters. */
export function tableOf(lines: readonly Line[]): string {
  const idWidth = Math.max(0, ...lines.map(({ eventId }) => String(eventId).length));
  const typed = lines.map(({ type, isDecided }) => (isDecided ? `  ${type}` : type));
  const typeWidth = Math.max(0, ...typed.map(({ length }) => length));
  return lines
    .map(({ time, eventId, about }, at) => {
      const columns = [time, String(eventId).padStart(idWidth), (typed[at] ?? "").padEnd(typeWidth), about.join("  ")];
      return `${columns.join("  ").trimEnd()}\n`;
    })
    .join("");
}
