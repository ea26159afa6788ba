import type { EventType } from "@aws-sdk/client-swf";
import type { Service } from "../service.ts";
import { armActivity } from "./activities.ts";
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
  readonly arm: () => void;
}

/** Computes anew what the history of an execution adds up to. Heartbeats, which stand in no event, are kept. */
export function refold(run: Run): void {
  withdrawAll(run);
  const { activities } = run;
  Object.assign(run, emptyState());
  for (const event of run.events) fold(run, event as EventOf<EventType>); // as `append` or the store made it
  for (const [scheduledEventId, { heartbeatMs, heartbeatDetails }] of activities) {
    const activity = run.activities.get(scheduledEventId);
    if (activity === undefined || activity.startedEventId === 0 || heartbeatMs === 0) continue;
    activity.heartbeatMs = heartbeatMs;
    activity.heartbeatDetails = heartbeatDetails;
  }
}

/**
 * Everything that must be set going again for an execution that was read from a store or taken back to what it was. Overdue
 * deadlines are due at once, in the order in which they fell due.
 */
export function armings(service: Service, run: Run): Arming[] {
  if (!isOpen(run)) return [{ sinceMs: run.closeMs, arm: () => armSettling(service, run) }];
  const task = run.startedTask ?? run.scheduledTask;
  return [
    { sinceMs: run.startMs, arm: () => armExecution(service, run) },
    ...(task === undefined ? [] : [{ sinceMs: task.scheduledMs, arm: () => armDecisionTasks(service, run) }]),
    ...Array.from(run.activities.values(), (activity) => ({
      sinceMs: activity.scheduledMs,
      arm: () => armActivity(service, run, activity),
    })),
    ...Array.from(run.timers.values(), (timer) => ({
      sinceMs: timer.startedMs,
      arm: () => armTimer(service, run, timer),
    })),
    ...Array.from(run.children.values(), (child) => ({
      sinceMs: child.initiatedMs,
      arm: () => armChild(service, run, child),
    })),
    ...Array.from(run.externals.values(), (external) => ({
      sinceMs: external.initiatedMs,
      arm: () => armExternal(service, run, external),
    })),
    ...Array.from(run.lambdas.values(), (lambda) => ({
      sinceMs: lambda.scheduledMs,
      arm: () => armLambda(service, run, lambda),
    })),
  ];
}
