import { domainName, taskList } from "../input/fields.ts";
import { action } from "./action.ts";
import { ACTIVITY_TASKS, pendingTasks } from "./pending-tasks.ts";

/** Counts the activity tasks that wait on a list. */
export const countPendingActivityTasks = action({
  name: "CountPendingActivityTasks",
  input: { domain: domainName, taskList },
  faults: ["UnknownResourceFault"],
  run: (service, input) => pendingTasks(service, ACTIVITY_TASKS, input),
});
