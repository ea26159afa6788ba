import type { ActivityTask } from "@aws-sdk/client-swf";
import type { Choices } from "../choices.ts";
import { startActivity } from "../execution/activities.ts";
import { optional } from "../input/field.ts";
import { domainName, identity, trimmedTaskList } from "../input/fields.ts";
import { findDomain, taskListNamed } from "../world/world.ts";
import { action } from "./action.ts";
import { longPoll } from "./long-poll.ts";
import { taskToken } from "./tokens.ts";

/** The answer when no task came: the service sends this member and no task token (reference, section 3). */
const EMPTY = {
  absent: Object.freeze({ startedEventId: 0 }) as ActivityTask,
  empty: Object.freeze({ startedEventId: 0, taskToken: "" }) as ActivityTask,
} as const satisfies Record<Choices["emptyPollTaskToken"], ActivityTask>;

/** Takes the next activity task of a list, or waits for one. */
export const pollForActivityTask = action({
  name: "PollForActivityTask",
  input: { domain: domainName, taskList: trimmedTaskList, identity: optional(identity) },
  faults: ["UnknownResourceFault", "LimitExceededFault"],
  run(service, input, { abortSignal }) {
    return longPoll(service, {
      list: taskListNamed(findDomain(service.world, input.domain).activityLists, input.taskList.name),
      start({ run, activity }): ActivityTask {
        service.transact((tx) => startActivity(tx, run, activity, input.identity));
        return {
          taskToken: taskToken("activity", run, activity),
          activityId: activity.activityId,
          startedEventId: activity.startedEventId,
          workflowExecution: run.execution,
          activityType: activity.activityType,
          ...(activity.input === undefined ? {} : { input: activity.input }),
        };
      },
      empty: EMPTY[service.choices.emptyPollTaskToken],
      abortSignal,
    });
  },
});
