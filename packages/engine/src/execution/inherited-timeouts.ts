import type { Attributes, StoredEvent } from "./events.ts";

/** The time-outs of an activity. */
export const ACTIVITY_TIMEOUTS = [
  "scheduleToStartTimeout",
  "scheduleToCloseTimeout",
  "startToCloseTimeout",
  "heartbeatTimeout",
] as const satisfies readonly (keyof Attributes<"ActivityTaskScheduled">)[];

/** The name of one of them. */
type ActivityTimeout = (typeof ACTIVITY_TIMEOUTS)[number];

/**
 * An ActivityTaskScheduled that knows which of its time-outs the decision did not say: one that was written where they are chosen to
 * be hidden. All of them stand in the event, as the state of an execution is the fold of its events; these are left out whenever it is
 * shown, whatever is chosen by then.
 */
export interface WithInherited {
  readonly inheritedTimeouts: readonly ActivityTimeout[];
}

/** True if the event hides some of its time-outs. */
export function hidesTimeouts(attributes: Attributes<"ActivityTaskScheduled">): boolean {
  return (attributes as Partial<WithInherited>).inheritedTimeouts !== undefined; // as the decision wrote it
}

/** An event as it is shown. */
export function withoutInherited(event: StoredEvent): StoredEvent {
  const scheduled = event.activityTaskScheduledEventAttributes as
    | (Attributes<"ActivityTaskScheduled"> & Partial<WithInherited>) // as the decision wrote it
    | undefined;
  if (scheduled?.inheritedTimeouts === undefined) return event;
  const { inheritedTimeouts, ...shown } = scheduled;
  for (const name of inheritedTimeouts) delete shown[name];
  return Object.freeze({ ...event, activityTaskScheduledEventAttributes: Object.freeze(shown) });
}
