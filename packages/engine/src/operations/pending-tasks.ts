import type { PendingTaskCount } from "@aws-sdk/client-swf";
import type { Run } from "../execution/run.ts";
import type { Service } from "../service.ts";
import { findDomain } from "../world/world.ts";

/** One kind of tasks: its lists, and how many of an execution's tasks of a list are in somebody's hands. */
interface Kind {
  readonly lists: "activityLists" | "decisionLists";
  readonly started: (run: Run, list: string) => number;
}

/** Activity tasks. */
export const ACTIVITY_TASKS: Kind = {
  lists: "activityLists",
  started: ({ activities }, list) =>
    [...activities.values()].filter((activity) => activity.startedEventId !== 0 && activity.taskList.name === list)
      .length,
};

/** Decision tasks. */
export const DECISION_TASKS: Kind = {
  lists: "decisionLists",
  started: ({ startedTask }, list) => (startedTask?.taskList.name === list ? 1 : 0),
};

/**
 * Counts the tasks that wait on a list; those in a worker's hands have left it, and count only if that is chosen. A list that nobody
 * has used has none.
 *
 * @throws {EngineError} `UnknownResourceFault`.
 */
export function pendingTasks(
  { world, choices }: Service,
  { lists, started }: Kind,
  { domain, taskList: { name } }: { readonly domain: string; readonly taskList: { readonly name: string } },
): PendingTaskCount {
  const found = findDomain(world, domain);
  let count = found[lists].get(name)?.waiting ?? 0;
  if (choices.pendingTasks === "waitingAndStarted") {
    for (const run of found.openRuns.values()) count += started(run, name);
  }
  return { count, truncated: false };
}
