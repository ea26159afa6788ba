import type { ChildPolicy, CloseStatus, EventType } from "@aws-sdk/client-swf";
import type { Attributes, EventOf } from "./events.ts";
import { attributesOf } from "./events.ts";
import { hidesTimeouts } from "./inherited-timeouts.ts";
import type { ActivityState, ExternalState, Run } from "./run.ts";

type FoldOf<T extends EventType> = (run: Run, attributes: Attributes<T>, event: EventOf<T>) => void;
type Folds = { readonly [T in EventType]: FoldOf<T> };

/** Adds an event to what the history adds up to. */
export function fold<T extends EventType>(run: Run, event: EventOf<T>): void {
  const apply: FoldOf<T> = FOLDS[event.eventType];
  apply(run, attributesOf(event), event);
}

const ignored = () => {};

const closes =
  (closeStatus: CloseStatus) =>
  (run: Run, _attributes: unknown, { eventTimestamp }: { readonly eventTimestamp: Date }) => {
    run.closeStatus = closeStatus;
    run.closeMs = eventTimestamp.getTime();
  };

const closesActivity = (
  run: Run,
  { scheduledEventId }: { readonly scheduledEventId: number | undefined },
  { eventTimestamp }: { readonly eventTimestamp: Date },
) => {
  const activity = run.activities.get(Number(scheduledEventId));
  if (activity === undefined) return;
  run.activities.delete(activity.scheduledEventId);
  run.activityIds.delete(activity.activityId);
  run.latestActivityTaskMs = eventTimestamp.getTime();
};

const closesTimer = (run: Run, { timerId }: { readonly timerId: string | undefined }) => {
  run.timers.delete(String(timerId));
};

const closesChild = (run: Run, { initiatedEventId }: { readonly initiatedEventId: number | undefined }) => {
  run.children.delete(Number(initiatedEventId));
};

const closesLambda = (run: Run, { scheduledEventId }: { readonly scheduledEventId?: number | undefined }) => {
  const lambda = run.lambdas.get(Number(scheduledEventId));
  if (lambda === undefined) return;
  run.lambdas.delete(lambda.scheduledEventId);
  run.lambdaIds.delete(lambda.id);
};

const opensExternal = (
  run: Run,
  request: ExternalState["request"],
  { eventId, eventTimestamp }: { readonly eventId: number; readonly eventTimestamp: Date },
) => {
  run.externals.set(eventId, { initiatedEventId: eventId, initiatedMs: eventTimestamp.getTime(), request });
};

const closesExternal = (run: Run, { initiatedEventId }: { readonly initiatedEventId: number | undefined }) => {
  run.externals.delete(Number(initiatedEventId));
};

/**
 * What each event means to the state of its execution. A new event type does not compile until it has a line here.
 * The client's types call required members possibly undefined; events written by `append` have them.
 */
