import type { ActivityTypeConfiguration, ScheduleActivityTaskFailedCause } from "@aws-sdk/client-swf";
import { scheduleActivity } from "../execution/activities.ts";
import type { WithInherited } from "../execution/inherited-timeouts.ts";
import { ACTIVITY_TIMEOUTS } from "../execution/inherited-timeouts.ts";
import { append } from "../execution/transaction.ts";
import type { Parsed } from "../input/field.ts";
import { optional } from "../input/field.ts";
import { activityId, data, priority, taskList, timeout, type } from "../input/fields.ts";
import { isOverRate } from "../quotas/quotas.ts";
import { findDomain, typeKey } from "../world/world.ts";
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
  deny: (completion, said) => fail(completion, said, "OPERATION_NOT_PERMITTED"),
  apply(completion, said) {
    const { tx, run, decisionTaskCompletedEventId } = completion;
    const { activityType } = said;
    const registered = findDomain(tx.service.world, run.domain).types.ActivityType.get(typeKey(activityType));
    const effective = effectiveValues(said, registered?.configuration ?? {});
    const cause =
      registered === undefined
        ? "ACTIVITY_TYPE_DOES_NOT_EXIST"
        : registered.status === "DEPRECATED"
          ? "ACTIVITY_TYPE_DEPRECATED"
          : (occupied(completion, said) ?? undefinedDefault(effective) ?? overRate(completion, effective));
    if (cause === undefined) {
      const { activityId: id, control, input } = said;
      scheduleActivity(tx, run, {
        activityType,
        activityId: id,
        control,
        input,
        ...effective,
        ...inherited(completion, said),
        decisionTaskCompletedEventId,
      });
    } else {
      fail(completion, said, cause);
    }
  },
});

function fail(
  { tx, run, decisionTaskCompletedEventId }: Completion,
  { activityType, activityId: id }: Said,
  cause: ScheduleActivityTaskFailedCause,
): void {
  append(tx, run, "ScheduleActivityTaskFailed", { activityType, activityId: id, cause, decisionTaskCompletedEventId });
}

function occupied({ tx, run }: Completion, said: Said): ScheduleActivityTaskFailedCause | undefined {
  if (run.activityIds.has(said.activityId)) return "ACTIVITY_ID_ALREADY_IN_USE";
  return run.activities.size >= tx.service.limits.openActivities ? "OPEN_ACTIVITIES_LIMIT_EXCEEDED" : undefined;
}

function effectiveValues(said: Said, configuration: ActivityTypeConfiguration) {
  return {
    taskList: said.taskList ?? configuration.defaultTaskList,
    taskPriority: said.taskPriority ?? configuration.defaultTaskPriority,
    scheduleToStartTimeout: said.scheduleToStartTimeout ?? configuration.defaultTaskScheduleToStartTimeout,
    scheduleToCloseTimeout: said.scheduleToCloseTimeout ?? configuration.defaultTaskScheduleToCloseTimeout,
    startToCloseTimeout: said.startToCloseTimeout ?? configuration.defaultTaskStartToCloseTimeout,
    heartbeatTimeout: said.heartbeatTimeout ?? configuration.defaultTaskHeartbeatTimeout,
  };
}

/** What the event must know if inherited time-outs are hidden when it is shown. */
function inherited({ tx }: Completion, said: Said): WithInherited | undefined {
  if (tx.service.choices.inheritedTimeouts === "shown") return undefined;
  return { inheritedTimeouts: Object.freeze(ACTIVITY_TIMEOUTS.filter((name) => said[name] === undefined)) };
}

/** The values that must come from somewhere, in the order in which they are looked at, and the cause if one does not. */
const REQUIRED = [
  ["taskList", "DEFAULT_TASK_LIST_UNDEFINED"],
  ["scheduleToStartTimeout", "DEFAULT_SCHEDULE_TO_START_TIMEOUT_UNDEFINED"],
  ["scheduleToCloseTimeout", "DEFAULT_SCHEDULE_TO_CLOSE_TIMEOUT_UNDEFINED"],
  ["startToCloseTimeout", "DEFAULT_START_TO_CLOSE_TIMEOUT_UNDEFINED"],
  ["heartbeatTimeout", "DEFAULT_HEARTBEAT_TIMEOUT_UNDEFINED"],
] as const satisfies readonly (readonly [keyof Said, ScheduleActivityTaskFailedCause])[];

function overRate(
  { tx, run }: Completion,
  { taskList: list }: ReturnType<typeof effectiveValues>,
): ScheduleActivityTaskFailedCause | undefined {
  const name = `${run.domain}/${list?.name}`;
  return isOverRate(tx.service, "ScheduleActivityTask", name) ? "ACTIVITY_CREATION_RATE_EXCEEDED" : undefined;
}

function undefinedDefault(values: ReturnType<typeof effectiveValues>): ScheduleActivityTaskFailedCause | undefined {
  for (const [name, cause] of REQUIRED) if (values[name] === undefined) return cause;
  return undefined;
}
