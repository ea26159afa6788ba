import type { ActivityTypeConfiguration, ScheduleActivityTaskFailedCause } from "@aws-sdk/client-swf";
import { scheduleActivity } from "../execution/activities.ts";
import { append } from "../execution/transaction.ts";
import type { Parsed } from "../input/field.ts";
import { optional } from "../input/field.ts";
import { activityId, data, priority, taskList, timeout, type } from "../input/fields.ts";
import { findDomain, typeKey } from "../store/store.ts";
import type { Completion } from "./decision.ts";
import { decision } from "./decision.ts";

const attributes = {
  activityType: type,
  activityId,
  control: optional(data),
  input: optional(data),
  scheduleToCloseTimeout: optional(timeout),
  taskList: optional(taskList),
  taskPriority: optional(priority),
  scheduleToStartTimeout: optional(timeout),
  startToCloseTimeout: optional(timeout),
  heartbeatTimeout: optional(timeout),
};
type Said = Parsed<typeof attributes>;

/** Schedules an activity with the values said, else the type's defaults (reference, section 4.2). */
export const scheduleActivityTask = decision({
  type: "ScheduleActivityTask",
  attributes,
  apply(completion, said) {
    const { tx, run, decisionTaskCompletedEventId } = completion;
    const { activityType } = said;
    const registered = findDomain(tx.service.store, run.domain).activityTypes.get(typeKey(activityType));
    const effective = { ...defaults(registered?.configuration ?? {}), ...said };
    const cause =
      registered === undefined
        ? "ACTIVITY_TYPE_DOES_NOT_EXIST"
        : registered.status === "DEPRECATED"
          ? "ACTIVITY_TYPE_DEPRECATED"
          : (occupied(completion, said) ?? undefinedDefault(effective));
    if (cause === undefined) {
      scheduleActivity(tx, run, { ...effective, decisionTaskCompletedEventId });
    } else {
      const failed = { activityType, activityId: said.activityId, cause, decisionTaskCompletedEventId };
      append(tx, run, "ScheduleActivityTaskFailed", failed);
    }
  },
});

function occupied({ tx, run }: Completion, said: Said): ScheduleActivityTaskFailedCause | undefined {
  if (run.activityIds.has(said.activityId)) return "ACTIVITY_ID_ALREADY_IN_USE";
  return run.activities.size >= tx.service.limits.openActivities ? "OPEN_ACTIVITIES_LIMIT_EXCEEDED" : undefined;
}

function defaults(configuration: ActivityTypeConfiguration) {
  return {
    taskList: configuration.defaultTaskList,
    taskPriority: configuration.defaultTaskPriority,
    scheduleToCloseTimeout: configuration.defaultTaskScheduleToCloseTimeout,
    scheduleToStartTimeout: configuration.defaultTaskScheduleToStartTimeout,
    startToCloseTimeout: configuration.defaultTaskStartToCloseTimeout,
    heartbeatTimeout: configuration.defaultTaskHeartbeatTimeout,
  };
}

/** The causes by the value that is missing, in the order in which they are looked at. */
const UNDEFINED = {
  taskList: "DEFAULT_TASK_LIST_UNDEFINED",
  scheduleToStartTimeout: "DEFAULT_SCHEDULE_TO_START_TIMEOUT_UNDEFINED",
  scheduleToCloseTimeout: "DEFAULT_SCHEDULE_TO_CLOSE_TIMEOUT_UNDEFINED",
  startToCloseTimeout: "DEFAULT_START_TO_CLOSE_TIMEOUT_UNDEFINED",
  heartbeatTimeout: "DEFAULT_HEARTBEAT_TIMEOUT_UNDEFINED",
} as const satisfies Partial<Record<keyof Said, ScheduleActivityTaskFailedCause>>;

function undefinedDefault(effective: ReturnType<typeof defaults>): ScheduleActivityTaskFailedCause | undefined {
  const names = Object.keys(UNDEFINED) as (keyof typeof UNDEFINED)[];
  const missing = names.find((name) => effective[name] === undefined);
  return missing === undefined ? undefined : UNDEFINED[missing];
}
