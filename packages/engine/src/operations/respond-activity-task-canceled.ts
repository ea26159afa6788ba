import { fault } from "../errors.ts";
import { closeActivity } from "../execution/activities.ts";
import { append } from "../execution/transaction.ts";
import { optional } from "../input/field.ts";
import { data, taskToken } from "../input/fields.ts";
import { action, nothing } from "./action.ts";
import { findActivity } from "./tokens.ts";

/** Records that an activity was cancelled; unless chosen otherwise, nobody need have requested it. */
export const respondActivityTaskCanceled = action({
  name: "RespondActivityTaskCanceled",
  input: { taskToken, details: optional(data) },
  faults: ["UnknownResourceFault"],
  run(service, { taskToken: token, details }) {
    const { run, task } = findActivity(service, token);
    const { scheduledEventId, startedEventId, cancelRequestedEventId } = task;
    if (cancelRequestedEventId === 0 && service.choices.unrequestedActivityCancel === "refused") {
      const text = `Cancellation of the activity was not requested, scheduledEventId = ${scheduledEventId}`;
      throw fault("ValidationException", text);
    }
    service.transact((tx) => {
      closeActivity(run, task);
      append(tx, run, "ActivityTaskCanceled", {
        details,
        scheduledEventId,
        startedEventId,
        latestCancelRequestedEventId: cancelRequestedEventId === 0 ? undefined : cancelRequestedEventId,
      });
    });
    return nothing;
  },
});
