import type { Worker } from "../options.ts";
import type { Registration } from "./registrar.ts";
import type { AnyActivity } from "./types.ts";

/** How long one attempt of an activity may take, as it was declared; the service tells workers no timeouts. */
export function declaredMsOf(activity: AnyActivity): number {
  const { startToCloseTimeout } = activity.settings;
  return startToCloseTimeout === "NONE" ? WITHOUT_BOUND_MS : Number(startToCloseTimeout) * 1000;
}

/** Of an activity without bound, this much is taken as given. */
const WITHOUT_BOUND_MS = 3_600_000;

/** So that two in a row may be lost. */
const HEARTBEATS_PER_TIMEOUT = 3;

/** How often to send heartbeats: at the worker's pace, and often enough for the timeout that the activity declares. */
export function heartbeatMsOf(activity: AnyActivity, paceMs: number): number {
  const { heartbeatTimeout } = activity.settings;
  const declaredMs = heartbeatTimeout === "NONE" ? 0 : Number(heartbeatTimeout) * 1000;
  // A timeout of 0 seconds cannot be met by any pace.
  return declaredMs > 0 ? Math.min(paceMs, declaredMs / HEARTBEATS_PER_TIMEOUT) : paceMs;
}

/** An activity as the service registers it, with its options as defaults for other clients. */
export function activityRegistration(worker: Worker, activity: AnyActivity): Registration {
  const { api, domain } = worker;
  const { type, settings } = activity;
  const defaults = {
    defaultTaskStartToCloseTimeout: settings.startToCloseTimeout,
    defaultTaskScheduleToStartTimeout: settings.scheduleToStartTimeout,
    defaultTaskScheduleToCloseTimeout: settings.scheduleToCloseTimeout,
    defaultTaskHeartbeatTimeout: settings.heartbeatTimeout,
    defaultTaskList: { name: settings.taskList ?? worker.taskList },
    defaultTaskPriority: settings.taskPriority,
  };
  const { name, version } = type;
  const { description } = activity.options;
  return {
    type,
    defaults,
    async describe() {
      const activityType = { name, version };
      const { configuration, typeInfo } = await api.describeActivityType({ domain, activityType });
      return { configuration, status: typeInfo?.status };
    },
    register: () => api.registerActivityType({ domain, name, version, description, ...defaults }),
  };
}
