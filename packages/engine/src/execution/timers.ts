import type { Service, Transaction } from "../service.ts";
import type { Attributes } from "./events.ts";
import type { Run, TimerState } from "./run.ts";
import { timeoutMs } from "./run.ts";
import { append, replaceWithdrawal, withdraw } from "./transaction.ts";

/** Starts a timer. One of 0 seconds fires by a transaction of its own too (reference, section 6, rule 9). */
export function startTimer(tx: Transaction, run: Run, attributes: Attributes<"TimerStarted">): void {
  append(tx, run, "TimerStarted", attributes);
  armTimer(tx.service, run, run.timers.get(String(attributes.timerId)) as TimerState); // the fold has just put it there
}

/** Lets an open timer fire when it is due, or at once if it is overdue. */
export function armTimer(service: Service, run: Run, timer: TimerState): void {
  const { timerId, startedEventId, startedMs, startToFireTimeout } = timer;
  const disarm = service.schedule(startedMs + timeoutMs(startToFireTimeout), () => {
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
