import { domainName, taskList } from "../input/fields.ts";
import { findDomain } from "../world/world.ts";
import { action } from "./action.ts";
import { pendingTasks } from "./pending-tasks.ts";

/** Counts the activity tasks that wait on a list. */
export const countPendingActivityTasks = action({
  name: "CountPendingActivityTasks",
  input: { domain: domainName, taskList },
  faults: ["UnknownResourceFault"],
  run: ({ world }, { domain, taskList: list }) => pendingTasks(findDomain(world, domain).activityLists, list),
});
