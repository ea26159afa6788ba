import type { Transaction } from "../service.ts";
import type { Attributes } from "./events.ts";
import type { Run, TimerState } from "./run.ts";
import { timeoutMs } from "./run.ts";
import { append, replaceWithdrawal, withdraw } from "./transaction.ts";

/** Starts a timer. One of 0 seconds fires by a transaction of its own too (reference, section 6, rule 9). */
export function startTimer(tx: Transaction, run: Run, attributes: Attributes<"TimerStarted">): void {
  const { service } = tx;
  append(tx, run, "TimerStarted", attributes);
  const timer = run.timers.get(String(attributes.timerId)) as TimerState; // the fold has just put it there
  const { timerId, startedEventId, startToFireTimeout } = timer;
  const due = tx.nowMs + timeoutMs(startToFireTimeout);
  const disarm = service.schedule(due, () => {
    service.transact((fired) => {
      withdraw(run, timer);
      append(fired, run, "TimerFired", { timerId, startedEventId });
    });
  });
  replaceWithdrawal(run, timer, disarm);
}

/** Cancels an open timer. */
export function cancelTimer(tx: Transaction, run: Run, timer: TimerState, decisionTaskCompletedEventId: number): void {
  withdraw(run, timer);
  const { timerId, startedEventId } = timer;
  append(tx, run, "TimerCanceled", { timerId, startedEventId, decisionTaskCompletedEventId });
}
