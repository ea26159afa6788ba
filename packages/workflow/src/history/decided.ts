import type { DecisionType } from "../decisions/decision.ts";
import { readControl } from "../values/header.ts";
import { RESERVED } from "../values/names.ts";
import { EFFECT_MARKER, effectKey } from "../work/effect.ts";
import type { AttributesKey, EventAttributes, EventType, HistoryEvent } from "./event.ts";
import { attributesKey } from "./event.ts";

/** An event that a decision wrote: which kind of decision, under which key, and whether SWF refused it. */
export interface Decided {
  readonly decisionType: DecisionType;
  readonly attributes: AttributesKey;
  readonly isRefusal: boolean;
  readonly key: (attributes: EventAttributes) => string | undefined;
}

const byControl = ({ control, workflowId }: EventAttributes) => readControl(control)?.id ?? workflowId;
const byActivity = ({ activityId }: EventAttributes) => activityId;
const byTimer = ({ timerId }: EventAttributes) => timerId;
const byMarker = ({ markerName, details }: EventAttributes) =>
  markerName === EFFECT_MARKER ? effectKey(details) : markerName;
const byNothing = () => undefined;

const row = (
  type: EventType,
  decisionType: DecisionType,
  key: Decided["key"],
  isRefusal = false,
): [string, Decided] => [type, { decisionType, attributes: attributesKey(type), isRefusal, key }];

/** Every event that decisions write in their own completion. */
export const DECIDED: ReadonlyMap<string | undefined, Decided> = new Map([
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
  row("LambdaFunctionScheduled", "ScheduleLambdaFunction", byControl),
  row("ScheduleLambdaFunctionFailed", "ScheduleLambdaFunction", byNothing, true),
  row("WorkflowExecutionCompleted", "CompleteWorkflowExecution", byNothing),
  row("CompleteWorkflowExecutionFailed", "CompleteWorkflowExecution", byNothing, true),
  row("WorkflowExecutionFailed", "FailWorkflowExecution", byNothing),
  row("FailWorkflowExecutionFailed", "FailWorkflowExecution", byNothing, true),
  row("WorkflowExecutionCanceled", "CancelWorkflowExecution", byNothing),
  row("CancelWorkflowExecutionFailed", "CancelWorkflowExecution", byNothing, true),
  row("WorkflowExecutionContinuedAsNew", "ContinueAsNewWorkflowExecution", byNothing),
  row("ContinueAsNewWorkflowExecutionFailed", "ContinueAsNewWorkflowExecution", byNothing, true),
]);

/** An event's attributes under a known key. */
export const attributesOf = (event: HistoryEvent, key: AttributesKey): EventAttributes =>
  (event[key] ?? {}) as EventAttributes;

/** The id of the completion that wrote this event; undefined if no decision wrote it, or it settles an earlier one. */
export function completionOf(event: HistoryEvent): number | undefined {
  const decided = DECIDED.get(event.eventType);
  if (decided === undefined) return undefined;
  const { decisionTaskCompletedEventId, initiatedEventId } = attributesOf(event, decided.attributes);
  // A refusal that points to an Initiated event comes after that event, as news.
  return decided.isRefusal && initiatedEventId !== undefined && initiatedEventId > 0
    ? undefined
    : decisionTaskCompletedEventId;
}

/** The marker that names the run. */
export const RUN_MARKER = `${RESERVED}run`;

/** Timers that begin so hold a run until fixed code arrives. */
export const HOLD_TIMER = `${RESERVED}hold.`;

/** Does the interpreter itself own this decision, and not the workflow code? */
export const isReserved = ({ markerName, timerId }: EventAttributes): boolean =>
  markerName === RUN_MARKER || timerId?.startsWith(RESERVED) === true;
