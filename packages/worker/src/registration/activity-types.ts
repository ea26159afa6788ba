import type { Timeout } from "@sweft/workflow";
import { toSeconds } from "@sweft/workflow";
import type { Worker } from "../options.ts";
import type { Registration } from "./registrar.ts";
import type { AnyActivity } from "./types.ts";

/** A timeout as the service writes it. Undefined becomes the default that activities are scheduled with. */
const text = (timeout: Timeout = "NONE"): string => (timeout === "NONE" ? timeout : String(toSeconds(timeout)));

const startToCloseOf = ({ options }: AnyActivity): Timeout => options.startToCloseTimeout ?? "5m";

/** How long one attempt of an activity may take, as it was declared; the service tells workers no timeouts. */
export function declaredMsOf(activity: AnyActivity): number {
  const timeout = startToCloseOf(activity);
  return timeout === "NONE" ? WITHOUT_BOUND_MS : toSeconds(timeout) * 1000;
}

/** Of an activity without bound, this much is taken as given. */
const WITHOUT_BOUND_MS = 3_600_000;

/** So that two in a row may be lost. */
const HEARTBEATS_PER_TIMEOUT = 3;

/** How often to send heartbeats: at the worker's pace, and often enough for the timeout that the activity declares. */
export function heartbeatMsOf(activity: AnyActivity, paceMs: number): number {
  const timeout = activity.options.heartbeatTimeout ?? "NONE";
  const declaredMs = timeout === "NONE" ? 0 : toSeconds(timeout) * 1000;
  // A timeout of 0 seconds cannot be met by any pace.
  return declaredMs > 0 ? Math.min(paceMs, declaredMs / HEARTBEATS_PER_TIMEOUT) : paceMs;
}

/** An activity as the service registers it, with its options as defaults for other clients. */
export function activityRegistration(worker: Worker, activity: AnyActivity): Registration {
  const { api, domain } = worker;
  const { type, options } = activity;
  const defaults = {
    defaultTaskStartToCloseTimeout: text(startToCloseOf(activity)),
    defaultTaskScheduleToStartTimeout: text(options.scheduleToStartTimeout),
    defaultTaskScheduleToCloseTimeout: text(options.scheduleToCloseTimeout),
    defaultTaskHeartbeatTimeout: text(options.heartbeatTimeout),
    defaultTaskList: { name: options.taskList ?? worker.taskList },
    defaultTaskPriority: String(options.taskPriority ?? 0),
  };
  const { name, version } = type;
  const { description } = options;
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
