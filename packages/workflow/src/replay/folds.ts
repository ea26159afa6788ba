import { CANCEL_REQUESTED, CanceledError } from "../errors/outcomes.ts";
import type { Reads } from "../history/attributes.ts";
import { READ } from "../history/attributes.ts";
import { EFFECT_MARKER, effectPayload } from "../history/effect-marker.ts";
import type { EventAttributes, EventType } from "../history/event.ts";
import { byKind } from "../history/event-kind.ts";
import { isExcess } from "../planner/paces.ts";
import { readInput } from "../values/continuation.ts";
import { readControl } from "../values/header.ts";
import { readLetter } from "../values/letter.ts";
import { ActivityWork } from "../work/activity.ts";
import { ChildWork } from "../work/child.ts";
import { CancelExternalWork, SignalWork } from "../work/external.ts";
import type { Opened } from "../work/in-flight.ts";
import { LambdaWork } from "../work/lambda.ts";
import type { RunContext } from "../work/run-context.ts";
import { TimerWork } from "../work/timer.ts";

/** What events tell a run directly. */
export interface Told extends RunContext {
  begin(attributes: EventAttributes): void;
  signaled(attributes: EventAttributes, eventId: number): void;
  cancelRequested(error: CanceledError): void;
  refused(eventId: number, attributes: EventAttributes): void;
}

/** What an event means to a run: which text it carries that must be at hand first, and what it changes. */
interface Fold {
  readonly read: Reads;
  /** The text that is read at delivery, which must be at hand by then. */
  readonly payload: Payload | undefined;
  readonly deliver: (run: Told, attributes: EventAttributes, eventId: number) => void;
}

/** A text that an event carries. `isWanted` tells at delivery whether anybody reads it; ahead of that, it is assumed. */
interface Payload {
  readonly text: (attributes: EventAttributes) => string | undefined;
  readonly isWanted: (run: Told, attributes: EventAttributes) => boolean;
}

type Deliver = Fold["deliver"];
type Constructor<W> = abstract new (...args: never[]) => W;

/** The open work that an event speaks of; undefined if it is not ours or has been closed. */
const openedBy = (run: Told, eventId: number | undefined): Opened | undefined =>
  eventId === undefined ? undefined : run.open.get(eventId);

/** The same, if it is of a kind. */
function opened<W extends Opened>(run: Told, eventId: number | undefined, kind: Constructor<W>): W | undefined {
  const work = openedBy(run, eventId);
  return work instanceof kind ? work : undefined;
}

const activity =
  (then: (work: ActivityWork, attributes: EventAttributes) => void): Deliver =>
  (run, attributes) => {
    const work = openedBy(run, attributes.scheduledEventId);
    // The class stands in the code: most events are of activities, and a class that is handed over is found slowly.
    if (work instanceof ActivityWork) then(work, attributes);
  };

const timer =
  (then: (work: TimerWork) => void): Deliver =>
  (run, attributes) => {
    const work = opened(run, attributes.startedEventId, TimerWork);
    if (work !== undefined) then(work);
  };

const child =
  (then: (work: ChildWork, attributes: EventAttributes) => void): Deliver =>
  (run, attributes) => {
    const work = opened(run, attributes.initiatedEventId, ChildWork);
    if (work !== undefined) then(work, attributes);
  };

const lambda =
  (then: (work: LambdaWork, attributes: EventAttributes) => void): Deliver =>
  (run, attributes) => {
    const work = opened(run, attributes.scheduledEventId, LambdaWork);
    if (work !== undefined) then(work, attributes);
  };

const always = () => true;

const wantedBy = (run: Told, eventId: number | undefined) => run.open.get(eventId ?? 0)?.isWanted === true;

const textOfResult = ({ result }: EventAttributes): string | undefined => result;

const textOfDetails = ({ details }: EventAttributes): string | undefined => details;

/** Lambda functions are told from others by the event that scheduled them, too. */
const ofScheduled = (text: Payload["text"]): Payload => ({
  text,
  isWanted: (run, { scheduledEventId }) => wantedBy(run, scheduledEventId),
});

const ofChild = (text: Payload["text"]): Payload => ({
  text,
  isWanted: (run, { initiatedEventId }) => wantedBy(run, initiatedEventId),
});

const input: Payload = { text: (attributes) => readInput(attributes.input).payload, isWanted: always };

const letter: Payload = { text: (attributes) => readLetter(attributes.input).payload, isWanted: always };

/** The outcome of an effect: read by looking ahead, before the event itself is delivered. */
const effect: Payload = {
  text: ({ markerName, details }) => (markerName === EFFECT_MARKER ? effectPayload(details) : undefined),
  isWanted: () => false,
};

/** A refused decision is told to whoever asked for it. */
const refuse: Deliver = (run, attributes, eventId) => run.refused(eventId, attributes);

/** The same for decisions that SWF may refuse a moment later, too, when work is under way for them. */
const refuseLater =
  (kind: Constructor<ChildWork | SignalWork | CancelExternalWork>): Deliver =>
  (run, attributes, eventId) => {
    const work = opened(run, attributes.initiatedEventId, kind);
    if (work === undefined) run.refused(eventId, attributes);
    else if (isExcess(attributes.cause)) work.sendAgain();
    else work.refused(eventId, attributes);
  };

