import { closeActivity } from "../execution/activities.ts";
import { append } from "../execution/transaction.ts";
import { activityId } from "../input/fields.ts";
import { decision } from "./decision.ts";

/**
 * Asks for an activity's cancellation. One that has not been started is cancelled at once, which needs a decision
 * (reference, section 4.2).
 */
export const requestCancelActivityTask = decision({
  type: "RequestCancelActivityTask",
  attributes: { activityId },
  apply({ tx, run, decisionTaskCompletedEventId }, { activityId: id }) {
    const activity = run.activityIds.get(id);
    if (activity === undefined) {
      const failed = { activityId: id, cause: "ACTIVITY_ID_UNKNOWN", decisionTaskCompletedEventId } as const;
      append(tx, run, "RequestCancelActivityTaskFailed", failed);
      return;
    }
    const latestCancelRequestedEventId = append(tx, run, "ActivityTaskCancelRequested", {
      activityId: id,
      decisionTaskCompletedEventId,
    });
    if (activity.startedEventId !== 0) return;
    closeActivity(run, activity);
    append(tx, run, "ActivityTaskCanceled", {
      scheduledEventId: activity.scheduledEventId,
      startedEventId: 0,
      latestCancelRequestedEventId,
    });
  },
});
