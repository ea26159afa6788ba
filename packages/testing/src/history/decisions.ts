import { SERVICE_LIMITS } from "@sweft/engine";
import type { DecisionType, EventType, PayloadFormats } from "@sweft/workflow";
import { readControl } from "@sweft/workflow";
import type { DecisionAttributes } from "./decision.ts";
import type { Attributes } from "./event.ts";
import type { Execution } from "./execution.ts";
import type { OpenKind } from "./open.ts";

/** What a decision works on. */
export interface Completion {
  readonly execution: Execution;
  /** The DecisionTaskCompleted that every event of a decision names. */
  readonly completedEventId: number;
  /** Timers canceled by this completion: their ids are free again only after it. */
  readonly canceledTimers: Set<string>;
  /** What SWF writes a moment later, by itself. */
  readonly later: (() => void)[];
  /** What stands beside the decision that is being worked on. */
  readonly formats?: PayloadFormats | undefined;
}

interface Row<A> {
  /** Attributes without which SWF rejects the whole answer. */
  readonly required: readonly string[];
  readonly closes: boolean;
  /** Why SWF refuses it; undefined if it does not. */
  readonly causeOf: (completion: Completion, attributes: A) => string | undefined;
  /** Writes the events of its success. */
  readonly write: (completion: Completion, attributes: A) => void;
  /** Writes the event of its failure. */
  readonly refuse: (completion: Completion, attributes: A, cause: string) => void;
}

const isFull = ({ execution }: Completion, kind: OpenKind, limit: number) => execution.count(kind) >= limit;

const never = () => undefined;

/** Writes an event of this completion. */
const append = ({ execution, completedEventId }: Completion, type: EventType, attributes: Attributes): number =>
  execution.append(type, { ...attributes, decisionTaskCompletedEventId: completedEventId });

/** Writes a refusal: its cause, and those attributes of the decision that the event repeats. */
const refusal =
  <A extends object>(type: EventType, ...repeated: readonly (keyof A & string)[]): Row<A>["refuse"] =>
  (completion, attributes, cause) => {
    const told = Object.fromEntries(repeated.map((name) => [name, attributes[name]]));
    append(completion, type, { ...told, cause });
  };

const isUnhandled = ({ execution }: Completion) => (execution.isUnhandled ? "UNHANDLED_DECISION" : undefined);

/** A decision that ends the execution, unless something was recorded that the decider has not seen. */
const closing = <A extends object>(success: EventType, failure: EventType): Row<A> => ({
  required: [],
  closes: true,
  causeOf: isUnhandled,
  write: ({ execution, completedEventId }, attributes) =>
    execution.close(success, { ...attributes, decisionTaskCompletedEventId: completedEventId }),
  refuse: refusal(failure),
});

type Child = DecisionAttributes["StartChildWorkflowExecution"];
type External = DecisionAttributes["SignalExternalWorkflowExecution" | "RequestCancelExternalWorkflowExecution"];

function writeActivity(completion: Completion, asked: DecisionAttributes["ScheduleActivityTask"]): void {
  const { execution, formats } = completion;
  const { activityId: id, activityType, taskList = { name: "default" } } = asked;
  const scheduledEventId = append(completion, "ActivityTaskScheduled", { ...asked, taskList });
  execution.open.add({
    kind: "activity",
    id,
    name: activityType.name,
    scheduledEventId,
    scheduledMs: execution.nowMs,
    asked,
    formats,
    startedEventId: 0,
    startedMs: 0,
    cancelRequestedEventId: 0,
  });
}

/** An activity that no worker has begun is canceled at once. */
function writeActivityCancel(completion: Completion, { activityId }: { readonly activityId: string }): void {
  const { execution } = completion;
  const activity = execution.get("activity", activityId);
  activity.cancelRequestedEventId = append(completion, "ActivityTaskCancelRequested", { activityId });
  if (activity.startedEventId !== 0) return;
  execution.open.delete(activity);
  const { scheduledEventId, cancelRequestedEventId: latestCancelRequestedEventId } = activity;
  execution.append("ActivityTaskCanceled", { scheduledEventId, startedEventId: 0, latestCancelRequestedEventId });
}

