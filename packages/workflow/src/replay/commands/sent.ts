import { retrying } from "../../composites/retry.ts";
import type { Coroutine } from "../../coroutines/coroutine.ts";
import type { Work } from "../../coroutines/work.ts";
import type { ActivityBeside, ScheduleActivity } from "../../language/activity.ts";
import type { SignalChild } from "../../language/child-handle.ts";
import { besideOf } from "../../language/command.ts";
import type { CancelExternal, ExternalSettings, SignalExternal } from "../../language/external.ts";
import { externalSettings } from "../../language/external.ts";
import type { LambdaSettings, ScheduleLambda } from "../../language/lambda.ts";
import type { FullRetryPolicy } from "../../language/retry-policy.ts";
import type { StartTimer } from "../../language/timer.ts";
import type { ChildBeside, StartChildWorkflow } from "../../language/workflow.ts";
import { ActivityWork } from "../../work/activity.ts";
import { ChildWork } from "../../work/child.ts";
import { CancelExternalWork, SignalChildWork, SignalExternalWork } from "../../work/external.ts";
import { LambdaWork } from "../../work/lambda.ts";
import type { RunContext } from "../../work/run-context.ts";
import { TimerWork } from "../../work/timer.ts";
import { startOfHandle, workOfHandle } from "./handles.ts";
import type { Begins } from "./table.ts";
import { besideWhole, complete, internal } from "./table.ts";

/** The first attempt of work, or, if a policy says so, the coroutine that stands for it and tries it again. */
function tried(
  run: RunContext,
  first: Work,
  asked: object,
  retry: FullRetryPolicy | undefined,
  asker: Coroutine,
): Work {
  if (retry === undefined || retry.attempts === 1) return first;
  return run.spawn(first.id, retrying(first.id, first, asked, retry), asker.environment, first);
}

function activity(run: RunContext, id: string, asked: ScheduleActivity, asker: Coroutine): Work {
  const settings = besideWhole<ActivityBeside>(asked, asked.activity).settings;
  return tried(run, new ActivityWork(run, id, asked, settings), asked, settings.retry, asker);
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

const oneSignal = (run: RunContext, id: string, asked: SignalExternal): Work => {
  const isWhole = isText(asked.workflowId) && isText(asked.signal) && Array.isArray(asked.args);
  return new SignalExternalWork(run, id, complete(asked, isWhole), settingsOf(asked));
};

const oneCancel = (run: RunContext, id: string, asked: CancelExternal): Work =>
  new CancelExternalWork(run, id, complete(asked, isText(asked.workflowId)), settingsOf(asked));

const oneLambda = (run: RunContext, id: string, asked: ScheduleLambda): Work =>
  new LambdaWork(run, id, asked, besideWhole<LambdaSettings>(asked));

/** @param asker - An attempt is asked for by the coroutine that stands for all of them. */
function oneChild(run: RunContext, id: string, asked: StartChildWorkflow, asker: Coroutine): Work {
  const first = asker.first instanceof ChildWork ? asker.first : undefined;
  return new ChildWork(run, id, asked, besideWhole<ChildBeside>(asked).settings, first);
}

const signalChild: Begins = (run, id, asked: SignalChild) => {
  const start = startOfHandle(run, id, asked);
  return new SignalChildWork(run, id, asked, workOfHandle(run, asked), start);
};

/** Work that a decision asks for and SWF does. */
export const SENT: Readonly<Record<string, Begins>> = {
  ScheduleActivity: activity,
  StartTimer: timer,
  Backoff: (run, id, asked: StartTimer) => new TimerWork(run, id, internal(asked).seconds, true),
  StartChildWorkflow: (run, id, asked: StartChildWorkflow, asker) => {
    const { settings } = besideWhole<ChildBeside>(asked);
    return tried(run, new ChildWork(run, id, asked, settings), asked, settings.retry, asker);
  },
  ScheduleLambda: (run, id, asked: ScheduleLambda, asker) =>
    tried(run, oneLambda(run, id, asked), asked, besideWhole<LambdaSettings>(asked).retry, asker),
  SignalExternal: (run, id, asked: SignalExternal, asker) =>
    tried(run, oneSignal(run, id, asked), asked, settingsOf(asked).retry, asker),
  CancelExternal: (run, id, asked: CancelExternal, asker) =>
    tried(run, oneCancel(run, id, asked), asked, settingsOf(asked).retry, asker),
  SignalChild: signalChild,
};

/** One attempt of what a retry policy may try again, for each kind that has such policies. */
export const ATTEMPTS: Readonly<Record<string, Begins>> = {
  ScheduleActivity: (run, id, asked: ScheduleActivity) =>
    new ActivityWork(run, id, asked, besideWhole<ActivityBeside>(asked, asked.activity).settings),
  StartChildWorkflow: oneChild,
  ScheduleLambda: oneLambda,
  SignalExternal: oneSignal,
  CancelExternal: oneCancel,
};
