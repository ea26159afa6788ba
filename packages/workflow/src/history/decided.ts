import type { DecisionType } from "../decisions/decision.ts";
import { readControl } from "../values/header.ts";
import { RESERVED } from "../values/names.ts";
import type { Reads } from "./attributes.ts";
import { READ } from "./attributes.ts";
import type { EventAttributes, EventType, HistoryEvent } from "./event.ts";
import { byKind, kindOf } from "./event-kind.ts";
import { markerKey } from "./marker-key.ts";

/** An event that a decision wrote: which kind of decision, under which key, and whether SWF refused it. */
export interface Decided {
  readonly decisionType: DecisionType;
  readonly read: Reads;
  readonly isRefusal: boolean;
  readonly key: (attributes: EventAttributes) => string | undefined;
  /** Does the interpreter itself own this decision, and not the workflow code? Undefined where that cannot be. */
  readonly isReserved: ((attributes: EventAttributes) => boolean) | undefined;
  readonly type: EventType;
}

/** The marker that names the run. */
export const RUN_MARKER = `${RESERVED}run`;

/** Timers that begin so hold a run until fixed code arrives. */
export const HOLD_TIMER = `${RESERVED}hold.`;

/** Timers that begin so wake a run up when SWF takes more decisions of a kind. */
export const WAKE_TIMER = `${RESERVED}wake.`;

/** A timer that begins so is the last decision of a completion that could not hold all that was asked: the rest follows. */
export const MORE_TIMER = `${RESERVED}more.`;

/** Is it a timer that only wakes a run up? Nobody waits for it. */
export const isWakeTimer = (timerId: string): boolean =>
  timerId.startsWith(WAKE_TIMER) || timerId.startsWith(MORE_TIMER);

const byControl = ({ control, workflowId }: EventAttributes) => readControl(control)?.id ?? workflowId;
const byActivity = ({ activityId }: EventAttributes) => activityId;
const byTimer = ({ timerId }: EventAttributes) => timerId;
const byMarker = ({ markerName, details }: EventAttributes) => markerKey(markerName, details);
const byId = ({ id }: EventAttributes) => id;
const byNothing = () => undefined;

// Only where it can be: looking for a member that an object does not have is what costs most in replay.
const RESERVED_BY: Partial<Record<DecisionType, Decided["isReserved"]>> = {
  RecordMarker: ({ markerName }) => markerName === RUN_MARKER,
  StartTimer: ({ timerId }) => timerId?.startsWith(RESERVED) === true,
  CancelTimer: ({ timerId }) => timerId?.startsWith(RESERVED) === true,
};

const row = (
  type: EventType,
  decisionType: DecisionType,
  key: Decided["key"],
  isRefusal = false,
): [EventType, Decided] => [
  type,
  { type, decisionType, read: READ[type], isRefusal, key, isReserved: RESERVED_BY[decisionType] },
];

const ROWS = [
  row("ActivityTaskScheduled", "ScheduleActivityTask", byActivity),
  row("ScheduleActivityTaskFailed", "ScheduleActivityTask", byActivity, true),
  row("ActivityTaskCancelRequested", "RequestCancelActivityTask", byActivity),
  row("RequestCancelActivityTaskFailed", "RequestCancelActivityTask", byActivity, true),
  row("TimerStarted", "StartTimer", byTimer),
  row("StartTimerFailed", "StartTimer", byTimer, true),
  row("TimerCanceled", "CancelTimer", byTimer),
  row("CancelTimerFailed", "CancelTimer", byTimer, true),
  row("MarkerRecorded", "RecordMarker", byMarker),
  row("RecordMarkerFailed", "RecordMarker", byNothing, true),
  row("StartChildWorkflowExecutionInitiated", "StartChildWorkflowExecution", byControl),
  row("StartChildWorkflowExecutionFailed", "StartChildWorkflowExecution", byControl, true),
  row("SignalExternalWorkflowExecutionInitiated", "SignalExternalWorkflowExecution", byControl),
  row("SignalExternalWorkflowExecutionFailed", "SignalExternalWorkflowExecution", byControl, true),
  row("RequestCancelExternalWorkflowExecutionInitiated", "RequestCancelExternalWorkflowExecution", byControl),
  row("RequestCancelExternalWorkflowExecutionFailed", "RequestCancelExternalWorkflowExecution", byControl, true),
  row("LambdaFunctionScheduled", "ScheduleLambdaFunction", byId),
  row("ScheduleLambdaFunctionFailed", "ScheduleLambdaFunction", byId, true),
  row("WorkflowExecutionCompleted", "CompleteWorkflowExecution", byNothing),
  row("CompleteWorkflowExecutionFailed", "CompleteWorkflowExecution", byNothing, true),
  row("WorkflowExecutionFailed", "FailWorkflowExecution", byNothing),
  row("FailWorkflowExecutionFailed", "FailWorkflowExecution", byNothing, true),
  row("WorkflowExecutionCanceled", "CancelWorkflowExecution", byNothing),
  row("CancelWorkflowExecutionFailed", "CancelWorkflowExecution", byNothing, true),
  row("WorkflowExecutionContinuedAsNew", "ContinueAsNewWorkflowExecution", byNothing),
  row("ContinueAsNewWorkflowExecutionFailed", "ContinueAsNewWorkflowExecution", byNothing, true),
];

/** Every event that decisions write in their own completion, by kind. */
export const DECIDED = byKind(ROWS);

/** What an event says of the decision that wrote it; undefined if none did. */
export const decidedBy = ({ eventType }: HistoryEvent): Decided | undefined => DECIDED[kindOf(eventType)];

/**
 * Is this event, found right behind a DecisionTaskCompleted, one that its decisions wrote? They all stand there; what
 * only looks like one is a refusal that points to an Initiated event, which comes after that event, as news.
 */
export function isDecided(event: HistoryEvent, kind: number): boolean {
  const decided = DECIDED[kind];
  if (decided?.isRefusal !== true) return decided !== undefined;
  return (decided.read(event).initiatedEventId ?? 0) === 0;
}
