import { isWorthRetry } from "@sweft/payload";
import type {
  Decision,
  DigestKey,
  HistoryEvent,
  Limits,
  LiveRun,
  LogLine,
  RunOptions,
  SourceLocation,
  Workflow,
} from "@sweft/workflow";
import { holdDecisions, limitsOf, openRun, REPLY_MARKER, sourceOf } from "@sweft/workflow";
import { read } from "../api/faults.ts";
import type { Persistence } from "../api/persist.ts";
import { persist } from "../api/persist.ts";
import type { Busy } from "../clock/busy.ts";
import { WorkerError } from "../errors.ts";
import type { LogFields } from "../logging/logger.ts";
import type { Worker } from "../options.ts";
import type { AnyWorkflow, TypeIndex } from "../registration/types.ts";
import { typeKey, unknownType } from "../registration/types.ts";
import type { Replies } from "../replies.ts";
import { answer } from "./answer.ts";
import { beforeDeadline } from "./deadline.ts";
import type { Driven } from "./drive.ts";
import { drive } from "./drive.ts";
import { readHistory } from "./history.ts";
import type { HistoryWatch } from "./history-use.ts";
import { tellHistory } from "./history-use.ts";
import { linger } from "./linger.ts";
import { recordedIn } from "./recorded.ts";
import type { RunCache } from "./run-cache.ts";
import type { Sealing } from "./seal.ts";
import { seal, sealPublished } from "./seal.ts";
import type { DecisionTask } from "./task.ts";
import { timeoutMsOf } from "./task.ts";

/** What decides. */
export interface Deciding {
  readonly worker: Worker;
  readonly workflows: TypeIndex<AnyWorkflow>;
  readonly cache: RunCache;
  /** Who in this process waits for answers. */
  readonly replies: Replies | undefined;
  /** With so many events a checkpoint continues as new. */
  readonly checkpointEvents?: number | undefined;
  readonly limits: Partial<Limits>;
  readonly history: HistoryWatch;
}

/** The part of a task's time in which its decisions must be made; the rest is for sending the answer. */
const MAKING = 0.8;

/**
 * Decides one task, from reading its history to the answer. Never rejects.
 *
 * D1. A task is answered, with a hold if with nothing better: an unanswered one costs the run three events every time.
 * D2. A live run is kept only after the service has taken the answer it gave.
 */
export async function decide(deciding: Deciding, task: DecisionTask, busy: Busy): Promise<void> {
  const { worker, history } = deciding;
  const { clock, random, logger } = worker;
  const [nowMs, timeoutMs] = [clock.now(), timeoutMsOf(task)];
  const making = { busy, random, untilMs: nowMs + timeoutMs * MAKING };
  const sending = { busy, random, untilMs: nowMs + timeoutMs };
  try {
    tellHistory(history, task);
    const events = await readHistory(worker, task, making);
    try {
      await make(deciding, task, events, making, sending);
    } catch (error) {
      logger.error(lineOf(task, error), "no decision could be made; the run is held");
      await answer(worker, task, holdDecisions(events), sending);
    }
  } catch (error) {
    logger.error(lineOf(task, error), "a decision task could not be answered; it will time out and come again");
  }
}

async function make(
  deciding: Deciding,
  task: DecisionTask,
  events: readonly HistoryEvent[],
  making: Persistence,
  sending: Persistence,
): Promise<void> {
  const { worker, workflows, cache } = deciding;
  const workflow = workflows.get(typeKey(task.type));
  if (workflow === undefined) {
    cache.take(task.execution.runId);
    throw unknownType("UNKNOWN_WORKFLOW_TYPE", task.type, workflows);
  }
  const { run, driven } = await advance(deciding, task, workflow, events, making);
  if (driven.status === "held")
    worker.logger.error(lineOf(task, driven.error), "a bug holds the run until fixed code arrives");
  const { requestBytes } = limitsOf(deciding.limits);
  const { payloads, domain } = worker;
  const isRecorded = recordedIn(events);
  const sealing = { payloads, domain, execution: task.execution, requestBytes, patience: making, isRecorded };
  const decisions = await seal(driven.decisions, sealing);
  if (driven.status === "blocked") await linger(deciding.history, events, making.busy, making.untilMs);
  const published = await publishedBy(worker, task, driven, decisions, sealing);
  const answered = await answer(worker, task, decisions, sending, published);
  if (answered === "taken" && decisions.some(isNews)) deciding.replies?.tell(task.execution.workflowId);
  if (answered === "taken" && driven.status === "blocked") cache.keep(task.execution.runId, run);
}

