import { attributesOf } from "./attributes.ts";
import type { RecordedEvent, Scenario } from "./recordings.ts";
import { withHistory } from "./recordings.ts";

/**
 * Scenarios in which the service handed out tasks of one list in another order than they were scheduled in. It promises no order;
 * the engine keeps the order, and no call can make it break it.
 */
export const REORDERED: Readonly<Record<string, string>> = {
  test_wait_signal: "of two activities of one completion the second was handed out first",
};

/**
 * The scenario as it would have been with tasks handed out in their order: of two activity tasks that were started one right
 * after the other, the one scheduled first is started first. What refers to the starts is moved with them.
 */
export function inOrder(scenario: Scenario): Scenario {
  const { history } = scenario;
  const moved = new Map<number, number>();
  for (const [index, event] of history.entries()) {
    const next = history[index + 1];
    if (event.eventType !== "ActivityTaskStarted" || next?.eventType !== "ActivityTaskStarted") continue;
    if (scheduledBy(event) < scheduledBy(next)) continue;
    moved.set(event.eventId, next.eventId).set(next.eventId, event.eventId);
  }
  // Nothing but numbers of events has changed.
  const reordered = JSON.parse(JSON.stringify(history), (member, value: unknown) =>
    member === "startedEventId" ? (moved.get(Number(value)) ?? value) : value,
  ) as RecordedEvent[];
  const swapped = reordered.map((event) => {
    const other = reordered.find(({ eventId }) => eventId === moved.get(event.eventId));
    if (other === undefined) return event;
    const attributes = { ...attributesOf(event), scheduledEventId: scheduledBy(other) };
    return { ...event, activityTaskStartedEventAttributes: attributes };
  });
  return withHistory(scenario, swapped);
}

const scheduledBy = (event: RecordedEvent) => Number(attributesOf(event).scheduledEventId);