function writeTimer(completion: Completion, asked: DecisionAttributes["StartTimer"]): void {
  const { execution } = completion;
  const startedEventId = append(completion, "TimerStarted", asked);
  const dueMs = execution.nowMs + Number(asked.startToFireTimeout) * 1000;
  execution.open.add({ kind: "timer", id: asked.timerId, startedEventId, dueMs });
}

function writeTimerCancel(completion: Completion, { timerId }: { readonly timerId: string }): void {
  const timer = completion.execution.get("timer", timerId);
  completion.execution.open.delete(timer);
  completion.canceledTimers.add(timerId);
  append(completion, "TimerCanceled", { timerId, startedEventId: timer.startedEventId });
}

/** The child starts later. */
function initiateChild(completion: Completion, asked: Child): number {
  const { taskList = { name: "default" }, childPolicy = "TERMINATE", tagList } = asked;
  const tags = tagList === undefined ? undefined : [...tagList];
  return append(completion, "StartChildWorkflowExecutionInitiated", { ...asked, taskList, childPolicy, tagList: tags });
}

function writeChild(completion: Completion, asked: Child): void {
  const { execution, completedEventId, formats } = completion;
  const { workflowId, workflowType, control } = asked;
  const initiatedEventId = initiateChild(completion, asked);
  execution.open.add({
    kind: "child",
    id: readControl(control)?.id ?? workflowId,
    name: workflowType.name,
    workflowId,
    workflowType,
    initiatedEventId,
    runId: `${execution.runId}.child${initiatedEventId}`,
    initiatedMs: execution.nowMs,
    asked,
    formats,
    decisionTaskCompletedEventId: completedEventId,
    startedEventId: 0,
  });
}

/** That another execution has the workflow id shows only when the child is to be started; all else is known at once. */
function refuseChild(completion: Completion, asked: Child, cause: string): void {
  const { workflowId, workflowType, control } = asked;
  const refuse = (initiatedEventId: number) =>
    append(completion, "StartChildWorkflowExecutionFailed", {
      workflowType,
      cause,
      workflowId,
      initiatedEventId,
      control,
    });
  if (cause === "WORKFLOW_ALREADY_RUNNING") {
    const initiatedEventId = initiateChild(completion, asked);
    completion.later.push(() => refuse(initiatedEventId));
  } else refuse(0);
}

const external =
  (kind: "external signal" | "external cancel", type: EventType): Row<External>["write"] =>
  (completion, asked) => {
    const { workflowId, runId, control } = asked;
    completion.execution.open.add({
      kind,
      id: readControl(control)?.id ?? workflowId,
      workflowId,
      runId,
      control,
      ...("signalName" in asked && { signalName: asked.signalName, input: asked.input }),
      initiatedEventId: append(completion, type, asked),
      decisionTaskCompletedEventId: completion.completedEventId,
    });
  };

/** A refusal known at once names no Initiated event. */
const refuseExternal =
  (type: EventType): Row<External>["refuse"] =>
  (completion, { workflowId, runId, control }, cause) => {
    append(completion, type, { workflowId, runId, cause, initiatedEventId: 0, control });
  };

