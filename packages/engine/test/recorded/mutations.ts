import { attributesOf } from "./attributes.ts";
import type { RecordedEvent, Scenario } from "./recordings.ts";
import { withHistory } from "./recordings.ts";

/** A scenario with a name for what was done to it. */
type Mutated = readonly [name: string, scenario: Scenario];

/** The scenario without each of its events but the first, which begins it, and the last, without which it is a shorter one. */
function removals(scenario: Scenario): readonly Mutated[] {
  const { history } = scenario;
  return history.slice(1, -1).map(({ eventId, eventType }) => {
    const rest = history.filter((event) => event.eventId !== eventId);
    return [`without ${eventId} ${eventType}`, withHistory(scenario, rest)];
  });
}

/**
 * The scenario with each two neighbours in each other's place. Ids and times stay where they are, so that only the order tells.
 * Two decisions of one completion are left alone: in the other order they are a history as good as the recorded one.
 */
function swaps(scenario: Scenario): readonly Mutated[] {
  const { history } = scenario;
  return history.slice(1, -1).flatMap((event, index): readonly Mutated[] => {
    const next = history[index + 2] as RecordedEvent; // the slice ends before the last
    const completion = attributesOf(event).decisionTaskCompletedEventId;
    if (completion !== undefined && completion === attributesOf(next).decisionTaskCompletedEventId) return [];
    const swapped = history.toSpliced(index + 1, 2, inPlaceOf(event, next), inPlaceOf(next, event));
    return [[`with ${event.eventId} ${event.eventType} after ${next.eventType}`, withHistory(scenario, swapped)]];
  });
}

const inPlaceOf = ({ eventId, eventTimestamp }: RecordedEvent, event: RecordedEvent): RecordedEvent => ({
  ...event,
  eventId,
  eventTimestamp,
});

/** The scenario with each number in the attributes of an event, which are references all, one higher. */
function misreferences(scenario: Scenario): readonly Mutated[] {
  const { history } = scenario;
  return history.flatMap((event) => {
    const attributes = attributesOf(event);
    const references = Object.entries(attributes).filter(([, value]) => typeof value === "number");
    return references.map(([name, value]): Mutated => {
      const member = `${event.eventType.charAt(0).toLowerCase()}${event.eventType.slice(1)}EventAttributes`;
      const changed = { ...event, [member]: { ...attributes, [name]: Number(value) + 1 } };
      const title = `with another ${name} in ${event.eventId} ${event.eventType}`;
      return [
        title,
        withHistory(
          scenario,
          history.map((each) => (each === event ? changed : each)),
        ),
      ];
    });
  });
}

/** All of these. */
export const mutations = (scenario: Scenario): readonly Mutated[] => [
  ...removals(scenario),
  ...swaps(scenario),
  ...misreferences(scenario),
];
