import type { Transaction } from "../service.ts";
import { findDomain, taskListNamed } from "../store/store.ts";
import type { DecisionTaskState, Run } from "./run.ts";
import { isOpen, timeoutMs } from "./run.ts";
import { append, replaceWithdrawal, withdraw } from "./transaction.ts";

/**
 * Queues a decision task, unless one is queued already, and offers it if none is in a decider's hands (reference,
 * section 6: at most one started and one scheduled behind it).
 *
 * @param needed - Whether something was written that a decider must see.
 */
export function scheduleDecisionTask(tx: Transaction, run: Run, needed: boolean): void {
  if (!isOpen(run)) return;
  if (needed && run.scheduledTask === undefined) {
    const override = run.decisionListOverride;
    append(tx, run, "DecisionTaskScheduled", {
      taskList: override?.taskList ?? run.config.taskList,
      taskPriority: run.config.taskPriority,
      startToCloseTimeout: run.config.taskStartToCloseTimeout,
      scheduleToStartTimeout: override?.scheduleToStartTimeout ?? "NONE",
    });
  }
  offer(tx, run);
}

/** Gives the queued task out to be taken, if it is its turn and it is not out yet. */
function offer(tx: Transaction, run: Run): void {
  const task = run.scheduledTask;
  if (task === undefined || run.startedTask !== undefined || run.withdrawals.has(task)) return;
  const { service } = tx;
  const list = taskListNamed(findDomain(service.store, run.domain).decisionLists, task.taskList.name);
  const unlist = list.offer(run, Number(task.priority ?? 0));
  tx.offered.push(list);
  const waitMs = timeoutMs(task.scheduleToStartTimeout);
  const disarm =
    waitMs === Number.POSITIVE_INFINITY
      ? undefined
      : service.schedule(tx.nowMs + waitMs, () => timeOut(tx.service.transact, run, task, "SCHEDULE_TO_START"));
  replaceWithdrawal(run, task, () => {
    unlist();
    disarm?.();
  });
}

/** Puts the queued decision task into a decider's hands. The task must be there: it came from a list. */
export function startDecisionTask(tx: Transaction, run: Run, identity: string | undefined): DecisionTaskState {
  const task = run.scheduledTask as DecisionTaskState; // only offered tasks are taken, and each once
  withdraw(run, task);
  append(tx, run, "DecisionTaskStarted", { identity, scheduledEventId: task.scheduledEventId });
  const waitMs = timeoutMs(task.startToCloseTimeout);
  if (waitMs !== Number.POSITIVE_INFINITY) {
    const { service } = tx;
    const due = tx.nowMs + waitMs;
    replaceWithdrawal(
      run,
      task,
      service.schedule(due, () => timeOut(service.transact, run, task, "START_TO_CLOSE")),
    );
  }
  return task;
}

/** Writes the time-out; the commit queues the next task, unless one was queued already. */
function timeOut(
  transact: <T>(work: (tx: Transaction) => T) => T,
  run: Run,
  task: DecisionTaskState,
  timeoutType: "START_TO_CLOSE" | "SCHEDULE_TO_START",
): void {
  transact((tx) => {
    withdraw(run, task);
    append(tx, run, "DecisionTaskTimedOut", {
      timeoutType,
      scheduledEventId: task.scheduledEventId,
      startedEventId: task.startedEventId,
    });
  });
}
