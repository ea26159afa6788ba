import type { Limits } from "@sweft/workflow";
import { limitsOf } from "@sweft/workflow";
import { connectionFlaws } from "../api/connections.ts";
import { nameOf } from "../api/faults.ts";
import type { OptionNames } from "../option-names.ts";
import { assertOptions } from "../option-names.ts";
import type { WorkerOptions } from "../options.ts";
import { assertMethods, invalid, isCount, WORKER_OPTIONS, workerOf } from "../options.ts";
import type { CloseOptions } from "../polling/polling.ts";
import { openPolling } from "../polling/polling.ts";
import { register } from "../registration/registrar.ts";
import type { AnyWorkflow } from "../registration/types.ts";
import { indexWorkflows } from "../registration/types.ts";
import { workflowRegistration } from "../registration/workflow-types.ts";
import type { Replies } from "../replies.ts";
import { decide } from "./decide.ts";
import type { HistoryUse } from "./history-use.ts";
import { RunCache } from "./run-cache.ts";
import { taskOf } from "./task.ts";

/** What {@link openDecider} takes. */
export interface DeciderOptions extends WorkerOptions {
  /** The workflows to decide; no two of one name and version. */
  readonly workflows: readonly AnyWorkflow[];
  /** Runs kept live between their decisions, from 0. Default 100. */
  readonly cachedRuns?: number;
  /** With so many events a `checkpoint` continues as new, unless it says otherwise: 1 or more. Default 10,000. */
  readonly checkpointEvents?: number;
  /** What the service bears, where it differs from its published limits: an account's raised quotas, or a test's. */
  readonly limits?: Partial<Limits>;
  /** Hears at every decision how long the run's history is: for metrics, and alarms. Must not throw. */
  readonly onHistory?: (use: HistoryUse) => void;
  /**
   * How long, in ms, to wait before the answer to a decision once a history is 80 % full, so that what happens meanwhile costs
   * one decision and not one each. 0 to 60,000; default 500.
   */
  readonly lingerMs?: number;
  /** What the clients of this process were given as well: answers to updates are then told them at once. */
  readonly replies?: Replies;
}

const OPTIONS: OptionNames<DeciderOptions> = {
  ...WORKER_OPTIONS,
  workflows: true,
  cachedRuns: true,
  checkpointEvents: true,
  limits: true,
  onHistory: true,
  lingerMs: true,
  replies: true,
};

/** A decider at work. */
export interface Decider {
  /**
   * Asks for no further tasks, finishes those in hand or on their way, then resolves. On Amazon SWF that takes up to 60
   * seconds, the length of a poll: a poll that is aborted could lose a task.
   */
  close(options?: CloseOptions): Promise<void>;
}

/**
 * Opens a decider: it creates what is missing of its domain and types, and then decides on the runs of its workflows.
 *
 * @returns Once domain and types are there and polling has begun.
 * @throws {WorkerError} `WORKER_OPTION_INVALID`, `NOT_A_WORKFLOW`, `DUPLICATE_TYPE`, `DOMAIN_DEPRECATED`; or what the
 * service refused registration with.
 * @throws {SweftError} `OPTION_INVALID` for the limits.
 */
export async function openDecider(options: DeciderOptions): Promise<Decider> {
  assertOptions("openDecider", options, OPTIONS, "openDecider({ api, domain, workflows: [order] })");
  const worker = workerOf(options);
  const workflows = indexWorkflows(options.workflows);
  const { cachedRuns = 100, checkpointEvents, replies, limits = {}, onHistory, lingerMs = 500 } = options;
  if (!(Number.isSafeInteger(cachedRuns) && cachedRuns >= 0)) {
    throw invalid("cachedRuns", cachedRuns, "a whole number from 0");
  }
  if (checkpointEvents !== undefined && !isCount(checkpointEvents)) {
    throw invalid("checkpointEvents", checkpointEvents, "a whole number from 1");
  }
  if (!(typeof lingerMs === "number" && lingerMs >= 0 && lingerMs <= 60_000))
    throw invalid("lingerMs", lingerMs, "milliseconds from 0 to 60000");
  if (onHistory !== undefined && typeof onHistory !== "function") {
    throw invalid("onHistory", onHistory, "a function such as ({ events }) => gauge.set(events)");
  }
  if (replies !== undefined) assertMethods("replies", replies, ["tell", "listen"], "what `openReplies()` returned");
  const { historyEvents: limit } = limitsOf(limits);
  if (worker.register) {
    const types = [...workflows.values()].map((workflow) => workflowRegistration(worker, workflow));
    await register(worker, types);
  }
  const { api, domain, taskList, identity, logger, pollers, concurrency, clock, random } = worker;
  const history = { limit, lingerMs, onHistory, logger };
  const deciding = { worker, workflows, cache: new RunCache(cachedRuns), checkpointEvents, replies, limits, history };
  for (const flaw of connectionFlaws(api, pollers)) logger.warn({ domain, taskList }, flaw);
  return openPolling({
    poll: async (abortSignal) =>
      taskOf(await api.pollForDecisionTask({ domain, taskList: { name: taskList }, identity }, { abortSignal })),
    handle: (task, busy) => decide(deciding, task, busy),
    dropped: (error) =>
      logger.error({ domain, taskList, err: error }, "an error nobody expected dropped the decision task it came from"),
    failed: (error, attempt) =>
      logger.warn({ domain, taskList, attempt, name: nameOf(error), err: error }, "a poll for decision tasks failed"),
    pollers,
    concurrency,
    clock,
    random,
    abortsSafely: api.abortsSafely ?? false,
  });
}
