import { domainName, taskList } from "../input/fields.ts";
import { action } from "./action.ts";
import { DECISION_TASKS, pendingTasks } from "./pending-tasks.ts";

/** Counts the decision tasks that wait on a list. */
export const countPendingDecisionTasks = action({
  name: "CountPendingDecisionTasks",
  input: { domain: domainName, taskList },
  faults: ["UnknownResourceFault"],
  run: (service, input) => pendingTasks(service, DECISION_TASKS, input),
});
