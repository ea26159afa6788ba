import { startTimer as start } from "../execution/timers.ts";
import { append } from "../execution/transaction.ts";
import { optional } from "../input/field.ts";
import { data, timerId, timerSeconds } from "../input/fields.ts";
import { decision } from "./decision.ts";

/** Starts a timer. The id must not be that of an open timer, nor of one cancelled by the same completion. */
export const startTimer = decision({
  type: "StartTimer",
  attributes: { timerId, control: optional(data), startToFireTimeout: timerSeconds },
  apply({ tx, run, decisionTaskCompletedEventId, canceledTimerIds }, said) {
    const cause =
      run.timers.has(said.timerId) || canceledTimerIds.has(said.timerId)
        ? "TIMER_ID_ALREADY_IN_USE"
        : run.timers.size >= tx.service.limits.openTimers
          ? "OPEN_TIMERS_LIMIT_EXCEEDED"
          : undefined;
    if (cause === undefined) start(tx, run, { ...said, decisionTaskCompletedEventId });
    else append(tx, run, "StartTimerFailed", { timerId: said.timerId, cause, decisionTaskCompletedEventId });
  },
});