const FOLDS: Folds = {
  WorkflowExecutionStarted(run, attributes, { eventTimestamp }) {
    run.workflowType = attributes.workflowType as NonNullable<typeof attributes.workflowType>;
    run.config = Object.freeze({
      taskList: attributes.taskList as { readonly name: string },
      taskPriority: attributes.taskPriority,
      executionStartToCloseTimeout: String(attributes.executionStartToCloseTimeout),
      taskStartToCloseTimeout: String(attributes.taskStartToCloseTimeout),
      childPolicy: attributes.childPolicy as ChildPolicy,
      lambdaRole: attributes.lambdaRole,
    });
    run.tagList = attributes.tagList;
    run.parent = attributes.parentWorkflowExecution;
    run.parentInitiatedEventId = attributes.parentInitiatedEventId ?? 0;
    run.startMs = eventTimestamp.getTime();
  },
  WorkflowExecutionSignaled: ignored,
  WorkflowExecutionCancelRequested(run) {
    run.cancelRequested = true;
  },
  WorkflowExecutionCompleted: closes("COMPLETED"),
  WorkflowExecutionFailed: closes("FAILED"),
  WorkflowExecutionCanceled: closes("CANCELED"),
  WorkflowExecutionContinuedAsNew: closes("CONTINUED_AS_NEW"),
  WorkflowExecutionTimedOut: closes("TIMED_OUT"),
  WorkflowExecutionTerminated: closes("TERMINATED"),
  CompleteWorkflowExecutionFailed: ignored,
  FailWorkflowExecutionFailed: ignored,
  CancelWorkflowExecutionFailed: ignored,
  ContinueAsNewWorkflowExecutionFailed: ignored,

  DecisionTaskScheduled(run, attributes, { eventId, eventTimestamp }) {
    run.scheduledTask = {
      scheduledEventId: eventId,
      scheduledMs: eventTimestamp.getTime(),
      taskList: attributes.taskList as { readonly name: string },
      priority: attributes.taskPriority,
      startToCloseTimeout: attributes.startToCloseTimeout ?? "NONE",
      scheduleToStartTimeout: attributes.scheduleToStartTimeout ?? "NONE",
      startedEventId: 0,
      startedMs: 0,
      previousStartedEventId: 0,
      lastStartedEventId: 0,
    };
  },
  DecisionTaskStarted(run, _attributes, { eventId, eventTimestamp }) {
    const task = run.scheduledTask;
    if (task === undefined) return;
    task.startedEventId = eventId;
    task.startedMs = eventTimestamp.getTime();
    task.previousStartedEventId = run.previousStartedEventId;
    task.lastStartedEventId = run.lastStartedEventId;
    run.lastStartedEventId = eventId;
    run.startedTask = task;
    run.scheduledTask = undefined;
  },
  DecisionTaskCompleted(run, attributes, { eventTimestamp }) {
    run.lastDecisionMs = eventTimestamp.getTime();
    run.previousStartedEventId = Number(attributes.startedEventId);
    run.startedTask = undefined;
    if (attributes.executionContext !== undefined) run.latestExecutionContext = attributes.executionContext;
    if (attributes.taskList !== undefined) {
      run.decisionListOverride = {
        taskList: attributes.taskList as { readonly name: string },
        scheduleToStartTimeout: attributes.taskListScheduleToStartTimeout ?? "NONE",
      };
    }
  },
  DecisionTaskTimedOut(run, attributes, { eventTimestamp }) {
    run.lastDecisionMs = eventTimestamp.getTime();
    const { startedTask, decisionListOverride: override } = run;
    const isStarted = startedTask?.scheduledEventId === attributes.scheduledEventId;
    const list = isStarted ? startedTask?.taskList : run.scheduledTask?.taskList;
    if (isStarted) run.startedTask = undefined;
    else run.scheduledTask = undefined;
    // A temporary list ends with the first timeout on it (reference, section 6, rule 11).
    const isOnOverride = list?.name === override?.taskList.name;
    if (isOnOverride && override?.scheduleToStartTimeout !== "NONE") run.decisionListOverride = undefined;
  },

  ActivityTaskScheduled(run, attributes, { eventId, eventTimestamp }) {
    const activity: ActivityState = {
      scheduledEventId: eventId,
      scheduledMs: eventTimestamp.getTime(),
      activityId: String(attributes.activityId),
      activityType: attributes.activityType as NonNullable<typeof attributes.activityType>,
      input: attributes.input,
      taskList: attributes.taskList as { readonly name: string },
      priority: attributes.taskPriority,
      scheduleToStartTimeout: attributes.scheduleToStartTimeout ?? "NONE",
      scheduleToCloseTimeout: attributes.scheduleToCloseTimeout ?? "NONE",
      startToCloseTimeout: attributes.startToCloseTimeout ?? "NONE",
      heartbeatTimeout: attributes.heartbeatTimeout ?? "NONE",
      startedEventId: 0,
      startedMs: 0,
      cancelRequestedEventId: 0,
      heartbeatMs: 0,
      heartbeatDetails: undefined,
    };
    run.activities.set(eventId, activity);
    run.activityIds.set(activity.activityId, activity);
    run.hidesTimeouts ||= hidesTimeouts(attributes);
    run.latestActivityTaskMs = activity.scheduledMs;
  },
  ScheduleActivityTaskFailed: ignored,
  ActivityTaskStarted(run, attributes, { eventId, eventTimestamp }) {
    const activity = run.activities.get(Number(attributes.scheduledEventId));
    if (activity === undefined) return;
    activity.startedEventId = eventId;
    activity.startedMs = eventTimestamp.getTime();
    activity.heartbeatMs = activity.startedMs;
    run.latestActivityTaskMs = activity.startedMs;
  },
  ActivityTaskCompleted: closesActivity,
  ActivityTaskFailed: closesActivity,
  ActivityTaskTimedOut: closesActivity,
  ActivityTaskCanceled: closesActivity,
  ActivityTaskCancelRequested(run, attributes, { eventId }) {
    const activity = run.activityIds.get(String(attributes.activityId));
    if (activity !== undefined) activity.cancelRequestedEventId = eventId;
  },
  RequestCancelActivityTaskFailed: ignored,

  MarkerRecorded: ignored,
  RecordMarkerFailed: ignored,
  TimerStarted(run, attributes, { eventId, eventTimestamp }) {
    const timerId = String(attributes.timerId);
    run.timers.set(timerId, {
      timerId,
      startedEventId: eventId,
      startedMs: eventTimestamp.getTime(),
      startToFireTimeout: String(attributes.startToFireTimeout),
    });
  },
  StartTimerFailed: ignored,
  TimerFired: closesTimer,
  TimerCanceled: closesTimer,
  CancelTimerFailed: ignored,

  StartChildWorkflowExecutionInitiated(run, initiated, { eventId, eventTimestamp }) {
    const initiatedMs = eventTimestamp.getTime();
    run.children.set(eventId, { initiatedEventId: eventId, initiatedMs, initiated, startedEventId: 0 });
  },
  StartChildWorkflowExecutionFailed: closesChild,
  ChildWorkflowExecutionStarted(run, attributes, { eventId }) {
    const child = run.children.get(Number(attributes.initiatedEventId));
    if (child !== undefined) child.startedEventId = eventId;
  },
  ChildWorkflowExecutionCompleted: closesChild,
  ChildWorkflowExecutionFailed: closesChild,
  ChildWorkflowExecutionTimedOut: closesChild,
  ChildWorkflowExecutionCanceled: closesChild,
  ChildWorkflowExecutionTerminated: closesChild,

  SignalExternalWorkflowExecutionInitiated: (run, said, event) => opensExternal(run, { kind: "signal", said }, event),
  SignalExternalWorkflowExecutionFailed: closesExternal,
  ExternalWorkflowExecutionSignaled: closesExternal,
  RequestCancelExternalWorkflowExecutionInitiated: (run, said, event) =>
    opensExternal(run, { kind: "cancel", said }, event),
  RequestCancelExternalWorkflowExecutionFailed: closesExternal,
  ExternalWorkflowExecutionCancelRequested: closesExternal,

  LambdaFunctionScheduled(run, attributes, { eventId, eventTimestamp }) {
    const id = String(attributes.id);
    run.lambdas.set(eventId, {
      scheduledEventId: eventId,
      scheduledMs: eventTimestamp.getTime(),
      id,
      name: String(attributes.name),
      input: attributes.input,
      startToCloseTimeout: String(attributes.startToCloseTimeout),
      startedEventId: 0,
      startedMs: 0,
    });
    run.lambdaIds.add(id);
  },
  ScheduleLambdaFunctionFailed: ignored,
  LambdaFunctionStarted(run, attributes, { eventId, eventTimestamp }) {
    const lambda = run.lambdas.get(Number(attributes.scheduledEventId));
    if (lambda === undefined) return;
    lambda.startedEventId = eventId;
    lambda.startedMs = eventTimestamp.getTime();
  },
  StartLambdaFunctionFailed: closesLambda,
  LambdaFunctionCompleted: closesLambda,
  LambdaFunctionFailed: closesLambda,
  LambdaFunctionTimedOut: closesLambda,
};
