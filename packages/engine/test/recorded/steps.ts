import type { Decision, EventType } from "@aws-sdk/client-swf";
import type { Attributes } from "./attributes.ts";
import { attributesOf, number, object, pick, text } from "./attributes.ts";
import { DECISIONS } from "./decisions.ts";
import type { RecordedEvent } from "./recordings.ts";
import type { Stage } from "./stage.ts";

/** The execution whose history is driven. */
export interface Driven {
  readonly stage: Stage;
  readonly workflowId: string;
  /** The whole recorded history, to look back and ahead in. */
  readonly history: readonly RecordedEvent[];
  /** Starts the execution, as it was asked for. */
  start(): Promise<void>;
  /** The engine's run id of the execution. */
  runId(): string;
}

/** Makes the call that writes an event; undefined if none does. */
type Step = (driven: Driven, attributes: Attributes, event: RecordedEvent) => Promise<unknown> | undefined;

/** The engine writes it by itself: with the event before, or once time has come. */
const byItself: Step = () => undefined;

function recorded({ history }: Driven, eventId: number): Attributes {
  const found = history.find((event) => event.eventId === eventId);
  if (found === undefined) throw new Error(`event ${eventId} is referred to and not there`);
  return attributesOf(found);
}

/** Who polled, if the event says it. */
const identityOf = (of: Attributes) => (of.identity === undefined ? undefined : text(of, "identity"));

function token({ stage }: Driven, of: Attributes): string {
  const found = stage.tokens.get(number(of, "startedEventId"));
  if (found === undefined) throw new Error(`no task was started by event ${String(of.startedEventId)}`);
  return found;
}

const pollForDecision: Step = async (driven, of, { eventId }) => {
  const scheduled = recorded(driven, number(of, "scheduledEventId"));
  const list = text(object(scheduled, "taskList"), "name");
  const task = await driven.stage.decisionTaskOf(driven.runId(), list, identityOf(of));
  if (task.startedEventId !== eventId) throw new Error(`its task says event ${task.startedEventId}`);
  driven.stage.tokens.set(eventId, String(task.taskToken));
};

const respondDecision: Step = (driven, of, { eventId }) => {
  const decisions = driven.history.flatMap((event): readonly Decision[] => {
    const attributes = attributesOf(event);
    if (attributes.decisionTaskCompletedEventId !== eventId) return [];
    // Mutated and future recordings may hold other types; then there is no decision.
    const decided = DECISIONS[event.eventType as EventType]?.(attributes);
    return decided === undefined ? [] : [withRunIdsOf(driven.stage, decided)];
  });
  return driven.stage.engine.respondDecisionTaskCompleted({
    taskToken: token(driven, of),
    decisions,
    ...pick(of, "executionContext", "taskList", "taskListScheduleToStartTimeout"),
  });
};

/** The decision with the run ids of the engine in place of the recorded ones. */
function withRunIdsOf({ runIds }: Stage, decided: Decision): Decision {
  const put = (key: string, value: unknown) =>
    key === "runId" && typeof value === "string" ? (runIds.get(value) ?? value) : value;
  return JSON.parse(JSON.stringify(decided), put) as Decision; // nothing but a run id has changed
}

const pollForActivity: Step = async (driven, of, { eventId }) => {
  const scheduled = recorded(driven, number(of, "scheduledEventId"));
  const list = text(object(scheduled, "taskList"), "name");
  const task = await driven.stage.activityTaskOn(list, identityOf(of));
  driven.stage.tokens.set(eventId, String(task.taskToken));
};

/** Ends a child by a decision of its own. */
const childDecides =
  (decisionType: "Complete" | "Fail" | "Cancel", ...members: string[]): Step =>
  async (driven, of) => {
    const { stage } = driven;
    const initiated = recorded(driven, number(of, "initiatedEventId"));
    const list = text(object(initiated, "taskList"), "name");
    const runId = childRunId(driven, of);
    const { taskToken } = await stage.decisionTaskOf(runId, list, undefined);
    const attributes = `${decisionType.toLowerCase()}WorkflowExecutionDecisionAttributes`;
    const decided = { decisionType: `${decisionType}WorkflowExecution`, [attributes]: pick(of, ...members) };
    // The compiler cannot see that the member fits the type.
    await stage.engine.respondDecisionTaskCompleted({ taskToken, decisions: [decided as Decision] });
    await stage.settle(); // the parent learns of it by a transaction of its own
  };

function childRunId({ stage }: Driven, of: Attributes): string {
  const runId = stage.runIds.get(text(object(of, "workflowExecution"), "runId"));
  if (runId === undefined) throw new Error("the child was not started");
  return runId;
}

