import type { ActivityTaskTimeoutType } from "@aws-sdk/client-swf";
import type { Service, Transaction } from "../service.ts";
import { findDomain, taskListNamed } from "../world/world.ts";
import type { Attributes } from "./events.ts";
import type { ActivityState, Run } from "./run.ts";
import { timeoutMs } from "./run.ts";
import { append, replaceWithdrawal, withdraw } from "./transaction.ts";

/** Schedules an activity: event, place in its list, deadline. All values must be effective ones. */
export function scheduleActivity(tx: Transaction, run: Run, attributes: Attributes<"ActivityTaskScheduled">): void {
  const scheduledEventId = append(tx, run, "ActivityTaskScheduled", attributes);
  const activity = run.activities.get(scheduledEventId) as ActivityState; // the fold has just put it there
  const list = offerActivity(tx.service, run, activity);
  if (!tx.offered.includes(list)) tx.offered.push(list);
}

/** Puts an activity that is not started yet on its list, until its deadline. */
function offerActivity(service: Service, run: Run, activity: ActivityState) {
  const list = taskListNamed(findDomain(service.world, run.domain).activityLists, activity.taskList.name);
  const unlist = list.offer({ run, activity }, Number(activity.priority ?? 0));
  const disarm = deadline(service, run, activity);
  replaceWithdrawal(run, activity, () => {
    unlist();
    disarm();
  });
  return list;
}

/** Lets an open activity be taken, or time out. */
export function armActivity(service: Service, run: Run, activity: ActivityState): void {
  if (activity.startedEventId === 0) offerActivity(service, run, activity);
  else replaceWithdrawal(run, activity, deadline(service, run, activity));
}

/** Puts an activity into a worker's hands. */
export function startActivity(tx: Transaction, run: Run, activity: ActivityState, identity: string | undefined): void {
  withdraw(run, activity);
  append(tx, run, "ActivityTaskStarted", { identity, scheduledEventId: activity.scheduledEventId });
  armActivity(tx.service, run, activity);
}

/** Takes note of a heartbeat: its clock starts anew, the other clocks do not (reference, section 7). */
export function heartbeat(service: Service, run: Run, activity: ActivityState, details: string | undefined): void {
  activity.heartbeatMs = service.now();
  activity.heartbeatDetails = details;
  armActivity(service, run, activity);
  const { heartbeatMs: atMs, scheduledEventId } = activity;
  service.ledger.note({ kind: "heartbeat", heartbeat: { executionKey: run.key, scheduledEventId, atMs, details } });
}

/** Takes an activity's deadline and its place in the list back, before its closing event is written. */
export function closeActivity(run: Run, activity: ActivityState): void {
  withdraw(run, activity);
}

interface Deadline {
  readonly timeoutType: ActivityTaskTimeoutType;
  readonly dueMs: number;
}

/** The clock of the activity that runs out first; of equal ones, the first in this order. */
function nextDeadline(activity: ActivityState): Deadline {
  const { scheduledMs, startedMs, startedEventId } = activity;
  const scheduleToClose: Deadline = {
    timeoutType: "SCHEDULE_TO_CLOSE",
    dueMs: scheduledMs + timeoutMs(activity.scheduleToCloseTimeout),
  };
  if (startedEventId === 0) {
    const dueMs = scheduledMs + timeoutMs(activity.scheduleToStartTimeout);
    return earlier({ timeoutType: "SCHEDULE_TO_START", dueMs }, scheduleToClose);
  }
  return earlier(
    earlier(
      { timeoutType: "START_TO_CLOSE", dueMs: startedMs + timeoutMs(activity.startToCloseTimeout) },
      scheduleToClose,
    ),
    { timeoutType: "HEARTBEAT", dueMs: activity.heartbeatMs + timeoutMs(activity.heartbeatTimeout) },
  );
}

function earlier(first: Deadline, second: Deadline): Deadline {
  return second.dueMs < first.dueMs ? second : first;
}

function deadline(service: Service, run: Run, activity: ActivityState): () => void {
  const { timeoutType, dueMs } = nextDeadline(activity);
  if (dueMs === Number.POSITIVE_INFINITY) return () => {};
  return service.schedule(dueMs, () => timeOut(service, run, activity, timeoutType));
}

function timeOut(service: Service, run: Run, activity: ActivityState, timeoutType: ActivityTaskTimeoutType): void {
  service.transact((tx) => {
    closeActivity(run, activity);
    append(tx, run, "ActivityTaskTimedOut", {
      timeoutType,
      scheduledEventId: activity.scheduledEventId,
      startedEventId: activity.startedEventId,
      details: activity.heartbeatDetails,
    });
  });
}
