import { append } from "../execution/transaction.ts";
import { optional } from "../input/field.ts";
import { data, markerName } from "../input/fields.ts";
import { decision } from "./decision.ts";

/** Records a marker. Names may repeat; it wakes nobody. */
export const recordMarker = decision({
  type: "RecordMarker",
  attributes: { markerName, details: optional(data) },
  deny({ tx, run, decisionTaskCompletedEventId }, { markerName: name }) {
    const failed = { markerName: name, cause: "OPERATION_NOT_PERMITTED", decisionTaskCompletedEventId } as const;
    append(tx, run, "RecordMarkerFailed", failed);
  },
  apply({ tx, run, decisionTaskCompletedEventId }, said) {
    append(tx, run, "MarkerRecorded", { ...said, decisionTaskCompletedEventId });
  },
});