/** What to do for each event. A new event type does not compile until it has a line here. */
export const STEPS: Readonly<Record<EventType, Step>> = {
  WorkflowExecutionStarted: (driven) => driven.start(),
  WorkflowExecutionSignaled: ({ stage, workflowId }, of) =>
    of.externalWorkflowExecution === undefined
      ? stage.engine.signalWorkflowExecution({
          domain: stage.domain,
          workflowId,
          signalName: text(of, "signalName"),
          ...pick(of, "input"),
        })
      : undefined,
  WorkflowExecutionCancelRequested: ({ stage: { engine, domain }, workflowId }, of) =>
    of.externalWorkflowExecution === undefined
      ? engine.requestCancelWorkflowExecution({ domain, workflowId })
      : undefined,
  WorkflowExecutionCompleted: byItself,
  WorkflowExecutionFailed: byItself,
  WorkflowExecutionCanceled: byItself,
  WorkflowExecutionContinuedAsNew: byItself,
  WorkflowExecutionTimedOut: byItself,
  WorkflowExecutionTerminated: ({ stage: { engine, domain }, workflowId }, of) =>
    of.cause === undefined || of.cause === "OPERATOR_INITIATED"
      ? engine.terminateWorkflowExecution({ domain, workflowId, ...pick(of, "reason", "details", "childPolicy") })
      : undefined,
  CompleteWorkflowExecutionFailed: byItself,
  FailWorkflowExecutionFailed: byItself,
  CancelWorkflowExecutionFailed: byItself,
  ContinueAsNewWorkflowExecutionFailed: byItself,
  DecisionTaskScheduled: byItself,
  DecisionTaskStarted: pollForDecision,
  DecisionTaskCompleted: respondDecision,
  DecisionTaskTimedOut: byItself,
  ActivityTaskScheduled: byItself,
  ScheduleActivityTaskFailed: byItself,
  ActivityTaskStarted: pollForActivity,
  ActivityTaskCompleted: (driven, of) =>
    driven.stage.engine.respondActivityTaskCompleted({ taskToken: token(driven, of), ...pick(of, "result") }),
  ActivityTaskFailed: (driven, of) =>
    driven.stage.engine.respondActivityTaskFailed({ taskToken: token(driven, of), ...pick(of, "reason", "details") }),
  ActivityTaskTimedOut: byItself,
  ActivityTaskCanceled: (driven, of) =>
    number(of, "startedEventId") === 0
      ? undefined
      : driven.stage.engine.respondActivityTaskCanceled({ taskToken: token(driven, of), ...pick(of, "details") }),
  ActivityTaskCancelRequested: byItself,
  RequestCancelActivityTaskFailed: byItself,
  MarkerRecorded: byItself,
  RecordMarkerFailed: byItself,
  TimerStarted: byItself,
  StartTimerFailed: byItself,
  TimerFired: byItself,
  TimerCanceled: byItself,
  CancelTimerFailed: byItself,
  StartChildWorkflowExecutionInitiated: byItself,
  StartChildWorkflowExecutionFailed: byItself,
  ChildWorkflowExecutionStarted: byItself,
  ChildWorkflowExecutionCompleted: childDecides("Complete", "result"),
  ChildWorkflowExecutionFailed: childDecides("Fail", "reason", "details"),
  ChildWorkflowExecutionTimedOut: byItself,
  ChildWorkflowExecutionCanceled: childDecides("Cancel", "details"),
  ChildWorkflowExecutionTerminated: async (driven, of) => {
    const { engine, domain, settle } = driven.stage;
    const workflowId = text(object(of, "workflowExecution"), "workflowId");
    await engine.terminateWorkflowExecution({ domain, workflowId, runId: childRunId(driven, of) });
    await settle();
  },
  SignalExternalWorkflowExecutionInitiated: byItself,
  SignalExternalWorkflowExecutionFailed: byItself,
  ExternalWorkflowExecutionSignaled: byItself,
  RequestCancelExternalWorkflowExecutionInitiated: byItself,
  RequestCancelExternalWorkflowExecutionFailed: byItself,
  ExternalWorkflowExecutionCancelRequested: byItself,
  LambdaFunctionScheduled: byItself,
  ScheduleLambdaFunctionFailed: byItself,
  LambdaFunctionStarted: byItself,
  StartLambdaFunctionFailed: byItself,
  LambdaFunctionCompleted: byItself,
  LambdaFunctionFailed: byItself,
  LambdaFunctionTimedOut: byItself,
};
