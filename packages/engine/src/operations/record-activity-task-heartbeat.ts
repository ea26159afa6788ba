import { heartbeat } from "../execution/activities.ts";
import { optional } from "../input/field.ts";
import { limitedData, taskToken } from "../input/fields.ts";
import { action } from "./action.ts";
import { findActivity } from "./tokens.ts";

/** Starts the heartbeat clock anew and says whether cancellation was requested. Writes no event. */
export const recordActivityTaskHeartbeat = action({
  name: "RecordActivityTaskHeartbeat",
  input: { taskToken, details: optional(limitedData) },
  faults: ["UnknownResourceFault"],
  run(service, { taskToken: token, details }) {
    const { run, task } = findActivity(service, token);
    heartbeat(service, run, task, details);
    return { cancelRequested: task.cancelRequestedEventId !== 0 };
  },
});
