import { TestingError } from "../errors.ts";
import type { Attributes } from "./event.ts";
import type { Execution } from "./execution.ts";
import type { OpenActivity } from "./open.ts";

/** SWF's four clocks of an activity. */
export type ActivityTimeoutType = "START_TO_CLOSE" | "SCHEDULE_TO_START" | "SCHEDULE_TO_CLOSE" | "HEARTBEAT";

type Outcome = "ActivityTaskCompleted" | "ActivityTaskFailed" | "ActivityTaskTimedOut" | "ActivityTaskCanceled";

/** A worker takes the activity, unless one has it already. */
export function startActivity(execution: Execution, id: string, identity?: string): OpenActivity {
  const what = `the start of activity ${id}`;
  execution.assertOpen(what);
  const activity = execution.get("activity", id);
  if (activity.startedEventId !== 0) return activity;
  const { scheduledEventId } = activity;
  activity.startedEventId = execution.transact(what, () =>
    execution.append("ActivityTaskStarted", { identity, scheduledEventId }),
  );
  activity.startedMs = execution.nowMs;
  return activity;
}

/** The activity ends as its worker says. */
export function endActivity(execution: Execution, id: string, type: Outcome, attributes: Attributes): void {
  end(execution, startActivity(execution, id), type, attributes);
}

function end(execution: Execution, activity: OpenActivity, type: Outcome, attributes: Attributes): void {
  const { scheduledEventId, startedEventId } = activity;
  execution.transact(`${type} of ${activity.id}`, () =>
    execution.append(type, { ...attributes, scheduledEventId, startedEventId }),
  );
  execution.open.delete(activity);
}

/** A clock of an activity: where its length stands, since when it runs, and whether only of a started activity. */
interface Clock {
  readonly timeout: keyof OpenActivity["asked"];
  readonly isOfStarted: boolean | undefined;
}

const CLOCKS: Readonly<Record<ActivityTimeoutType, Clock>> = {
  START_TO_CLOSE: { timeout: "startToCloseTimeout", isOfStarted: true },
  SCHEDULE_TO_START: { timeout: "scheduleToStartTimeout", isOfStarted: false },
  SCHEDULE_TO_CLOSE: { timeout: "scheduleToCloseTimeout", isOfStarted: undefined },
  HEARTBEAT: { timeout: "heartbeatTimeout", isOfStarted: true },
};

/**
 * One of the activity's clocks runs out: not before its time, so the history's clock moves on to it.
 * @throws {TestingError} `TIMEOUT_IMPOSSIBLE`
 */
export function timeOutActivity(
  execution: Execution,
  id: string,
  timeoutType: ActivityTimeoutType,
  details: string | undefined,
): void {
  const open = execution.get("activity", id);
  const { timeout, isOfStarted } = CLOCKS[timeoutType];
  const seconds = open.asked[timeout];
  if (seconds === "NONE") {
    throw new TestingError(
      "TIMEOUT_IMPOSSIBLE",
      `activity ${open.name} (${id}) cannot time out by ${timeoutType}: its ${timeout} is NONE; set it where the activity is declared or called`,
    );
  }
  if (isOfStarted === false && open.startedEventId !== 0) {
    throw new TestingError(
      "TIMEOUT_IMPOSSIBLE",
      `activity ${open.name} (${id}) cannot time out by ${timeoutType}: a worker has it since event ${open.startedEventId}`,
    );
  }
  const activity = isOfStarted === true ? startActivity(execution, id) : open;
  const since = isOfStarted === true ? activity.startedMs : activity.scheduledMs;
  if (seconds !== undefined) execution.reach(since + Number(seconds) * 1000);
  end(execution, activity, "ActivityTaskTimedOut", { timeoutType, details });
}
