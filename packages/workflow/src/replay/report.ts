import { isOurs, peek } from "../errors/bug.ts";
import type { RecordedDecision, SourceLocation } from "../errors/divergence.ts";
import { NondeterminismError } from "../errors/sweft-error.ts";
import { decidedBy } from "../history/decided.ts";
import type { HistoryEvent } from "../history/event.ts";
import { gateOf } from "./gate.ts";

/** Does this error say that history and code disagree? */
export const isDivergence = (error: unknown): error is NondeterminismError =>
  isOurs(error) && peek(error, "code") === "NONDETERMINISM";

/** A decision as the history holds it; undefined if the event was not written by one. */
export function recordedOf(event: HistoryEvent): RecordedDecision | undefined {
  const decided = decidedBy(event);
  if (decided === undefined) return undefined;
  const all = decided.read(event);
  const { decisionTaskCompletedEventId: _id, ...attributes } = all;
  return { eventId: event.eventId ?? 0, eventType: decided.type, id: decided.key(all), attributes };
}

/** The same error with what only the whole history tells: the recorded event, the place in the source, the gate. */
export function reported(
  error: NondeterminismError,
  events: readonly HistoryEvent[],
  location: SourceLocation | undefined,
): NondeterminismError {
  const event = error.eventId === undefined ? undefined : events[error.eventId - 1];
  const recorded = error.recorded ?? (event && recordedOf(event));
  const divergence = { ...error, recorded, location };
  return new NondeterminismError(error.what, { ...divergence, fix: error.fix ?? gateOf(divergence) });
}
