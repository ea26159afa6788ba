import { reasonOf, toFailure } from "@sweft/workflow";
import { isGone, isTransient } from "../api/faults.ts";
import type { Persistence } from "../api/persist.ts";
import { persist } from "../api/persist.ts";
import type { LogFields } from "../logging/logger.ts";
import type { Worker } from "../options.ts";
import type { WrittenEnding } from "./ending.ts";
import type { ActivityTask } from "./task.ts";

/** Tells the service how an activity ended. Persists as `patience` says. Never rejects. */
export async function report(
  worker: Worker,
  task: ActivityTask,
  ending: WrittenEnding,
  patience: Persistence,
): Promise<void> {
  const { logger } = worker;
  const line: LogFields = {
    ...task.execution,
    activityId: task.activityId,
    activity: task.type,
    status: ending.status,
  };
  try {
    await persist(() => send(worker, task, ending), patience);
  } catch (error) {
    if (isGone(error)) {
      logger.warn(
        { ...line, err: error },
        "an activity's end came too late: its task is gone, or an earlier answer was taken",
      );
    } else if (isTransient(error)) {
      logger.error({ ...line, err: error }, "an activity's end could not be sent; its task will time out");
    } else {
      logger.error({ ...line, err: error }, "the service refused an activity's end");
      // A task that nobody answers looks as if it were still running.
      const refused: WrittenEnding = {
        status: "failed",
        reason: reasonOf(toFailure(error), worker.payloads.hidesReasons),
      };
      if (ending.status !== "failed" || ending.details !== undefined) await report(worker, task, refused, patience);
    }
  }
}

function send({ api }: Worker, { taskToken }: ActivityTask, ending: WrittenEnding): Promise<unknown> {
  const { status, ...told } = ending;
  if (status === "completed") return api.respondActivityTaskCompleted({ taskToken, ...told });
  if (status === "failed") return api.respondActivityTaskFailed({ taskToken, ...told });
  return api.respondActivityTaskCanceled({ taskToken, ...told });
}
