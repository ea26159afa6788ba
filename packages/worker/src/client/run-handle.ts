import type { HistoryEvent, WorkflowExecutionDetail } from "@aws-sdk/client-swf";
import type { Answered, Execution, PayloadFormat, Query, Signal, Update } from "@sweft/workflow";
import { UPDATE_SIGNAL } from "@sweft/workflow";
import { isAnswerLost, isGone, isOutage, isThrottled, read } from "../api/faults.ts";
import { openBusy } from "../clock/busy.ts";
import { WorkerError } from "../errors.ts";
import type { Service } from "../options.ts";
import type { AnyWorkflow } from "../registration/types.ts";
import type { Replies } from "../replies.ts";
import { call } from "./call.ts";
import { eventAt, latestRunId } from "./find.ts";
import { historyJson, readEvents } from "./history.ts";
import type { Reader } from "./letters.ts";
import {
  declaredName,
  fitted,
  INPUT_CHARACTERS,
  letterId,
  letterInput,
  notOpen,
  signalNameOf,
  valueText,
} from "./letters.ts";
import type { Operator, Requested } from "./operator.ts";
import { openOperator } from "./operator.ts";
import { outcomeOf } from "./outcome.ts";
import { ask } from "./query.ts";
import type { Answer, Waiting } from "./replies.ts";
import { awaitReply, GROWTH, hasSignal, LAG_MS } from "./replies.ts";
import type { SignalOptions, UpdateOptions } from "./requests.ts";
import { answered, signalOptions, updateOptions } from "./requests.ts";

/** A run of a workflow, and the runs that it continues as. */
export interface RunHandle<R> {
  readonly workflowId: string;
  /**
   * The run it stands for now. Undefined if it was opened by its workflow id alone: then every call finds the run anew,
   * and signals go to whichever is open at that time.
   */
  readonly runId: string | undefined;
  /**
   * Waits for the end, following continue-as-new, and gives the result. Without a run id it is the result of the run
   * found when it is called, not of one that is started later under the same workflow id.
   *
   * @throws {RunError} `WORKFLOW_FAILED` with the workflow's own error as `cause`, `WORKFLOW_CANCELED`,
   * `WORKFLOW_TIMED_OUT`, `WORKFLOW_TERMINATED`
   * @throws {WorkerError} `RUN_NOT_FOUND`
   */
  result(): Promise<R>;
  /**
   * Sends a signal. It has an id by which the workflow takes it once, however often a lost answer makes it be sent.
   *
   * @throws {WorkerError} `RUN_NOT_OPEN`
   */
  signal<T>(
    signal: Signal<T, unknown>,
    ...value: undefined extends T ? [value?: T, options?: SignalOptions] : [value: T, options?: SignalOptions]
  ): Promise<void>;
  /**
   * Asks a query of the run, open or closed: its history is replayed in this process as far as decisions are completed. Functions of
   * `cached` and activities never run, nothing is logged, and the run never notices.
   *
   * @param workflow - The code that decides the run.
   * @param query - What `query<…>(name)` returned, or its name.
   * @returns The answer, and the event id of the DecisionTaskCompleted as of which it is true.
   * @throws {WorkerError} `RUN_NOT_FOUND`, `NOT_A_WORKFLOW`
   * @throws {SweftError} `QUERY_UNKNOWN`, `QUERY_INVALID`, `QUERY_TOO_EARLY`; `QUERY_FAILED` with its cause if the function threw, or if this code
   * cannot replay the run.
   */
  query(workflow: AnyWorkflow, query: string, ...args: readonly unknown[]): Promise<Answered>;
  // Last, since what fits none is told of the last.
  query<A extends readonly unknown[], Q>(
    workflow: AnyWorkflow,
    query: Query<A, Q>,
    ...args: NoInfer<A>
  ): Promise<Answered & { readonly result: Q }>;
  /**
   * Asks for an update, and waits for the answer, following continue-as-new. Asked again with the same id it is done once. An
   * update that the workflow does not take yet waits until it does, or until the run ends; the log tells of such a wait.
   *
   * @param update - What `update<…>(name)` returned, or its name.
   * @throws {WorkerError} `UPDATE_REJECTED` and `UPDATE_FAILED` with what the workflow has thrown as `cause`; `RUN_CLOSED` if the run ended before it
   * had answered; `RUN_NOT_OPEN` if it had ended before; `RUN_NOT_FOUND`.
   */
  update(update: string, options: UpdateOptions, ...args: readonly unknown[]): Promise<unknown>;
  update<A extends readonly unknown[], U>(
    update: Update<A, U>,
    options: UpdateOptions,
    ...args: NoInfer<A>
  ): Promise<U>;
  /** Reaches into the run: ends work by hand, skips pauses, halts it and lets it go on. */
  readonly operator: Operator;
  /** Requests cancellation: the workflow gets a `CanceledError` where it waits. Throws `RUN_NOT_OPEN`. */
  cancel(): Promise<void>;
  /** Ends the execution at once, with no chance to clean up. Throws `RUN_NOT_OPEN`. */
  terminate(reason?: string, details?: string): Promise<void>;
  /** The execution as the service describes it. Throws `RUN_NOT_FOUND`. */
  describe(): Promise<WorkflowExecutionDetail>;
  /** All events recorded so far, in order. Throws `RUN_NOT_FOUND`. */
  history(): Promise<readonly HistoryEvent[]>;
  /** The history as the text that the aws CLI prints: `replay` reads it back. Throws `RUN_NOT_FOUND`. */
  historyJson(): Promise<string>;
}

