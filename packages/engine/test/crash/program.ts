import type { Decision, EventType, HistoryEvent } from "@aws-sdk/client-swf";
import * as decisions from "../support/decisions.ts";
import { attributesOf } from "../support/desk.ts";
import type { Plan, Step } from "./plans.ts";

/** What a run is started with. */
export interface Input {
  /** That of the request that started it; none if a decision did. */
  readonly mark?: string;
  readonly plan: Plan;
  /** The signals that earlier runs have got. */
  readonly seen: readonly string[];
}

/** What a signal carries. Those of other executions have no mark. */
export interface SignalInput {
  readonly id: string;
  readonly mark?: string;
}

/** What an activity is to do. */
export interface WorkInput {
  readonly beats: number;
  readonly fails: boolean;
  readonly vanishes: boolean;
  /** Goes on until it is canceled. */
  readonly endless: boolean;
}

/** How far a step has come. */
interface Progress {
  /** How many times it was begun. */
  begun: number;
  isOpen: boolean;
  isDone: boolean;
  /** What it waits for before it can be canceled has happened. */
  isRipe: boolean;
  isCancelRequested: boolean;
}

interface State {
  readonly input: Input;
  readonly seen: Set<string>;
  readonly steps: ReadonlyMap<string, Progress>;
  /** From the event that began something to the step it belongs to. */
  readonly begunBy: Map<unknown, Progress | undefined>;
  isCancelRequested: boolean;
}

type Attributes = Readonly<Record<string, unknown>>;
type Fold = (state: State, attributes: Attributes, eventId: unknown) => void;

/** Counts a beginning of the step that an attribute names, up to the number of the attempt. */
const begins =
  (name: string): Fold =>
  ({ steps, begunBy }, attributes, eventId) => {
    const progress = steps.get(String(attributes[name]).split("+")[0] ?? "");
    begunBy.set(eventId, progress);
    if (progress !== undefined) Object.assign(progress, { begun: progress.begun + 1, isOpen: true });
  };
const changes =
  (reference: string, change: Partial<Progress>): Fold =>
  ({ begunBy }, attributes) => {
    const progress = begunBy.get(attributes[reference]);
    if (progress !== undefined) Object.assign(progress, change);
  };
const isDone = { isOpen: false, isDone: true };
const childEnds = changes("initiatedEventId", isDone);
const activityBreaks: Fold = (state, attributes, eventId) => {
  const { isCancelRequested } = state.begunBy.get(attributes.scheduledEventId) ?? {};
  changes("scheduledEventId", isCancelRequested ? isDone : { isOpen: false })(state, attributes, eventId);
};

const FOLDS: { readonly [T in EventType]?: Fold } = {
  WorkflowExecutionSignaled: ({ seen }, { input }) => seen.add((JSON.parse(String(input)) as SignalInput).id),
  WorkflowExecutionCancelRequested: (state) => {
    state.isCancelRequested = true;
  },
  ActivityTaskScheduled: begins("activityId"),
  ActivityTaskCompleted: changes("scheduledEventId", isDone),
  ActivityTaskFailed: activityBreaks,
  ActivityTaskTimedOut: activityBreaks,
  ActivityTaskCanceled: activityBreaks,
  ActivityTaskCancelRequested: ({ steps }, { activityId }) => {
    const progress = steps.get(String(activityId).split("+")[0] ?? "");
    if (progress !== undefined) progress.isCancelRequested = true;
  },
  TimerStarted: begins("timerId"),
  TimerFired(state, attributes, eventId) {
    const timed = state.steps.get(String(attributes.timerId).replace("!", ""));
    if (timed !== undefined) timed.isRipe = true;
    changes("startedEventId", isDone)(state, attributes, eventId);
  },
  StartChildWorkflowExecutionInitiated: begins("control"),
  StartChildWorkflowExecutionFailed: childEnds,
  ChildWorkflowExecutionStarted: changes("initiatedEventId", { isRipe: true }),
  ChildWorkflowExecutionCompleted: childEnds,
  ChildWorkflowExecutionFailed: childEnds,
  ChildWorkflowExecutionCanceled: childEnds,
  ChildWorkflowExecutionTerminated: childEnds,
  ChildWorkflowExecutionTimedOut: childEnds,
  RequestCancelExternalWorkflowExecutionInitiated: ({ steps }, { control }) => {
    const progress = steps.get(String(control));
    if (progress !== undefined) progress.isCancelRequested = true;
  },
  SignalExternalWorkflowExecutionInitiated: begins("control"),
  ExternalWorkflowExecutionSignaled: changes("initiatedEventId", isDone),
  SignalExternalWorkflowExecutionFailed: changes("initiatedEventId", isDone),
};

