import { isWorthRetry } from "@sweft/payload";
import { CanceledError } from "@sweft/workflow";
import { isGone, isTransient, read } from "../api/faults.ts";
import { persist } from "../api/persist.ts";
import type { Busy } from "../clock/busy.ts";
import type { LogFields } from "../logging/logger.ts";
import type { Worker } from "../options.ts";
import type { ActivityTask } from "./task.ts";

/** The most characters of the details of a heartbeat. */
const DETAILS_LIMIT = 2048;

/** How long one heartbeat with details persists against throttling and failures. */
const PATIENCE_MS = 10_000;

/** What a task's heartbeats have told of it. */
export interface Heart {
  readonly signal: AbortSignal;
  /** The workflow wants the activity to stop. */
  readonly isCancelRequested: boolean;
  /** The service knows the task no more: whatever the activity answers is refused. */
  readonly isGone: boolean;
  /** Sends a heartbeat now; with details, which later ones repeat. */
  beat(details?: unknown): Promise<{ readonly cancelRequested: boolean }>;
  /** Stops the heartbeats. */
  stop(): void;
}

/**
 * Begins the heartbeats of a task: the next is sent `everyMs` after the last was answered.
 *
 * @param force - When it aborts, so does the heart's own signal.
 */
export function openHeart(worker: Worker, task: ActivityTask, everyMs: number, busy: Busy, force: AbortSignal): Heart {
  const { api, clock, random, logger, payloads } = worker;
  const { taskToken, activityId, type, execution } = task;
  const line: LogFields = { ...execution, activityId, activity: type };
  const scope = { domain: worker.domain, ...execution };
  /** Made when it is asked for: most activities never look at it, and it is dear. */
  let controller: AbortController | undefined;
  let reason: CanceledError | undefined;
  let isCancelRequested = false;
  let isTaskGone = false;
  let isStopped = false;
  let last: { readonly details: string } | undefined;
  let disarm = (): void => {};

  const abort = (why: string): void => {
    reason ??= new CanceledError(`activity ${type.name} ${activityId}: ${why}`);
    controller?.abort(reason);
  };
  const onForce = (): void => abort("its worker is closed by force");
  force.addEventListener("abort", onForce, { once: true });
  if (force.aborted) onForce();

  async function send(patienceMs: number): Promise<void> {
    const heartbeat = (): Promise<{ readonly cancelRequested: boolean | undefined }> =>
      api.recordActivityTaskHeartbeat({ taskToken, ...last });
    try {
      const { cancelRequested } = await persist(heartbeat, { busy, random, untilMs: clock.now() + patienceMs });
      if (cancelRequested !== true) return;
      isCancelRequested = true;
      abort("its workflow requested its cancellation");
    } catch (error) {
      if (isStopped) return;
      if (!isGone(error)) {
        const level = isTransient(error) ? "warn" : "error";
        logger[level]({ ...line, err: error }, "a heartbeat failed");
        return;
      }
      isTaskGone = true;
      stop();
      abort("the task is gone: it timed out, or its workflow has ended");
    }
  }

  /**
   * Makes details fit. What the store or the provider of keys cannot do for now fails no activity: the heartbeat goes without
   * them, and the log tells of it.
   */
  async function seal(text: string): Promise<typeof last> {
    const sealing = () => payloads.seal(text, { limit: DETAILS_LIMIT, scope });
    try {
      return {
        details: await persist(sealing, { busy, random, untilMs: clock.now() + PATIENCE_MS, retries: isWorthRetry }),
      };
    } catch (error) {
      if (read(error, "code") === "PAYLOAD_TOO_LARGE") throw error;
      logger.warn({ ...line, err: error }, "the details of a heartbeat could not be kept; it goes without new ones");
      return last;
    }
  }

  function arm(): void {
    if (isStopped) return;
    disarm = clock.schedule(clock.now() + everyMs, () => void send(0).then(arm));
  }

  function stop(): void {
    isStopped = true;
    disarm();
    force.removeEventListener("abort", onForce);
  }

  arm();
  return {
    get signal() {
      controller ??= new AbortController();
      if (reason !== undefined) controller.abort(reason);
      return controller.signal;
    },
    get isCancelRequested() {
      return isCancelRequested;
    },
    get isGone() {
      return isTaskGone;
    },
    async beat(details) {
      if (details !== undefined) {
        last = await seal(payloads.write(details, "details"));
      }
      if (!isStopped) await send(PATIENCE_MS);
      return { cancelRequested: reason !== undefined };
    },
    stop,
  };
}
