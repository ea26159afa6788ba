import { fault } from "../errors.ts";
import type { ActivityState, DecisionTaskState, Run } from "../execution/run.ts";
import { isOpen } from "../execution/run.ts";
import { isRunId } from "../ids.ts";
import type { Service } from "../service.ts";
import { unknownExecution } from "../world/world.ts";
import { closedExecution } from "./executions.ts";
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

const NAMES: Readonly<Record<Kind, string>> = { decision: "decision task", activity: "activity" };

/** The service's answer to a genuine token whose task is closed. */
export function unknownTask(kind: Kind, scheduledEventId: number): Error {
  return fault("UnknownResourceFault", `Unknown ${NAMES[kind]}, scheduledEventId = ${scheduledEventId}`);
}

interface Found<Task> {
  readonly run: Run;
  readonly task: Task;
}

/**
 * Finds the decision task that a token was given out with.
 *
 * @throws {EngineError} `ValidationException` for no token of ours; `UnknownResourceFault` if the execution or the task is closed, or
 * the execution is forgotten.
 */
export function findDecisionTask(service: Service, token: string): Found<DecisionTaskState> {
  const { run, scheduledEventId, startedEventId } = readToken(service, token, "decision");
  const task = run.startedTask;
  if (task?.startedEventId !== startedEventId) {
    throw unknownTask("decision", scheduledEventId);
  }
  return { run, task };
}

/**
 * Finds the activity that a token was given out with.
 *
 * @throws {EngineError} As {@link findDecisionTask}.
 */
export function findActivity(service: Service, token: string): Found<ActivityState> {
  const { run, scheduledEventId, startedEventId } = readToken(service, token, "activity");
  const task = run.activities.get(scheduledEventId);
  if (task?.startedEventId !== startedEventId) {
    throw unknownTask("activity", scheduledEventId);
  }
  return { run, task };
}

/** The execution that a token belongs to, if there is one and it is open. */
export function executionOfToken({ world }: Service, token: string): Run | undefined {
  return world.runs.get(token.split(".")[1] ?? "");
}

function readToken(service: Service, token: string, kind: Kind) {
  // The ends of `kind.runId.scheduled.started`, found without making a list of parts.
  const kindEnd = token.indexOf(".");
  const scheduledEnd = token.lastIndexOf(".");
  const runIdEnd = token.lastIndexOf(".", scheduledEnd - 1);
  const runId = token.slice(kindEnd + 1, runIdEnd);
  const scheduledEventId = Number(token.slice(runIdEnd + 1, scheduledEnd));
  const startedEventId = Number(token.slice(scheduledEnd + 1));
  const inRange = scheduledEventId > 0 && startedEventId > scheduledEventId;
  if (runIdEnd <= kindEnd || !token.startsWith(kind) || kindEnd !== kind.length || !inRange) throw invalidToken();
  const run = service.world.runs.get(runId);
  if (run !== undefined && isOpen(run)) return { run, scheduledEventId, startedEventId };
  const closed = run ?? closedExecution(service, runId);
  // What has become of an execution that nobody remembers, its worker learns as of any other that has closed.
  if (closed === undefined) throw isRunId(runId) ? unknownTask(kind, scheduledEventId) : invalidToken();
  throw fault("UnknownResourceFault", unknownExecution(closed.workflowId, runId));
}
