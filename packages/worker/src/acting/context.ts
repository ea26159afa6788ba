import { AsyncLocalStorage } from "node:async_hooks";
import type { Duration, Execution, TypeName } from "@sweft/workflow";
import { toSeconds } from "@sweft/workflow";
import { openBusy } from "../clock/busy.ts";
import { systemClock } from "../clock/system-clock.ts";
import type { Logger } from "../logging/logger.ts";

/** What an activity's implementation can know and do beyond its arguments. */
export interface ActivityContext {
  readonly activity: TypeName;
  /** The structural id of the command, with the attempt: `3`, or `3~2` for its second attempt. */
  readonly activityId: string;
  /** Which attempt of a retried activity this is, from 1. */
  readonly attempt: number;
  /** The run that asked for the activity. */
  readonly workflowExecution: Execution;
  /** The token with which another process could complete the task. Empty outside of a worker. */
  readonly taskToken: string;
  /**
   * Aborts when the work is no longer wanted: cancellation was requested, the task timed out, its workflow ended, or the
   * worker is closed by force. The reason is an error with the code `CANCELED`; throwing it tells that the work was canceled.
   *
   * An activity that works holds virtual time still, and one that does nothing but listen for `abort` seems to work: on a
   * virtual clock no heartbeat would come to abort the signal. Wait by {@link ActivityContext.aborted} there.
   */
  readonly signal: AbortSignal;
  /**
   * Tells the service that the work goes on, and how far it is. Heartbeats are sent all along in any case; this one
   * brings details, which later ones repeat.
   *
   * @param details - At most 2,048 characters as text, or of any length if the worker has a payload store.
   */
  heartbeat(details?: unknown): Promise<{ readonly cancelRequested: boolean }>;
  /**
   * Waits on the worker's clock, so that virtual time passes meanwhile. Rejects with the signal's reason if it aborts.
   *
   * @throws {DurationError} `DURATION_INVALID`
   */
  sleep(duration: Duration): Promise<void>;
  /**
   * Waits until the signal aborts, and rejects with its reason; never resolves. Virtual time passes meanwhile, so in a
   * race with other work it passes during that, too.
   *
   * @example
   * await Promise.race([subscription.closed, activityContext().aborted()]);
   */
  aborted(): Promise<never>;
  /** The worker's logger, with the activity's name and ids in every line. */
  readonly log: Logger;
}

// The one value that is the process's own: Node's storage, which keeps each activity's context to its own calls.
const storage = new AsyncLocalStorage<ActivityContext>();

/**
 * The context of the activity that is running. Outside of a worker, as in a test that calls the implementation itself,
 * it is a harmless one: its signal never aborts, its heartbeats go nowhere, its log is silent.
 */
export const activityContext = (): ActivityContext => storage.getStore() ?? outside();

/** Runs an implementation inside its context. */
export const inContext = <T>(context: ActivityContext, run: () => T): T => storage.run(context, run);

/**
 * Runs an activity's implementation outside of a worker, as a tool for tests does: `activityContext()` gives in it what is
 * given here, and for the rest what it gives outside of a worker.
 *
 * @param known - What is known of the activity. The attempt is read from `activityId`, unless it is given.
 */
export function inLocalContext<T>(known: Partial<ActivityContext>, run: () => T): T {
  const { activityId } = known;
  const attempt = activityId === undefined ? {} : { attempt: attemptOf(activityId) };
  return inContext(Object.freeze({ ...outside(), ...attempt, ...known }), run);
}

function outside(): ActivityContext {
  const silent = (): void => {};
  return {
    activity: { name: "local", version: "1" },
    activityId: "1",
    attempt: 1,
    workflowExecution: { workflowId: "local", runId: "local" },
    taskToken: "",
    signal: new AbortController().signal,
    heartbeat: async () => ({ cancelRequested: false }),
    sleep: async (duration) => openBusy(systemClock()).sleep(toSeconds(duration, "sleep") * 1000),
    aborted: () => new Promise<never>(() => {}),
    log: { debug: silent, info: silent, warn: silent, error: silent },
  };
}

/** The attempt that an activity id tells: ids of later attempts end in `~2`, `~3` and so on. */
export const attemptOf = (activityId: string): number => Number(/~(\d+)$/.exec(activityId)?.[1] ?? 1);
