import type { HistoryEvent, WorkflowExecutionDetail } from "@aws-sdk/client-swf";
import type { Execution, Signal } from "@sweft/workflow";
import { isGone, isOutage, isStoreFailure, isThrottled } from "../api/faults.ts";
import { openBusy } from "../clock/busy.ts";
import { WorkerError } from "../errors.ts";
import type { Service } from "../options.ts";
import { invalid } from "../options.ts";
import { call } from "./call.ts";
import { eventAt, latestRunId } from "./find.ts";
import { historyJson, readEvents } from "./history.ts";
import { outcomeOf } from "./outcome.ts";

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
   * Sends a signal. Sent again after a lost answer it arrives twice: the service does not tell doubles.
   *
   * @throws {WorkerError} `RUN_NOT_OPEN`
   */
  signal<T>(signal: Signal<T, unknown>, ...value: undefined extends T ? [value?: T] : [value: T]): Promise<void>;
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

/** How often `result()` asks. */
export interface Waiting {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** By how much each pause between two questions exceeds the one before. */
const GROWTH = 1.5;

/** How long a run may stay unknown to copies of the service that lag behind. */
const LAG_MS = 10_000;

/** Opens a handle. Asks nothing of the service. */
export function openRunHandle(
  service: Service,
  { firstMs, longestMs }: Waiting,
  started: { readonly workflowId: string; readonly runId: string | undefined },
): RunHandle<unknown> {
  const { api, domain, clock, payloads, logger } = service;
  const { workflowId } = started;
  let { runId } = started;

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
    retries?: typeof isThrottled,
  ) {
    for (;;) {
      const run = runId === undefined ? { workflowId } : { workflowId, runId };
      try {
        await call(service, () => ask(run), retries);
        return;
      } catch (cause) {
        if (!isGone(cause)) throw cause;
        const next = runId === undefined ? undefined : await continuedAs({ workflowId, runId });
        if (next === undefined) {
          throw new WorkerError("RUN_NOT_OPEN", `execution ${JSON.stringify(workflowId)} is not open`, { cause });
        }
        runId = next;
      }
    }
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

  return {
    workflowId,
    get runId() {
      return runId;
    },
    async result() {
      const sinceMs = clock.now();
      let run: Execution | undefined;
      for (let pauseMs = firstMs; ; pauseMs = Math.min(longestMs, pauseMs * GROWTH)) {
        run ??= await execution();
        const outcome = await outcomeOf(service, run, await lastEvent(run, sinceMs));
        if (outcome?.status === "completed") return outcome.result;
        if (outcome?.status === "ended badly") throw outcome.error;
        if (outcome?.status === "continued") {
          if (runId === run.runId) ({ runId } = outcome);
          run = { workflowId, runId: outcome.runId };
        } else await pause(service, pauseMs);
      }
    },
    async signal(signal, ...[value]) {
      const signalName = (signal as Partial<typeof signal> | undefined)?.name;
      if (typeof signalName !== "string")
        throw invalid("signal", signal, "what `signal(…)` of @sweft/workflow returned");
      const text = value === undefined ? undefined : payloads.write(value, `the value of signal ${signalName}`);
      const sealed = text === undefined ? undefined : await call(service, () => payloads.seal(text), isStoreFailure);
      const told = sealed === undefined ? { signalName } : { signalName, input: sealed };
      // After any other failure the signal may have arrived.
      await toOpen((run) => api.signalWorkflowExecution({ domain, ...run, ...told }), isThrottled);
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
