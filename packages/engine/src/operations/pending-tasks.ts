import type { PendingTaskCount } from "@aws-sdk/client-swf";
import type { TaskList } from "../world/task-list.ts";

/** Counts the tasks that wait on a list; those in a worker's hands have left it. A list that nobody has used has none. */
export function pendingTasks(
  lists: ReadonlyMap<string, Pick<TaskList<unknown>, "waiting">>,
  { name }: { readonly name: string },
): PendingTaskCount {
  return { count: lists.get(name)?.waiting ?? 0, truncated: false };
}
