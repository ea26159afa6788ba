import { fault } from "../errors.ts";
import type { ActivityState, DecisionTaskState, Run } from "../execution/run.ts";
import { isOpen } from "../execution/run.ts";
import type { Store } from "../store/store.ts";
import { unknownExecution } from "../store/store.ts";
import { invalidToken } from "./paging.ts";

/** What a task token may belong to. */
type Kind = "decision" | "activity";

/** The two events that tell one handing-out of a task from every other. */
export interface StartedTask {
  readonly scheduledEventId: number;
  readonly startedEventId: number;
}

/** Makes a task token. Run ids hold no dots. */
export function taskToken(kind: Kind, run: Run, task: StartedTask): string {
  return `${kind}.${run.runId}.${task.scheduledEventId}.${task.startedEventId}`;
}

interface Found<Task> {
  readonly run: Run;
  readonly task: Task;
}

/**
 * Finds the decision task that a token was given out with.
 *
 * @throws {EngineError} `ValidationException` for no token of ours; `UnknownResourceFault` if the execution or the task is closed.
 */
export function findDecisionTask(store: Store, token: string): Found<DecisionTaskState> {
  const { run, scheduledEventId, startedEventId } = readToken(store, token, "decision");
  const task = run.startedTask;
  if (task?.startedEventId !== startedEventId) {
    throw fault("UnknownResourceFault", `Unknown decision task, scheduledEventId = ${scheduledEventId}`);
  }
  return { run, task };
}

/**
 * Finds the activity that a token was given out with.
 *
 * @throws {EngineError} As {@link findDecisionTask}.
 */
export function findActivity(store: Store, token: string): Found<ActivityState> {
  const { run, scheduledEventId, startedEventId } = readToken(store, token, "activity");
  const task = run.activities.get(scheduledEventId);
  if (task?.startedEventId !== startedEventId) {
    throw fault("UnknownResourceFault", `Unknown activity, scheduledEventId = ${scheduledEventId}`);
  }
  return { run, task };
}

function readToken(store: Store, token: string, kind: Kind) {
  const parts = token.split(".");
  const run = store.runs.get(parts[1] ?? "");
  const scheduledEventId = Number(parts[2]);
  const startedEventId = Number(parts[3]);
  const inRange = scheduledEventId > 0 && startedEventId > scheduledEventId;
  if (parts.length !== 4 || parts[0] !== kind || run === undefined || !inRange) throw invalidToken();
  if (!isOpen(run)) throw fault("UnknownResourceFault", unknownExecution(run.workflowId, run.runId));
  return { run, scheduledEventId, startedEventId };
}
