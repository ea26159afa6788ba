import type { CancelTimerFailedCause } from "@aws-sdk/client-swf";
import { cancelTimer as cancel } from "../execution/timers.ts";
import { append } from "../execution/transaction.ts";
import { timerId } from "../input/fields.ts";
import type { Completion } from "./decision.ts";
import { decision } from "./decision.ts";

/** Cancels an open timer; wakes nobody. */
export const cancelTimer = decision({
  type: "CancelTimer",
  attributes: { timerId },
  deny: (completion, { timerId: id }) => fail(completion, id, "OPERATION_NOT_PERMITTED"),
  apply(completion, { timerId: id }) {
    const { tx, run, decisionTaskCompletedEventId, canceledTimerIds } = completion;
    const timer = run.timers.get(id);
    if (timer === undefined) return fail(completion, id, "TIMER_ID_UNKNOWN");
    const isNew = timer.startedEventId > decisionTaskCompletedEventId;
    if (isNew && tx.service.choices.cancelOfNewTimer === "refused") return fail(completion, id, "TIMER_ID_UNKNOWN");
    canceledTimerIds.add(id);
    cancel(tx, run, timer, decisionTaskCompletedEventId);
  },
});

function fail({ tx, run, decisionTaskCompletedEventId }: Completion, id: string, cause: CancelTimerFailedCause): void {
  append(tx, run, "CancelTimerFailed", { timerId: id, cause, decisionTaskCompletedEventId });
}