/** Does somebody wait for it: an answer to a request, or the end of the run? */
const isNews = ({ decisionType, recordMarkerDecisionAttributes: marker }: Decision): boolean =>
  marker === undefined ? decisionType.endsWith("WorkflowExecution") : marker.markerName === REPLY_MARKER;

/** What the run publishes of its state, as it fits; undefined if that is nothing. */
async function publishedBy(
  { logger }: Worker,
  task: DecisionTask,
  driven: Advanced["driven"],
  decisions: readonly Decision[],
  sealing: Sealing,
): Promise<string | undefined> {
  if (driven.status === "held" || driven.executionContext === undefined) return undefined;
  const sealed = await sealPublished(driven.executionContext, decisions, sealing);
  if ("text" in sealed) return sealed.text;
  logger.warn(lineOf(task, undefined), `the published state is left out: ${sealed.leftOut}`);
  return undefined;
}

interface Advanced {
  readonly run: LiveRun;
  readonly driven: Exclude<Driven, { readonly status: "lost" }>;
}

/** Goes on from the run's live form; from zero if there is none, or if its last decision never happened. */
async function advance(
  { worker, cache, checkpointEvents, limits }: Deciding,
  task: DecisionTask,
  workflow: AnyWorkflow,
  events: readonly HistoryEvent[],
  making: Persistence,
): Promise<Advanced> {
  const live = cache.take(task.execution.runId);
  const known = live === undefined ? undefined : await drive(live, events, worker, making);
  if (live !== undefined && known !== undefined && known.status !== "lost") return { run: live, driven: known };
  const digestKeys = await digestKeysOf(worker, making);
  const settings = { limits, digestKeys, ...(checkpointEvents !== undefined && { checkpointEvents }) };
  const run = open(worker, task, workflow, settings);
  const driven = await drive(run, events, worker, making);
  if (driven.status !== "lost") return { run, driven };
  // Lost is what a live run says of a decision that it has made before; this one has made none.
  throw new WorkerError("HISTORY_INCOMPLETE", `the history of ${task.execution.workflowId} contradicts itself`);
}

/** Under encryption, what histories tell of arguments is keyed. The keys may have to be asked for. */
async function digestKeysOf({ payloads }: Worker, making: Persistence): Promise<readonly DigestKey[]> {
  const asked = persist(() => payloads.digestKeys(), { ...making, retries: isWorthRetry });
  return beforeDeadline(making.busy.clock, making.untilMs, asked, () => "the keys of the payloads are still asked for");
}

function open(
  { payloads, logger }: Worker,
  { execution }: DecisionTask,
  workflow: AnyWorkflow,
  settings: Pick<RunOptions, "limits" | "digestKeys" | "checkpointEvents">,
): LiveRun {
  const onLog = ({ level, message, fields, workflowId, runId }: LogLine): void =>
    logger[level]({ workflowId, runId, ...fields }, message);
  // AnyWorkflow is what all workflows have in common, and all that replay needs.
  return openRun(workflow as unknown as Workflow<never[], unknown>, {
    converter: payloads,
    execution,
    onLog,
    ...settings,
  });
}

/** The line of the workflow at which it and its history disagree, or at which it threw. */
function placeOf(error: unknown): LogFields {
  const location = (read(error, "location") as SourceLocation | undefined) ?? sourceOf(error);
  return location === undefined ? {} : { at: `${location.file}:${location.line}:${location.column}` };
}

const lineOf = ({ execution, type }: DecisionTask, error: unknown): LogFields => ({
  ...execution,
  workflow: type,
  code: read(error, "code"),
  ...placeOf(error),
  err: error,
});
