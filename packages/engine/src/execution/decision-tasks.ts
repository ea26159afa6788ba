import type { Service, Transaction } from "../service.ts";
import type { TaskList } from "../world/task-list.ts";
import { findDomain, taskListNamed } from "../world/world.ts";
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
      scheduleToStartTimeout: shownTimeout(tx, override?.scheduleToStartTimeout ?? "NONE"),
    });
  }
  const list = offerDecisionTask(tx.service, run);
  if (list !== undefined) tx.offered.push(list);
}

function shownTimeout({ service }: Transaction, timeout: string): string | undefined {
  return timeout === "NONE" && service.choices.noneScheduleToStart === "hidden" ? undefined : timeout;
}

/** Gives the queued task out to be taken, if it is its turn and it is not out yet. Answers the list it is now on. */
function offerDecisionTask(service: Service, run: Run): TaskList<Run> | undefined {
  const task = run.scheduledTask;
  if (task === undefined || run.startedTask !== undefined || run.withdrawals.has(task)) return undefined;
  const list = taskListNamed(findDomain(service.world, run.domain).decisionLists, task.taskList.name);
  const sinceMs = Math.max(task.scheduledMs, run.lastDecisionMs);
  const disarm = deadline(service, run, task, "SCHEDULE_TO_START", sinceMs + timeoutMs(task.scheduleToStartTimeout));
  const unlist = list.offer(run, Number(task.priority ?? 0));
  replaceWithdrawal(run, task, () => {
    unlist();
    disarm();
  });
  return list;
}

/** Lets the decision tasks of an execution be taken, or time out. */
export function armDecisionTasks(service: Service, run: Run): void {
  if (run.startedTask === undefined) offerDecisionTask(service, run);
  else armStarted(service, run, run.startedTask);
}

function armStarted(service: Service, run: Run, task: DecisionTaskState): void {
  const dueMs = task.startedMs + timeoutMs(task.startToCloseTimeout);
  replaceWithdrawal(run, task, deadline(service, run, task, "START_TO_CLOSE", dueMs));
}

/** Puts the queued decision task into a decider's hands. The task must be there: it came from a list. */
export function startDecisionTask(tx: Transaction, run: Run, identity: string | undefined): DecisionTaskState {
  const task = run.scheduledTask as DecisionTaskState; // only offered tasks are taken, and each once
  withdraw(run, task);
  append(tx, run, "DecisionTaskStarted", { identity, scheduledEventId: task.scheduledEventId });
  armStarted(tx.service, run, task);
  return task;
}

/** Schedules the time-out. What it writes makes the commit queue the next task, unless one was queued already. */
function deadline(
  { schedule, transact, choices }: Service,
  run: Run,
  task: DecisionTaskState,
  timeoutType: "START_TO_CLOSE" | "SCHEDULE_TO_START",
  dueMs: number,
): () => void {
  if (dueMs === Number.POSITIVE_INFINITY) return () => {};
  return schedule(dueMs, () =>
    transact((tx) => {
      withdraw(run, task);
      append(tx, run, "DecisionTaskTimedOut", {
        timeoutType,
        scheduledEventId: task.scheduledEventId,
        startedEventId:
          task.startedEventId === 0 && choices.unstartedEventId === "absent" ? undefined : task.startedEventId,
      });
    }),
  );
}
