import { toSeconds } from "@sweft/workflow";
import { nameOf, read } from "../api/faults.ts";
import type { Persistence } from "../api/persist.ts";
import type { Busy } from "../clock/busy.ts";
import { withFields } from "../logging/logger.ts";
import type { Worker } from "../options.ts";
import { declaredMsOf, heartbeatMsOf } from "../registration/activity-types.ts";
import type { AnyActivity, TypeIndex } from "../registration/types.ts";
import { typeKey, unknownType } from "../registration/types.ts";
import type { ActivityContext } from "./context.ts";
import { attemptOf, inContext } from "./context.ts";
import type { Ending } from "./ending.ts";
import { writeEnding } from "./ending.ts";
import type { Heart } from "./heart.ts";
import { openHeart } from "./heart.ts";
import { readInput } from "./input.ts";
import { report } from "./report.ts";
import type { ActivityTask } from "./task.ts";

/** What acts. */
export interface Acting {
  readonly worker: Worker;
  readonly activities: TypeIndex<AnyActivity>;
  readonly heartbeatMs: number;
}

/** The least time for sending an answer, however late the activity has ended. */
const SENDING_MS = 60_000;

/**
 * Works on one task, from reading its input to the answer. Never rejects.
 *
 * A1. A task is answered, unless a heartbeat has told that it is gone: an unanswered one looks as if it were running.
 * A2. Heartbeats go on until the answer is taken, so that a throttled answer does not time out.
 */
export async function act(acting: Acting, task: ActivityTask, busy: Busy, force: AbortSignal): Promise<void> {
  const { worker, activities } = acting;
  const { clock, random, payloads, logger } = worker;
  const activity = activities.get(typeKey(task.type));
  const everyMs = activity === undefined ? acting.heartbeatMs : heartbeatMsOf(activity, acting.heartbeatMs);
  const heart = openHeart(worker, task, everyMs, busy, force);
  const endMs = clock.now() + (activity === undefined ? 0 : declaredMsOf(activity));
  const patience = (): Persistence => ({
    busy,
    random,
    untilMs: Math.max(endMs, clock.now() + SENDING_MS),
    isPointless: () => heart.isGone || force.aborted,
  });
  try {
    const ending = await run(acting, task, activity, heart, patience());
    if (heart.isGone || force.aborted) {
      const fields = { ...task.execution, activityId: task.activityId, activity: task.type, status: ending.status };
      logger.warn(fields, "an activity ended whose task is no longer there to be answered");
      return;
    }
    const scope = { domain: worker.domain, ...task.execution };
    const field = { scope, format: activity?.settings.payloads?.result };
    await report(worker, task, await writeEnding(payloads, ending, field, patience()), patience());
  } finally {
    heart.stop();
  }
}

async function run(
  { worker, activities }: Acting,
  task: ActivityTask,
  activity: AnyActivity | undefined,
  heart: Heart,
  patience: Persistence,
): Promise<Ending> {
  const { logger } = worker;
  const fields = { ...task.execution, activityId: task.activityId, activity: task.type };
  let isRead = false;
  try {
    if (activity === undefined) throw unknownType("UNKNOWN_ACTIVITY_TYPE", task.type, activities);
    const args = await readInput(worker, task, activity.settings.payloads?.input, patience);
    isRead = true;
    const context = contextOf(task, heart, patience.busy, withFields(logger, fields));
    return { status: "completed", result: await inContext(context, () => activity.run(...(args as never[]))) };
  } catch (error) {
    if (endsAsCanceled(error, heart.isCancelRequested)) return { status: "canceled", details: read(error, "details") };
    // An activity's own failure is its workflow's affair; what the worker could not do is its operator's, too.
    const level = isRead ? "debug" : "error";
    logger[level]({ ...fields, err: error }, "an activity failed");
    return { status: "failed", error };
  }
}

/**
 * Whether what an activity has thrown tells that its work was canceled: said so outright by a `CanceledError`, or, where
 * cancellation was requested, as the platform's own functions say it of an aborted signal. Everything else is a failure.
 *
 * @param isCancelRequested - Whether its workflow has requested the activity's cancellation.
 */
export const endsAsCanceled = (error: unknown, isCancelRequested: boolean): boolean =>
  (read(error, "code") === "CANCELED" && nameOf(error) === "CanceledError") ||
  (isCancelRequested && (read(error, "code") === "CANCELED" || nameOf(error) === "AbortError"));

function contextOf(task: ActivityTask, heart: Heart, busy: Busy, log: ActivityContext["log"]): ActivityContext {
  const { type, activityId, execution, taskToken } = task;
  return Object.freeze({
    activity: type,
    activityId,
    attempt: attemptOf(activityId),
    workflowExecution: execution,
    taskToken,
    get signal() {
      return heart.signal;
    },
    heartbeat: (details?: unknown) => heart.beat(details),
    async sleep(duration) {
      await busy.sleep(toSeconds(duration, "sleep") * 1000, heart.signal);
      heart.signal.throwIfAborted();
    },
    async aborted() {
      await busy.waitFor(heart.signal);
      throw heart.signal.reason;
    },
    log,
  } satisfies ActivityContext);
}