/** The cancel of a child is under way for nobody but the child, which may have ended meanwhile. */
const refuseCancel: Deliver = (run, attributes, eventId) => {
  const { initiatedEventId = 0, cause, control } = attributes;
  const isLate = initiatedEventId > 0 && isExcess(cause);
  if (!isLate || opened(run, initiatedEventId, CancelExternalWork) !== undefined) {
    refuseLater(CancelExternalWork)(run, attributes, eventId);
    return;
  }
  const id = readControl(control)?.id;
  for (const work of run.open.all()) if (work instanceof ChildWork && work.id === id) work.cancelAgain();
};

const arrive =
  (kind: Constructor<SignalWork | CancelExternalWork>): Deliver =>
  (run, { initiatedEventId }) =>
    opened(run, initiatedEventId, kind)?.arrived();

type Row = readonly [Deliver, Payload?];

/** Nothing to do: the event only tells that something is under way, or is read when the completion is matched. */
const ignore = undefined;

/** What each event means to replay. A new event type does not compile until it has a line here. */
const ROWS: Record<EventType, Row | undefined> = {
  WorkflowExecutionStarted: [(run, attributes) => run.begin(attributes), input],
  WorkflowExecutionSignaled: [(run, attributes, eventId) => run.signaled(attributes, eventId), letter],
  WorkflowExecutionCancelRequested: [(run) => run.cancelRequested(new CanceledError(CANCEL_REQUESTED))],
  WorkflowExecutionCompleted: ignore,
  WorkflowExecutionFailed: ignore,
  WorkflowExecutionCanceled: ignore,
  WorkflowExecutionContinuedAsNew: ignore,
  WorkflowExecutionTimedOut: ignore,
  WorkflowExecutionTerminated: ignore,
  CompleteWorkflowExecutionFailed: [refuse],
  FailWorkflowExecutionFailed: [refuse],
  CancelWorkflowExecutionFailed: [refuse],
  ContinueAsNewWorkflowExecutionFailed: [refuse],
  DecisionTaskScheduled: ignore,
  DecisionTaskStarted: ignore,
  DecisionTaskCompleted: ignore,
  DecisionTaskTimedOut: ignore,
  ActivityTaskScheduled: ignore,
  ScheduleActivityTaskFailed: [refuse],
  ActivityTaskStarted: ignore,
  ActivityTaskCompleted: [activity((work, attributes) => work.completed(attributes)), ofScheduled(textOfResult)],
  ActivityTaskFailed: [activity((work, attributes) => work.failed(attributes)), ofScheduled(textOfDetails)],
  ActivityTaskTimedOut: [activity((work, attributes) => work.timedOut(attributes))],
  ActivityTaskCanceled: [activity((work, attributes) => work.canceled(attributes)), ofScheduled(textOfDetails)],
  ActivityTaskCancelRequested: ignore,
  RequestCancelActivityTaskFailed: [refuse],
  MarkerRecorded: [() => {}, effect],
  RecordMarkerFailed: [refuse],
  TimerStarted: ignore,
  StartTimerFailed: [refuse],
  TimerFired: [timer((work) => work.fired())],
  TimerCanceled: [timer((work) => work.canceled())],
  CancelTimerFailed: [refuse],
  StartChildWorkflowExecutionInitiated: ignore,
  StartChildWorkflowExecutionFailed: [refuseLater(ChildWork)],
  ChildWorkflowExecutionStarted: [child((work, attributes) => work.started(attributes))],
  ChildWorkflowExecutionCompleted: [child((work, attributes) => work.completed(attributes)), ofChild(textOfResult)],
  ChildWorkflowExecutionFailed: [child((work, attributes) => work.failed(attributes)), ofChild(textOfDetails)],
  ChildWorkflowExecutionTimedOut: [child((work) => work.timedOut())],
  ChildWorkflowExecutionCanceled: [child((work, attributes) => work.canceled(attributes)), ofChild(textOfDetails)],
  ChildWorkflowExecutionTerminated: [child((work) => work.terminated())],
  SignalExternalWorkflowExecutionInitiated: ignore,
  SignalExternalWorkflowExecutionFailed: [refuseLater(SignalWork)],
  ExternalWorkflowExecutionSignaled: [arrive(SignalWork)],
  RequestCancelExternalWorkflowExecutionInitiated: ignore,
  RequestCancelExternalWorkflowExecutionFailed: [refuseCancel],
  ExternalWorkflowExecutionCancelRequested: [arrive(CancelExternalWork)],
  LambdaFunctionScheduled: ignore,
  LambdaFunctionStarted: ignore,
  LambdaFunctionCompleted: [lambda((work, attributes) => work.completed(attributes)), ofScheduled(textOfResult)],
  LambdaFunctionFailed: [lambda((work, attributes) => work.failed(attributes)), ofScheduled(textOfDetails)],
  LambdaFunctionTimedOut: [lambda((work, attributes) => work.timedOut(attributes))],
  ScheduleLambdaFunctionFailed: [refuse],
  StartLambdaFunctionFailed: [lambda((work, attributes) => work.notStarted(attributes))],
};

const CHANGING = Object.entries(ROWS).flatMap(([type, row]): [EventType, Fold][] =>
  row === undefined ? [] : [[type as EventType, { read: READ[type as EventType], deliver: row[0], payload: row[1] }]],
);

/** The events that tell a workflow something, by kind. */
export const FOLDS = byKind(CHANGING);
