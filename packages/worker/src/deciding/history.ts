import type { HistoryEvent } from "@sweft/workflow";
import { isTransient } from "../api/faults.ts";
import type { Persistence } from "../api/persist.ts";
import { persist } from "../api/persist.ts";
import { WorkerError } from "../errors.ts";
import type { Worker } from "../options.ts";
import type { DecisionTask } from "./task.ts";

/**
 * Reads the whole history of a decision task: all its pages, and no event behind the task's own start.
 *
 * The token of the next page may expire between two pages. Then the history is read again from its beginning, by
 * GetWorkflowExecutionHistory, which shows later events too: those belong to later decisions and are left out.
 *
 * @throws {WorkerError} `HISTORY_INCOMPLETE`, or what the service refused with.
 */
export async function readHistory(
  worker: Worker,
  task: DecisionTask,
  patience: Persistence,
): Promise<readonly HistoryEvent[]> {
  const read = await readPages(worker, task, patience);
  if (read !== undefined && isWhole(read, task)) return read;
  // A copy of the service that answers may lag behind the one that handed the task out.
  const retries = (error: unknown): boolean => isTransient(error) || isIncomplete(error);
  return persist(() => readAgain(worker, task, patience), { ...patience, retries });
}

/** The pages of the task itself; undefined if the service will not go on with them. */
async function readPages(worker: Worker, task: DecisionTask, patience: Persistence) {
  const { api, domain, taskList, identity } = worker;
  const events = [...task.events];
  for (let nextPageToken = task.nextPageToken; nextPageToken !== undefined; ) {
    const input = { domain, taskList: { name: taskList }, identity, nextPageToken };
    try {
      const page = await persist(() => api.pollForDecisionTask(input), patience);
      events.push(...(page.events ?? []));
      nextPageToken = page.nextPageToken;
    } catch (error) {
      if (isTransient(error)) throw error;
      const { execution } = task;
      worker.logger.debug({ ...execution, err: error }, "a page of the history is not to be had; it is read again");
      return undefined;
    }
  }
  return events;
}

async function readAgain({ api, domain }: Worker, task: DecisionTask, patience: Persistence) {
  const { execution, startedEventId } = task;
  const events: HistoryEvent[] = [];
  let nextPageToken: string | undefined;
  do {
    const input = { domain, execution, ...(nextPageToken === undefined ? {} : { nextPageToken }) };
    const page = await persist(() => api.getWorkflowExecutionHistory(input), patience);
    for (const event of page.events ?? []) if ((event.eventId ?? 0) <= startedEventId) events.push(event);
    // Further pages would only hold later events.
    nextPageToken = events.at(-1)?.eventId === startedEventId ? undefined : page.nextPageToken;
  } while (nextPageToken !== undefined);
  if (isWhole(events, task)) return events;
  throw new WorkerError(
    "HISTORY_INCOMPLETE",
    `the history of ${execution.workflowId} up to event ${startedEventId} has ${events.length} events, or not in order`,
  );
}

const isIncomplete = (error: unknown): boolean => (error as Partial<WorkerError>).code === "HISTORY_INCOMPLETE";

const isWhole = (events: readonly HistoryEvent[], { startedEventId }: DecisionTask): boolean =>
  events.length === startedEventId && events.every(({ eventId }, i) => eventId === i + 1);
