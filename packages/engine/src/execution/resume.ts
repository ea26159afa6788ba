import type { EventType } from "@aws-sdk/client-swf";
import type { Service } from "../service.ts";
import { armActivity, setHeartbeat } from "./activities.ts";
import { armChild } from "./children.ts";
import { armDecisionTasks } from "./decision-tasks.ts";
import type { EventOf } from "./events.ts";
import { armExternal } from "./externals.ts";
import { fold } from "./folds.ts";
import { armLambda } from "./lambdas.ts";
import type { Run } from "./run.ts";
import { emptyState, isOpen } from "./run.ts";
import { armSettling } from "./settle.ts";
import { armExecution } from "./start.ts";
import { armTimer } from "./timers.ts";
import { withdrawAll } from "./transaction.ts";

/** Something that an execution waits for or offers, since when, and how to set it going. */
export interface Arming {
  readonly sinceMs: number;
  readonly sinceEventId: number;
  readonly arm: () => void;
}

/** Computes anew what the history of an execution adds up to. Heartbeats, which stand in no event, are kept. */
export function refold(run: Run): void {
  withdrawAll(run);
  Object.assign(run, emptyState());
  for (const event of run.events) fold(run, event as EventOf<EventType>); // as `append` or the store made it
  for (const { scheduledEventId, heartbeatMs, heartbeatDetails } of run.beating.values()) {
    const activity = run.activities.get(scheduledEventId);
    if (activity !== undefined) setHeartbeat(run, activity, heartbeatMs, heartbeatDetails);
  }
}

/**
 * Everything that must be set going again for an execution that was read from a store or taken back to what it was, in the
 * order in which it was set going first. Overdue deadlines are due at once, in the order in which they fell due.
 */
export function armings(service: Service, run: Run): Arming[] {
  if (!isOpen(run)) return [{ sinceMs: run.closeMs, sinceEventId: 0, arm: () => armClosed(service, run) }];
  const { activities, timers, children, externals, lambdas } = run;
  const all: Arming[] = [{ sinceMs: run.startMs, sinceEventId: 1, arm: () => armExecution(service, run) }];
  const task = run.startedTask ?? run.scheduledTask;
  if (task !== undefined) {
    // A task that was queued behind another was offered when that had ended.
    const sinceMs = Math.max(task.scheduledMs, task.startedMs, run.lastDecisionMs);
    const sinceEventId = Math.max(task.scheduledEventId, task.startedEventId);
    all.push({ sinceMs, sinceEventId, arm: () => armDecisionTasks(service, run) });
  }
  for (const activity of activities.values()) {
    const sinceMs = Math.max(activity.scheduledMs, activity.heartbeatMs);
    const sinceEventId = Math.max(activity.scheduledEventId, activity.startedEventId);
    all.push({ sinceMs, sinceEventId, arm: () => armActivity(service, run, activity) });
  }
  for (const timer of timers.values()) {
    const { startedMs: sinceMs, startedEventId: sinceEventId } = timer;
    all.push({ sinceMs, sinceEventId, arm: () => armTimer(service, run, timer) });
  }
  for (const child of children.values()) {
    const { initiatedMs: sinceMs, initiatedEventId: sinceEventId } = child;
    all.push({ sinceMs, sinceEventId, arm: () => armChild(service, run, child) });
  }
  for (const external of externals.values()) {
    const { initiatedMs: sinceMs, initiatedEventId: sinceEventId } = external;
    all.push({ sinceMs, sinceEventId, arm: () => armExternal(service, run, external) });
  }
  for (const lambda of lambdas.values()) {
    const sinceMs = Math.max(lambda.scheduledMs, lambda.startedMs);
    const sinceEventId = Math.max(lambda.scheduledEventId, lambda.startedEventId);
    all.push({ sinceMs, sinceEventId, arm: () => armLambda(service, run, lambda) });
  }
  return all.sort((a, b) => a.sinceMs - b.sinceMs || a.sinceEventId - b.sinceEventId);
}

/** What was left to do when the store was written may not be so any more, as under other settings. */
function armClosed(service: Service, run: Run): void {
  armSettling(service, run);
  if (run.isDone) service.ledger.touch(service.world, run);
}
