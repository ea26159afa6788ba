import { connectionFlaws } from "../api/connections.ts";
import { nameOf } from "../api/faults.ts";
import type { OptionNames } from "../option-names.ts";
import { assertOptions } from "../option-names.ts";
import type { WorkerOptions } from "../options.ts";
import { invalid, WORKER_OPTIONS, workerOf } from "../options.ts";
import type { CloseOptions } from "../polling/polling.ts";
import { openPolling } from "../polling/polling.ts";
import { activityRegistration } from "../registration/activity-types.ts";
import { register } from "../registration/registrar.ts";
import type { AnyActivity } from "../registration/types.ts";
import { indexActivities } from "../registration/types.ts";
import { act } from "./act.ts";
import { taskOf } from "./task.ts";

/** What {@link openActivityWorker} takes. */
export interface ActivityWorkerOptions extends WorkerOptions {
  /** The activities to run; no two of one name and version. */
  readonly activities: readonly AnyActivity[];
  /**
   * Seconds between heartbeats, more than 0. Default 10. An activity that declares a heartbeat timeout gets three in that
   * time, if that is more often: the service tells workers no timeouts, so one that only a single call sets is not known
   * here. A heartbeat costs no event; it is how an activity hears that it is canceled.
   */
  readonly heartbeatSeconds?: number;
}

const OPTIONS: OptionNames<ActivityWorkerOptions> = { ...WORKER_OPTIONS, activities: true, heartbeatSeconds: true };

/** An activity worker at work. */
export interface ActivityWorker {
  /**
   * Asks for no further tasks, finishes those in hand or on their way, then resolves. On Amazon SWF that takes up to 60
   * seconds, the length of a poll, if no activity takes longer. With `force`, signals of running activities abort, and
   * their tasks are left to time out.
   */
  close(options?: CloseOptions): Promise<void>;
}

/**
 * Opens an activity worker: it creates what is missing of its domain and types, and then runs activities.
 *
 * @returns Once domain and types are there and polling has begun.
 * @throws {WorkerError} `WORKER_OPTION_INVALID`, `NOT_AN_ACTIVITY`, `DUPLICATE_TYPE`, `DOMAIN_DEPRECATED`; or what the
 * service refused registration with.
 */
export async function openActivityWorker(options: ActivityWorkerOptions): Promise<ActivityWorker> {
  assertOptions("openActivityWorker", options, OPTIONS, "openActivityWorker({ api, domain, activities: [charge] })");
  const worker = workerOf(options);
  const activities = indexActivities(options.activities);
  const { heartbeatSeconds = 10 } = options;
  if (!(heartbeatSeconds > 0 && Number.isFinite(heartbeatSeconds))) {
    throw invalid("heartbeatSeconds", heartbeatSeconds, "a number of seconds above 0");
  }
  if (worker.register) {
    const types = [...activities.values()].map((activity) => activityRegistration(worker, activity));
    await register(worker, types);
  }
  const { api, domain, taskList, identity, logger, pollers, concurrency, clock, random } = worker;
  const acting = { worker, activities, heartbeatMs: heartbeatSeconds * 1000 };
  for (const flaw of connectionFlaws(api, pollers)) logger.warn({ domain, taskList }, flaw);
  return openPolling({
    poll: async (abortSignal) =>
      taskOf(await api.pollForActivityTask({ domain, taskList: { name: taskList }, identity }, { abortSignal })),
    handle: (task, busy, force) => act(acting, task, busy, force),
    dropped: (error) =>
      logger.error({ domain, taskList, err: error }, "an error nobody expected dropped the activity task it came from"),
    failed: (error, attempt) =>
      logger.warn({ domain, taskList, attempt, name: nameOf(error), err: error }, "a poll for activity tasks failed"),
    pollers,
    concurrency,
    clock,
    random,
    abortsSafely: api.abortsSafely ?? false,
  });
}
