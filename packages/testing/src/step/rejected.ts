import type { Issue } from "@sweft/workflow";
import { REJECTED_MARKER, readMarker } from "@sweft/workflow";
import { attributesOf } from "../history/event.ts";
import type { FakeHistory } from "../history/fake-history.ts";
import { readText } from "../history/values.ts";

/** A signal that a schema has refused, as the history keeps it. */
export interface RejectedSignal {
  readonly signal: string;
  /** Its WorkflowExecutionSignaled. */
  readonly eventId: number;
  readonly issues: readonly Issue[];
}

/** The signals that schemas have refused, by the markers of a history. */
export const rejectedSignals = ({ events, converter }: FakeHistory): readonly RejectedSignal[] =>
  events
    .filter(({ eventType }) => eventType === "MarkerRecorded")
    .map(attributesOf)
    .filter(({ markerName }) => markerName === REJECTED_MARKER)
    .map(({ details }) => readText(converter, readMarker(String(details))?.payload) as RejectedSignal);
