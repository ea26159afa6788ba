import { attributesOf } from "./attributes.ts";
import type { RecordedEvent, Scenario } from "./recordings.ts";

/** A scenario with a name for what was done to it. */
export type Mutated = readonly [name: string, scenario: Scenario];

/** The scenario with another history, in the recorded answer too. */
export function withHistory({ calls }: Scenario, history: readonly RecordedEvent[]): Scenario {
  const changed = calls.map((call) =>
    call.action === "GetWorkflowExecutionHistory" ? { ...call, response: { events: history } } : call,
  );
  return { history, calls: changed };
}

/** The scenario without each of its events but the first, which begins it, and the last, without which it is a shorter one. */
function removals(scenario: Scenario): readonly Mutated[] {
  const { history } = scenario;
  return history.slice(1, -1).map(({ eventId, eventType }) => {
    const rest = history.filter((event) => event.eventId !== eventId);
    return [`without ${eventId} ${eventType}`, withHistory(scenario, rest)];
  });
}

/**
 * The scenario with each two neighbours in each other's place, ids and all. The ids stay with the events: exchanged without them,
 * two decisions of one completion would be a history as good as the recorded one.
 */
function swaps(scenario: Scenario): readonly Mutated[] {
  const { history } = scenario;
  return history.slice(1, -1).map((event, index) => {
    const next = history[index + 2] as RecordedEvent; // the slice ends before the last
    const swapped = history.toSpliced(index + 1, 2, next, event);
    return [`with ${event.eventId} ${event.eventType} after ${next.eventType}`, withHistory(scenario, swapped)];
  });
}

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
