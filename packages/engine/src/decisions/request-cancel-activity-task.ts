import type { RequestCancelActivityTaskFailedCause } from "@aws-sdk/client-swf";
import { closeActivity } from "../execution/activities.ts";
import { append } from "../execution/transaction.ts";
import { activityId } from "../input/fields.ts";
import type { Completion } from "./decision.ts";
import { decision } from "./decision.ts";

/**
 * Asks for an activity's cancellation. One that has not been started is cancelled at once, which needs a decision
 * (reference, section 4.2).
 */
export const requestCancelActivityTask = decision({
  type: "RequestCancelActivityTask",
  attributes: { activityId },
  deny: (completion, { activityId: id }) => fail(completion, id, "OPERATION_NOT_PERMITTED"),
  apply(completion, { activityId: id }) {
    const { tx, run, decisionTaskCompletedEventId } = completion;
    const activity = run.activityIds.get(id);
    if (activity === undefined) return fail(completion, id, "ACTIVITY_ID_UNKNOWN");
    const isNew = activity.scheduledEventId > decisionTaskCompletedEventId;
    if (isNew && tx.service.choices.cancelOfNewActivity === "refused") {
      return fail(completion, id, "ACTIVITY_ID_UNKNOWN");
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

function fail(
  { tx, run, decisionTaskCompletedEventId }: Completion,
  id: string,
  cause: RequestCancelActivityTaskFailedCause,
): void {
  append(tx, run, "RequestCancelActivityTaskFailed", { activityId: id, cause, decisionTaskCompletedEventId });
}