/** A run that this client has started. */
export interface StartedRun<R> extends RunHandle<R> {
  readonly runId: string;
}

/** How something is asked of the open run. */
interface Asking {
  readonly retries?: typeof isThrottled;
  /** The run to begin with. Default: that of the handle. */
  readonly from?: string;
  /** Tells the letter, so that one that arrived is not taken for refused when its answer was lost. */
  readonly letterId?: string;
  /** Only of that run, not of those that it continues as. */
  readonly stays?: boolean;
}

/** Which run a handle stands for. */
export interface Opening {
  readonly workflowId: string;
  readonly runId: string | undefined;
  /** What its workflow declares of its result, if the workflow is known. */
  readonly resultFormat?: PayloadFormat | undefined;
}

/** Opens a handle. Asks nothing of the service. */
export function openRunHandle(
  service: Service,
  { firstMs, longestMs }: Waiting,
  started: Opening,
  replies: Replies | undefined,
): RunHandle<unknown> {
  const { api, domain, clock, logger } = service;
  const { workflowId, resultFormat } = started;
  let { runId } = started;

  /** Who reads what is sent, as far as it is known. */
  const reader = (): Reader => (runId === undefined ? { workflowId } : { workflowId, runId });

  async function execution(): Promise<Execution> {
    // What is found is not kept: the next call may be for a run that was started since.
    const found = runId ?? (await latestRunId(service, workflowId));
    if (found === undefined) throw notFound(undefined);
    return { workflowId, runId: found };
  }

  function notFound(missing: string | undefined, cause?: unknown): WorkerError {
    const message = `domain ${domain} has no execution ${JSON.stringify(workflowId)}${missing === undefined ? "" : `, run ${missing}`}`;
    return new WorkerError("RUN_NOT_FOUND", message, { cause });
  }

  /** Asks about the run, whether it is open or closed. */
  async function about<T>(ask: (execution: Execution) => Promise<T>): Promise<T> {
    const run = await execution();
    try {
      return await ask(run);
    } catch (error) {
      throw isGone(error) ? notFound(run.runId, error) : error;
    }
  }

  /** Asks something of the open run: the one given, or the one that it has continued as. */
  async function toOpen(
    ask: (run: { workflowId: string; runId?: string }) => Promise<unknown>,
    { retries, from, letterId, stays = false }: Asking = {},
  ) {
    let isAnyLost = false;
    const tried = async (run: { workflowId: string; runId?: string }) => {
      try {
        await ask(run);
      } catch (error) {
        isAnyLost ||= isAnswerLost(error);
        throw error;
      }
    };
    for (let at = from ?? runId; ; ) {
      const run = at === undefined ? { workflowId } : { workflowId, runId: at };
      try {
        await call(service, () => tried(run), retries);
        return;
      } catch (cause) {
        if (!isGone(cause)) throw cause;
        if (isAnyLost && letterId !== undefined && (await hasArrived(at, letterId))) return;
        const next = at === undefined || stays ? undefined : await continuedAs({ workflowId, runId: at });
        if (next === undefined) throw notOpen(workflowId, cause);
        if (runId === at) runId = next;
        at = next;
      }
    }
  }

  async function hasArrived(at: string | undefined, id: string): Promise<boolean> {
    const found = at ?? (await latestRunId(service, workflowId));
    return found !== undefined && hasSignal(service, { workflowId, runId: found }, id);
  }

  async function continuedAs(run: Execution): Promise<string | undefined> {
    try {
      const outcome = await outcomeOf(service, run, await eventAt(service, run, "last"));
      return outcome?.status === "continued" ? outcome.runId : undefined;
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  }

  async function lastEvent(run: Execution, sinceMs: number): Promise<HistoryEvent | undefined> {
    try {
      return await eventAt(service, run, "last");
    } catch (error) {
      // Who waits for days must not fail for an outage of minutes.
      if (isOutage(error)) logger.warn({ ...run, err: error }, "whether a run has ended could not be asked");
      else if (!isGone(error)) throw error;
      else if (clock.now() - sinceMs >= LAG_MS) throw notFound(run.runId, error);
      return undefined;
    }
  }

  /** Sends a request and waits for its answer. @param given - Its id, if it has one of its own. */
  async function request({ signalName, words, text }: Requested, given?: string, stays = false): Promise<Answer> {
    const id = letterId(given);
    const run = await execution();
    const input = await letterInput(service, { id, words }, text, run);
    // One with an id of its own may have been asked for, and answered, before.
    const last = given === undefined ? await about(() => eventAt(service, run, "last")) : undefined;
    const signal = { domain, signalName, input };
    try {
      await toOpen((to) => api.signalWorkflowExecution({ ...signal, ...to }), { from: run.runId, letterId: id, stays });
    } catch (error) {
      if (read(error, "code") !== "RUN_NOT_OPEN" || given === undefined) throw error;
    }
    const waiting = { firstMs, longestMs };
    return awaitReply(service, { id, words, run, sinceEventId: last?.eventId ?? 0, waiting, replies });
  }

  return {
    workflowId,
    operator: openOperator(service, workflowId, (requested) => request(requested, undefined, true)),
    get runId() {
      return runId;
    },
    async result() {
      const sinceMs = clock.now();
      let run: Execution | undefined;
      for (let pauseMs = firstMs; ; pauseMs = Math.min(longestMs, pauseMs * GROWTH)) {
        run ??= await execution();
        const outcome = await outcomeOf(service, run, await lastEvent(run, sinceMs), resultFormat);
        if (outcome?.status === "completed") return outcome.result;
        if (outcome?.status === "ended badly") throw outcome.error;
        if (outcome?.status === "continued") {
          if (runId === run.runId) ({ runId } = outcome);
          run = { workflowId, runId: outcome.runId };
        } else await pause(service, pauseMs);
      }
    },
    async signal(signal: { readonly name: string }, ...[value, options]: readonly unknown[]) {
      const signalName = signalNameOf(signal);
      const { id: given } = signalOptions(options);
      const text = valueText(service, value, `the value of signal ${signalName}`);
      if (given === false) {
        const input = text === undefined ? {} : { input: await fitted(service, text, INPUT_CHARACTERS, reader()) };
        // After any other failure the signal may have arrived.
        await toOpen((run) => api.signalWorkflowExecution({ domain, ...run, signalName, ...input }), {
          retries: isThrottled,
        });
        return;
      }
      const id = letterId(given);
      const input = await letterInput(service, { id }, text, reader());
      await toOpen((run) => api.signalWorkflowExecution({ domain, ...run, signalName, input }), { letterId: id });
    },
    query: (workflow: AnyWorkflow, query: { readonly name: string } | string, ...args: readonly unknown[]) =>
      about((run) => ask(service, run, workflow, declaredName("query", query), args)) as Promise<never>,
    async update(update: { readonly name: string } | string, options: UpdateOptions, ...args: readonly unknown[]) {
      const name = declaredName("update", update);
      const { id: given } = updateOptions(options);
      const text = args.length === 0 ? undefined : valueText(service, args, `the arguments of update ${name}`);
      const answer = await request({ signalName: UPDATE_SIGNAL, words: [name], text }, given);
      return answered(answer, name, workflowId) as never;
    },
    cancel: () => toOpen((run) => api.requestCancelWorkflowExecution({ domain, ...run })),
    terminate: (reason, details) =>
      toOpen((run) => api.terminateWorkflowExecution({ domain, ...run, reason, details })),
    describe: () => about((run) => call(service, () => api.describeWorkflowExecution({ domain, execution: run }))),
    history: () => about((run) => readEvents(service, run)),
    historyJson: () => about(async (run) => historyJson(await readEvents(service, run))),
  };
}

async function pause({ clock }: Service, ms: number): Promise<void> {
  const busy = openBusy(clock);
  await busy.sleep(ms);
  busy.release();
}