const lazyPlan: Plan = { rounds: [[]], signals: 0, end: "cancel" };
const child = (workflowId: string, control: string, plan: Plan) =>
  decisions.child(workflowId, { control, input: JSON.stringify({ plan, seen: [] } satisfies Input) });
const activity = (activityId: string, input: WorkInput) =>
  decisions.schedule(activityId, { input: JSON.stringify(input) });

/** What a step asks for next; `key` is its name in this run, `workflowId` the run's. */
type Asking<S extends Step> = (step: S, key: string, progress: Progress, workflowId: string) => Decision[];

const ASK: { readonly [K in Step["kind"]]: Asking<Extract<Step, { kind: K }>> } = {
  work({ beats, failures, vanishes }, key, { isOpen, begun }) {
    if (isOpen) return [];
    const input = { beats, fails: begun < failures, vanishes: vanishes && begun === 0, endless: false };
    return [activity(`${key}+${begun}`, input)];
  },
  drop({ seconds }, key, { isOpen, begun, isCancelRequested, isRipe }) {
    const id = `${key}+${begun - 1}`;
    if (isRipe && isOpen && !isCancelRequested) return [decisions.cancelActivity(id)];
    if (isOpen) return [];
    const input = { beats: 0, fails: false, vanishes: false, endless: true };
    const asked = activity(`${key}+${begun}`, input);
    return begun === 0 ? [asked, decisions.timer(`${key}!`, seconds)] : [asked];
  },
  pause: ({ seconds }, key, { isOpen }) => (isOpen ? [] : [decisions.timer(key, seconds)]),
  child: ({ plan }, key, { isOpen }, workflowId) => (isOpen ? [] : [child(`${workflowId}-${key}`, key, plan)]),
  lazy(_, key, { isOpen, isRipe, isCancelRequested }, workflowId) {
    const id = `${workflowId}-${key}`;
    if (!isOpen) return [child(id, key, lazyPlan)];
    return isRipe && !isCancelRequested ? [decisions.cancelOut(id, { control: key })] : [];
  },
  call: ({ workflowId }, key, { isOpen }, me) =>
    isOpen
      ? []
      : [decisions.signalOut(workflowId, { control: key, input: JSON.stringify({ id: `call ${key} of ${me}` }) })],
};

/** What comes of a history so far: a decider that reads nothing else. */
export function decide(events: readonly HistoryEvent[], workflowId: string): Decision[] {
  const [started] = events;
  const input = JSON.parse(String(started?.workflowExecutionStartedEventAttributes?.input)) as Input;
  const { rounds, signals, end } = input.plan;
  const steps = (rounds[0] ?? []).map((step, index) => ({
    step,
    key: `${rounds.length}.${index}`,
    progress: { begun: 0, isOpen: false, isDone: false, isRipe: false, isCancelRequested: false },
  }));
  const state: State = {
    input,
    seen: new Set(input.seen),
    steps: new Map(steps.map(({ key, progress }) => [key, progress])),
    begunBy: new Map(),
    isCancelRequested: false,
  };
  for (const event of events) FOLDS[event.eventType as EventType]?.(state, attributesOf(event), event.eventId);

  const asked = steps.flatMap(({ step, key, progress }) => {
    const ask = ASK[step.kind] as Asking<Step>; // the line of this step's own kind
    return progress.isDone ? [] : ask(step, key, progress, workflowId);
  });
  if (asked.length > 0 || steps.some(({ progress }) => !progress.isDone)) return asked;
  if (state.isCancelRequested) return [decisions.cancel("as asked")];
  const seen = [...state.seen];
  if (rounds.length > 1) {
    const next: Input = { plan: { ...input.plan, rounds: rounds.slice(1) }, seen };
    return [decisions.continueAsNew({ input: JSON.stringify(next) })];
  }
  const wanted = signals + (end === "complete" ? 0 : 1);
  const own = seen.filter((id) => id.startsWith("signal ")).length;
  return own < wanted ? [] : [decisions.complete(`done by ${workflowId}`)];
}
