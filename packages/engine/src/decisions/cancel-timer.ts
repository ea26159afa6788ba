import { cancelTimer as cancel } from "../execution/timers.ts";
import { append } from "../execution/transaction.ts";
import { timerId } from "../input/fields.ts";
import { decision } from "./decision.ts";

/** Cancels an open timer; wakes nobody. */
export const cancelTimer = decision({
  type: "CancelTimer",
  attributes: { timerId },
  apply({ tx, run, decisionTaskCompletedEventId, canceledTimerIds }, { timerId: id }) {
    const timer = run.timers.get(id);
    if (timer === undefined) {
      append(tx, run, "CancelTimerFailed", { timerId: id, cause: "TIMER_ID_UNKNOWN", decisionTaskCompletedEventId });
      return;
    }
    canceledTimerIds.add(id);
    cancel(tx, run, timer, decisionTaskCompletedEventId);
  },
});
