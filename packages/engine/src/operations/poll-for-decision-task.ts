import type { DecisionTask } from "@aws-sdk/client-swf";
import type { Choices } from "../choices.ts";
import { startDecisionTask } from "../execution/decision-tasks.ts";
import type { DecisionTaskState, Run } from "../execution/run.ts";
import { isRunId } from "../ids.ts";
import { optional } from "../input/field.ts";
import { domainName, identity, pageSize, pageToken, taskList } from "../input/fields.ts";
import { flag } from "../input/scalars.ts";
import type { Service } from "../service.ts";
import type { Domain } from "../world/world.ts";
import { findDomain, taskListNamed } from "../world/world.ts";
import { action } from "./action.ts";
import { historyInMemory, runOf } from "./executions.ts";
import { historyPage } from "./history-page.ts";
import { longPoll } from "./long-poll.ts";
import { decodeToken, encodeToken, invalidToken, sizeOf, tokenLifeMs } from "./paging.ts";
import { taskToken, unknownTask } from "./tokens.ts";

const noTask = { previousStartedEventId: 0, startedEventId: 0 };
/** The answer when no task came: the service sends these two members and no task token (reference, section 3). */
const EMPTY = {
  absent: Object.freeze(noTask) as DecisionTask,
  empty: Object.freeze({ ...noTask, taskToken: "" }) as DecisionTask,
} as const satisfies Record<Choices["emptyPollTaskToken"], DecisionTask>;

/** Which task `previousStartedEventId` points to. */
const PREVIOUS = {
  lastCompleted: "previousStartedEventId",
  lastStarted: "lastStartedEventId",
} as const satisfies Record<Choices["previousStartedEventId"], keyof DecisionTaskState>;

/** How long a page token of a task is good, in milliseconds. */
const TOKEN_LIFE_MS = { day: tokenLifeMs, minute: 60_000 } as const satisfies Record<
  Choices["taskPageTokenLife"],
  number
>;

/** What stays the same on all pages of one task. */
interface TaskPages {
  readonly run: Run;
  readonly task: Pick<DecisionTaskState, "scheduledEventId" | "startedEventId" | "previousStartedEventId">;
  readonly reverse: boolean;
  /** First event id shown on any page. */
  readonly first: number;
}

/**
 * Takes the next decision task of a list, or waits for one; with a page token, reads on in the history of a task taken before.
 * The pages show the history up to the task's own start, whatever has been recorded since.
 */
export const pollForDecisionTask = action({
  name: "PollForDecisionTask",
  input: {
    domain: domainName,
    taskList,
    identity: optional(identity),
    nextPageToken: optional(pageToken),
    maximumPageSize: optional(pageSize),
    reverseOrder: optional(flag),
    startAtPreviousStartedEvent: optional(flag),
  },
  faults: ["UnknownResourceFault", "LimitExceededFault"],
  run(service, input, { abortSignal }) {
    const { domain, nextPageToken, reverseOrder = false, startAtPreviousStartedEvent = false } = input;
    const found = findDomain(service.world, domain);
    const size = sizeOf(input);
    if (nextPageToken !== undefined) {
      const { pages, from } = readToken(service, found, nextPageToken);
      return answer(service, pages, from, size);
    }
    return longPoll(service, {
      list: taskListNamed(found.decisionLists, input.taskList.name),
      start(run) {
        const started = service.transact((tx) => startDecisionTask(tx, run, input.identity));
        const previousStartedEventId = started[PREVIOUS[service.choices.previousStartedEventId]];
        const { scheduledEventId, startedEventId } = started;
        const task = { scheduledEventId, startedEventId, previousStartedEventId };
        const first = startAtPreviousStartedEvent ? Math.max(previousStartedEventId, 1) : 1;
        const pages = { run, task, reverse: reverseOrder, first };
        return answer(service, pages, reverseOrder ? task.startedEventId : first, size);
      },
      empty: EMPTY[service.choices.emptyPollTaskToken],
      abortSignal,
    });
  },
});

function answer(service: Service, pages: TaskPages, from: number, size: number): DecisionTask {
  const { run, task, reverse, first } = pages;
  const { scheduledEventId, startedEventId, previousStartedEventId } = task;
  const stretch = { first, last: startedEventId, reverse, from, size };
  const { events, next } = historyPage(historyInMemory(run).read, stretch);
  const token = next === undefined ? {} : { nextPageToken: writeToken(service, pages, next) };
  return {
    taskToken: taskToken("decision", run, { scheduledEventId, startedEventId }),
    startedEventId,
    previousStartedEventId,
    workflowExecution: run.execution,
    workflowType: run.workflowType,
    events,
    ...token,
  };
}

function writeToken(service: Service, { run, task, reverse, first }: TaskPages, next: number): string {
  const { scheduledEventId, startedEventId, previousStartedEventId } = task;
  const numbers = [scheduledEventId, startedEventId, previousStartedEventId, reverse ? 1 : 0, first, next];
  return encodeToken(service, "task", [run.runId, ...numbers]);
}

/** The token says all there is to know: it works on after the task has closed, as it only reads. */
function readToken(
  service: Service,
  domain: Domain,
  token: string,
): { readonly pages: TaskPages; readonly from: number } {
  const lifeMs = TOKEN_LIFE_MS[service.choices.taskPageTokenLife];
  const [runId, ...numbers] = decodeToken(service, "task", token, lifeMs);
  const [scheduledEventId = 0, startedEventId = 0, previousStartedEventId = 0, reverse = 0, first = 0, from = 0] =
    numbers.map(Number);
  const inRange = 1 <= first && first <= from && from <= startedEventId;
  if (!inRange || !isRunId(String(runId))) throw invalidToken();
  const run = runOf(service, domain, String(runId));
  if (run === undefined) throw unknownTask("decision", scheduledEventId);
  if (startedEventId > run.events.length) throw invalidToken();
  const task = { scheduledEventId, startedEventId, previousStartedEventId };
  return { pages: { run, task, reverse: reverse === 1, first }, from };
}
