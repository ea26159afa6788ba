import { closeActivity } from "../execution/activities.ts";
import { append } from "../execution/transaction.ts";
import { optional } from "../input/field.ts";
import { data, taskToken } from "../input/fields.ts";
import { action, nothing } from "./action.ts";
import { findActivity } from "./tokens.ts";

/** Records an activity's result. */
export const respondActivityTaskCompleted = action({
  name: "RespondActivityTaskCompleted",
  input: { taskToken, result: optional(data) },
  faults: ["UnknownResourceFault"],
  run(service, { taskToken: token, result }) {
    const { run, task } = findActivity(service, token);
    const { scheduledEventId, startedEventId } = task;
    service.transact((tx) => {
      closeActivity(run, task);
      append(tx, run, "ActivityTaskCompleted", { result, scheduledEventId, startedEventId });
    });
    return nothing;
  },
});
