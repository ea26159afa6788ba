import { closeActivity } from "../execution/activities.ts";
import { append } from "../execution/transaction.ts";
import { optional } from "../input/field.ts";
import { data, reason, taskToken } from "../input/fields.ts";
import { action, nothing } from "./action.ts";
import { findActivity } from "./tokens.ts";

/** Records an activity's failure. */
export const respondActivityTaskFailed = action({
  name: "RespondActivityTaskFailed",
  input: { taskToken, reason: optional(reason), details: optional(data) },
  faults: ["UnknownResourceFault"],
  run(service, { taskToken: token, reason: why, details }) {
    const { run, task } = findActivity(service, token);
    const { scheduledEventId, startedEventId } = task;
    service.transact((tx) => {
      closeActivity(run, task);
      append(tx, run, "ActivityTaskFailed", { reason: why, details, scheduledEventId, startedEventId });
    });
    return nothing;
  },
});
