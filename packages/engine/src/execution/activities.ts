import type { ActivityTaskTimeoutType } from "@aws-sdk/client-swf";
import type { Choices } from "../choices.ts";
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
  const disarm = deadline(service, run, activity);
  const unlist = list.offer({ run, activity }, Number(activity.priority ?? 0));
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
  setHeartbeat(run, activity, service.now(), details);
  armActivity(service, run, activity);
  const { heartbeatMs: atMs, scheduledEventId } = activity;
  service.ledger.note({ kind: "heartbeat", heartbeat: { executionKey: run.key, scheduledEventId, atMs, details } });
}

/** Takes an activity's deadline and its place in the list back, before its closing event is written. */
export function closeActivity(run: Run, activity: ActivityState): void {
  withdraw(run, activity);
}

/** Sets the last heartbeat of a started activity, which is kept beside the history. */
export function setHeartbeat(run: Run, activity: ActivityState, atMs: number, details: string | undefined): void {
  activity.heartbeatMs = atMs;
  activity.heartbeatDetails = details;
  run.beating.set(activity.scheduledEventId, activity);
}

interface Deadline {
  readonly timeoutType: ActivityTaskTimeoutType;
  readonly dueMs: number;
}

/** The clocks of an activity that is not started, and of one that is; of those that run out at one moment, the first in the order. */
const CLOCKS = {
  task: [
    ["SCHEDULE_TO_START", "SCHEDULE_TO_CLOSE"],
    ["START_TO_CLOSE", "SCHEDULE_TO_CLOSE", "HEARTBEAT"],
  ],
  whole: [
    ["SCHEDULE_TO_CLOSE", "SCHEDULE_TO_START"],
    ["SCHEDULE_TO_CLOSE", "START_TO_CLOSE", "HEARTBEAT"],
  ],
  heartbeat: [
    ["SCHEDULE_TO_START", "SCHEDULE_TO_CLOSE"],
    ["HEARTBEAT", "START_TO_CLOSE", "SCHEDULE_TO_CLOSE"],
  ],
} as const satisfies Record<
  Choices["simultaneousTimeouts"],
  readonly [readonly ActivityTaskTimeoutType[], readonly ActivityTaskTimeoutType[]]
>;

/** When each clock runs out. */
const DUE: Readonly<Record<ActivityTaskTimeoutType, (activity: ActivityState) => number>> = {
  SCHEDULE_TO_START: ({ scheduledMs, scheduleToStartTimeout }) => scheduledMs + timeoutMs(scheduleToStartTimeout),
  SCHEDULE_TO_CLOSE: ({ scheduledMs, scheduleToCloseTimeout }) => scheduledMs + timeoutMs(scheduleToCloseTimeout),
  START_TO_CLOSE: ({ startedMs, startToCloseTimeout }) => startedMs + timeoutMs(startToCloseTimeout),
  HEARTBEAT: ({ heartbeatMs, heartbeatTimeout }) => heartbeatMs + timeoutMs(heartbeatTimeout),
};

/** The clock of the activity that runs out first. */
function nextDeadline({ choices }: Service, activity: ActivityState): Deadline {
  const [unstarted, started] = CLOCKS[choices.simultaneousTimeouts];
  const clocks = activity.startedEventId === 0 ? unstarted : started;
  let timeoutType: ActivityTaskTimeoutType = clocks[0];
  let dueMs = Number.POSITIVE_INFINITY;
  for (const clock of clocks) {
    const clockDueMs = DUE[clock](activity);
    if (clockDueMs >= dueMs) continue;
    timeoutType = clock;
    dueMs = clockDueMs;
  }
  return { timeoutType, dueMs };
}

function deadline(service: Service, run: Run, activity: ActivityState): () => void {
  const { timeoutType, dueMs } = nextDeadline(service, activity);
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
