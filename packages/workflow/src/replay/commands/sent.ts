import { retrying } from "../../composites/retry.ts";
import type { Coroutine } from "../../coroutines/coroutine.ts";
import type { Work } from "../../coroutines/work.ts";
import type { ActivityBeside, ScheduleActivity } from "../../language/activity.ts";
import type { SignalChild } from "../../language/child-handle.ts";
import { besideOf } from "../../language/command.ts";
import type { CancelExternal, ExternalSettings, SignalExternal } from "../../language/external.ts";
import { externalSettings } from "../../language/external.ts";
import type { StartTimer } from "../../language/timer.ts";
import type { ChildBeside, StartChildWorkflow } from "../../language/workflow.ts";
import { ActivityWork } from "../../work/activity.ts";
import { ChildWork } from "../../work/child.ts";
import { CancelExternalWork, SignalChildWork, SignalExternalWork } from "../../work/external.ts";
import type { RunContext } from "../../work/run-context.ts";
import { TimerWork } from "../../work/timer.ts";
import { startOfHandle, workOfHandle } from "./handles.ts";
import type { Begins } from "./table.ts";
import { besideWhole, complete, internal } from "./table.ts";

function activity(run: RunContext, id: string, asked: ScheduleActivity, asker: Coroutine): Work {
  const settings = besideWhole<ActivityBeside>(asked, asked.activity).settings;
  const { retry } = settings;
  const first = new ActivityWork(run, id, asked, settings);
  if (retry === undefined || retry.attempts === 1) return first;
  return run.spawn(id, retrying(id, first, asked, retry), asker.environment, first);
}

/** A marked timer that an earlier run has begun waits for the rest. */
const timer: Begins = (run, id, asked: StartTimer) => {
  const { seconds, carry } = complete(asked, Number.isInteger(asked.seconds));
  if (carry === undefined) return new TimerWork(run, id, seconds);
  const dueMs = run.chain.takeTimer(carry);
  const rest = dueMs === undefined ? seconds : Math.max(0, Math.ceil((dueMs - run.time) / 1000));
  return new TimerWork(run, id, rest, false, { type: "StartTimer", seconds, carry });
};

/** A literal says how it is sent by its options alone. */
const settingsOf = (asked: SignalExternal | CancelExternal): ExternalSettings =>
  (besideOf(asked) as ExternalSettings | undefined) ?? externalSettings(asked.options);

const isText = (value: unknown): boolean => typeof value === "string";

const signalExternal: Begins = (run, id, asked: SignalExternal) => {
  const isWhole = isText(asked.workflowId) && isText(asked.signal) && Array.isArray(asked.args);
  return new SignalExternalWork(run, id, complete(asked, isWhole), settingsOf(asked));
};

const cancelExternal: Begins = (run, id, asked: CancelExternal) =>
  new CancelExternalWork(run, id, complete(asked, isText(asked.workflowId)), settingsOf(asked));

const signalChild: Begins = (run, id, asked: SignalChild) => {
  const start = startOfHandle(run, id, asked);
  return new SignalChildWork(run, id, asked, workOfHandle(run, asked), start);
};

/** Work that a decision asks for and SWF does. */
export const SENT: Readonly<Record<string, Begins>> = {
  ScheduleActivity: activity,
  StartTimer: timer,
  Backoff: (run, id, asked: StartTimer) => new TimerWork(run, id, internal(asked).seconds, true),
  StartChildWorkflow: (run, id, asked: StartChildWorkflow) =>
    new ChildWork(run, id, asked, besideWhole<ChildBeside>(asked).settings),
  SignalExternal: signalExternal,
  CancelExternal: cancelExternal,
  SignalChild: signalChild,
};

/** One attempt of what a retry policy may try again, for each kind that has such policies. */
export const ATTEMPTS: Readonly<Record<string, Begins>> = {
  ScheduleActivity: (run, id, asked: ScheduleActivity) =>
    new ActivityWork(run, id, asked, besideWhole<ActivityBeside>(asked, asked.activity).settings),
};