/** What SWF does with each decision. */
export const DECISIONS: { readonly [T in DecisionType]: Row<DecisionAttributes[T]> } = {
  ScheduleActivityTask: {
    required: ["activityType", "activityId"],
    closes: false,
    causeOf: (completion, { activityId }) => {
      if (completion.execution.find("activity", activityId) !== undefined) return "ACTIVITY_ID_ALREADY_IN_USE";
      return isFull(completion, "activity", SERVICE_LIMITS.openActivities)
        ? "OPEN_ACTIVITIES_LIMIT_EXCEEDED"
        : undefined;
    },
    write: writeActivity,
    refuse: refusal("ScheduleActivityTaskFailed", "activityType", "activityId"),
  },
  RequestCancelActivityTask: {
    required: ["activityId"],
    closes: false,
    causeOf: ({ execution }, { activityId }) =>
      execution.find("activity", activityId) === undefined ? "ACTIVITY_ID_UNKNOWN" : undefined,
    write: writeActivityCancel,
    refuse: refusal("RequestCancelActivityTaskFailed", "activityId"),
  },
  StartTimer: {
    required: ["timerId", "startToFireTimeout"],
    closes: false,
    causeOf: (completion, { timerId }) => {
      const { execution, canceledTimers } = completion;
      const isUsed = canceledTimers.has(timerId) || execution.find("timer", timerId) !== undefined;
      if (isUsed) return "TIMER_ID_ALREADY_IN_USE";
      return isFull(completion, "timer", SERVICE_LIMITS.openTimers) ? "OPEN_TIMERS_LIMIT_EXCEEDED" : undefined;
    },
    write: writeTimer,
    refuse: refusal("StartTimerFailed", "timerId"),
  },
  CancelTimer: {
    required: ["timerId"],
    closes: false,
    causeOf: ({ execution }, { timerId }) =>
      execution.find("timer", timerId) === undefined ? "TIMER_ID_UNKNOWN" : undefined,
    write: writeTimerCancel,
    refuse: refusal("CancelTimerFailed", "timerId"),
  },
  RecordMarker: {
    required: ["markerName"],
    closes: false,
    causeOf: never,
    write: (completion, asked) => append(completion, "MarkerRecorded", asked),
    refuse: refusal("RecordMarkerFailed", "markerName"),
  },
  StartChildWorkflowExecution: {
    required: ["workflowType", "workflowId"],
    closes: false,
    causeOf: (completion, { workflowId }) => {
      if (isFull(completion, "child", SERVICE_LIMITS.openChildren)) return "OPEN_CHILDREN_LIMIT_EXCEEDED";
      return completion.execution.find("child", workflowId) === undefined ? undefined : "WORKFLOW_ALREADY_RUNNING";
    },
    write: writeChild,
    refuse: refuseChild,
  },
  SignalExternalWorkflowExecution: {
    required: ["workflowId", "signalName"],
    closes: false,
    causeOf: never,
    write: external("external signal", "SignalExternalWorkflowExecutionInitiated"),
    refuse: refuseExternal("SignalExternalWorkflowExecutionFailed"),
  },
  RequestCancelExternalWorkflowExecution: {
    required: ["workflowId"],
    closes: false,
    causeOf: never,
    write: external("external cancel", "RequestCancelExternalWorkflowExecutionInitiated"),
    refuse: refuseExternal("RequestCancelExternalWorkflowExecutionFailed"),
  },
  ScheduleLambdaFunction: {
    required: ["id", "name"],
    closes: false,
    causeOf: ({ execution }, { id }) =>
      execution.find("Lambda function", id) === undefined ? undefined : "ID_ALREADY_IN_USE",
    write: (completion, asked) => {
      const scheduledEventId = append(completion, "LambdaFunctionScheduled", asked);
      const { id, name } = asked;
      completion.execution.open.add({
        kind: "Lambda function",
        id,
        name,
        scheduledEventId,
        scheduledMs: completion.execution.nowMs,
        asked,
      });
    },
    refuse: refusal("ScheduleLambdaFunctionFailed", "id", "name"),
  },
  CompleteWorkflowExecution: closing("WorkflowExecutionCompleted", "CompleteWorkflowExecutionFailed"),
  FailWorkflowExecution: closing("WorkflowExecutionFailed", "FailWorkflowExecutionFailed"),
  CancelWorkflowExecution: closing("WorkflowExecutionCanceled", "CancelWorkflowExecutionFailed"),
  ContinueAsNewWorkflowExecution: {
    ...closing("WorkflowExecutionContinuedAsNew", "ContinueAsNewWorkflowExecutionFailed"),
    write: ({ execution, completedEventId }, { workflowTypeVersion, ...asked }) => {
      const { config, workflowType } = execution;
      execution.close("WorkflowExecutionContinuedAsNew", {
        ...config,
        ...asked,
        workflowType: { ...workflowType, version: workflowTypeVersion ?? workflowType.version },
        newExecutionRunId: `${execution.runId}.next`,
        decisionTaskCompletedEventId: completedEventId,
      });
    },
  },
};
