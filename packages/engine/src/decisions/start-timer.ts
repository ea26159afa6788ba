import type { StartTimerFailedCause } from "@aws-sdk/client-swf";
import { startTimer as start } from "../execution/timers.ts";
import { append } from "../execution/transaction.ts";
import { optional } from "../input/field.ts";
import { data, timerId, timerSeconds } from "../input/fields.ts";
import { isOverRate } from "../quotas/quotas.ts";
import type { Completion } from "./decision.ts";
import { decision } from "./decision.ts";

/** Starts a timer. The id must not be that of an open timer, nor, unless chosen otherwise, of one cancelled by the same completion. */
export const startTimer = decision({
  type: "StartTimer",
  attributes: { timerId, control: optional(data), startToFireTimeout: timerSeconds },
  deny: (completion, said) => fail(completion, said.timerId, "OPERATION_NOT_PERMITTED"),
  apply(completion, said) {
    const { tx, run, decisionTaskCompletedEventId } = completion;
    const cause = refusal(completion, said.timerId);
    if (cause === undefined) start(tx, run, { ...said, decisionTaskCompletedEventId });
    else fail(completion, said.timerId, cause);
  },
});

function refusal({ tx, run, canceledTimerIds }: Completion, id: string): StartTimerFailedCause | undefined {
  const { limits, choices } = tx.service;
  const isReserved = choices.restartOfCanceledTimer === "refused" && canceledTimerIds.has(id);
  if (isReserved || run.timers.has(id)) return "TIMER_ID_ALREADY_IN_USE";
  if (run.timers.size >= limits.openTimers) return "OPEN_TIMERS_LIMIT_EXCEEDED";
  return isOverRate(tx.service, "StartTimer") ? "TIMER_CREATION_RATE_EXCEEDED" : undefined;
}

function fail({ tx, run, decisionTaskCompletedEventId }: Completion, id: string, cause: StartTimerFailedCause): void {
  append(tx, run, "StartTimerFailed", { timerId: id, cause, decisionTaskCompletedEventId });
}
