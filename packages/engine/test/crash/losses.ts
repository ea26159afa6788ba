import type { Decision, DecisionType, EventType, HistoryEvent } from "@aws-sdk/client-swf";
import type { OperationName } from "../../src/index.ts";
import { attributesOf } from "../support/desk.ts";
import type { Kept, KeptRun } from "./kept.ts";
import type { Sent } from "./marks.ts";

type Attributes = Readonly<Record<string, unknown>>;

const inJson = ({ input }: Attributes) => (JSON.parse(String(input)) as { readonly mark?: string }).mark;

/** Where requests leave their marks: the operation, and the attribute of the event. */
const MARKS: { readonly [T in EventType]?: readonly [OperationName, (attributes: Attributes) => unknown] } = {
  WorkflowExecutionStarted: ["StartWorkflowExecution", inJson],
  WorkflowExecutionSignaled: ["SignalWorkflowExecution", inJson],
  WorkflowExecutionTerminated: ["TerminateWorkflowExecution", ({ details }) => details],
  DecisionTaskStarted: ["PollForDecisionTask", ({ identity }) => identity],
  DecisionTaskCompleted: ["RespondDecisionTaskCompleted", ({ executionContext }) => executionContext],
  ActivityTaskStarted: ["PollForActivityTask", ({ identity }) => identity],
  ActivityTaskCompleted: ["RespondActivityTaskCompleted", ({ result }) => result],
  ActivityTaskFailed: ["RespondActivityTaskFailed", ({ details }) => details],
  ActivityTaskCanceled: ["RespondActivityTaskCanceled", ({ details }) => details],
};

/** Operations whose marks stand in descriptions and tags. */
const WORDS: readonly OperationName[] = ["RegisterDomain", "RegisterActivityType", "TagResource"];

/**
 * Where requests and what was kept do not agree: one that was acknowledged is there once, one that was refused is not, one whose
 * answer was lost is there at most once, and nothing is there that nobody sent.
 */
export function losses(kept: Kept, sent: readonly Sent[]): string[] {
  const found = new Map<string, number>();
  const strangers: string[] = [];
  const byMark = new Map(sent.map((one) => [one.mark, one]));
  const meet = (mark: unknown, operation: (name: OperationName) => boolean) => {
    if (mark === undefined || mark === "") return;
    const one = byMark.get(String(mark));
    if (one === undefined || !operation(one.operation)) strangers.push(`${mark} was never sent for this`);
    found.set(String(mark), (found.get(String(mark)) ?? 0) + 1);
  };
  for (const { events } of kept.runs.values()) {
    for (const event of events) {
      const [operation, markOf] = MARKS[event.eventType as EventType] ?? [];
      if (markOf !== undefined) meet(markOf(attributesOf(event)), (name) => name === operation);
    }
  }
  for (const word of kept.words) if (word !== "undefined") meet(word, (name) => WORDS.includes(name));
  const marked = new Set<OperationName>([...WORDS, ...Object.values(MARKS).map(([operation]) => operation)]);
  const wrong = sent
    .filter(({ operation }) => marked.has(operation))
    .filter(({ mark, outcome }) => {
      const times = found.get(mark) ?? 0;
      return outcome === "acknowledged" ? times !== 1 : outcome === "refused" ? times !== 0 : times > 1;
    })
    .map(({ mark, outcome }) => `${mark} is ${outcome}, and stands there ${found.get(mark) ?? 0} times`);
  return [...strangers, ...wrong, ...unkept(kept, sent)];
}

/** What was acknowledged and leaves no mark of its own. */
function unkept(kept: Kept, sent: readonly Sent[]): string[] {
  const completions = new Map<string, { readonly run: KeptRun; readonly completed: HistoryEvent }>();
  for (const run of kept.runs.values()) {
    for (const event of run.events) {
      const mark = event.decisionTaskCompletedEventAttributes?.executionContext;
      if (mark !== undefined) completions.set(mark, { run, completed: event });
    }
  }
  const acknowledged = sent.filter(({ outcome }) => outcome === "acknowledged");
  const decided = acknowledged
    .filter(({ operation }) => operation === "RespondDecisionTaskCompleted")
    .flatMap(({ mark, about }) => {
      const { runId, decisions } = about as { readonly runId: string; readonly decisions: readonly Decision[] };
      const there = completions.get(mark);
      if (there === undefined) return []; // told already
      if (there.run.runId !== runId) return [`${mark} stands in another run`];
      return undecided(there.run, there.completed, decisions).map((text) => `${mark}: ${text}`);
    });
  const deprecated = acknowledged
    .filter(({ operation }) => operation === "DeprecateActivityType")
    .map(({ about }) => (about as { readonly activityType: { readonly name: string } }).activityType.name)
    .filter((name) => !kept.deprecatedTypes.has(name))
    .map((name) => `${name} is not deprecated`);
  return [...decided, ...deprecated, ...cancelRequests(kept, sent), ...heartbeats(kept, sent)];
}

/** What each decision that the load makes writes if it is applied, and if it is not. */
const WRITES: { readonly [T in DecisionType]?: readonly EventType[] } = {
  ScheduleActivityTask: ["ActivityTaskScheduled"],
  RequestCancelActivityTask: ["ActivityTaskCancelRequested", "RequestCancelActivityTaskFailed"],
  StartTimer: ["TimerStarted"],
  StartChildWorkflowExecution: ["StartChildWorkflowExecutionInitiated"],
  SignalExternalWorkflowExecution: ["SignalExternalWorkflowExecutionInitiated"],
  RequestCancelExternalWorkflowExecution: ["RequestCancelExternalWorkflowExecutionInitiated"],
  CompleteWorkflowExecution: ["WorkflowExecutionCompleted", "CompleteWorkflowExecutionFailed"],
  CancelWorkflowExecution: ["WorkflowExecutionCanceled", "CancelWorkflowExecutionFailed"],
  ContinueAsNewWorkflowExecution: ["WorkflowExecutionContinuedAsNew", "ContinueAsNewWorkflowExecutionFailed"],
};

function undecided(run: KeptRun, { eventId }: HistoryEvent, decisions: readonly Decision[]): string[] {
  const written = run.events
    .filter((event) => {
      const { decisionTaskCompletedEventId, initiatedEventId } = attributesOf(event);
      // What comes of it later names what was initiated first.
      return decisionTaskCompletedEventId === eventId && !initiatedEventId;
    })
    .map(({ eventType }) => eventType as EventType);
  const agrees =
    written.length === decisions.length &&
    decisions.every(({ decisionType }, index) =>
      WRITES[decisionType as DecisionType]?.includes(written[index] as EventType),
    );
  const asked = decisions.map(({ decisionType }) => decisionType);
  return agrees ? [] : [`${run.workflowId} asked for ${asked.join(", ")} and has ${written.join(", ")}`];
}

/** Requests to cancel carry nothing of their own: they are counted. */
function cancelRequests(kept: Kept, sent: readonly Sent[]): string[] {
  const found = new Map<string, number>();
  for (const { workflowId, events } of kept.runs.values()) {
    const requests = events.filter(
      ({ eventType, workflowExecutionCancelRequestedEventAttributes: about }) =>
        eventType === "WorkflowExecutionCancelRequested" && about?.externalWorkflowExecution === undefined,
    );
    if (requests.length > 0) found.set(workflowId, (found.get(workflowId) ?? 0) + requests.length);
  }
  const asked = new Map<string, { acknowledged: number; unknown: number; refused: number }>();
  for (const { operation, about, outcome } of sent) {
    if (operation !== "RequestCancelWorkflowExecution") continue;
    const { workflowId } = about as { readonly workflowId: string };
    const counted = asked.get(workflowId) ?? { acknowledged: 0, unknown: 0, refused: 0 };
    counted[outcome]++;
    asked.set(workflowId, counted);
  }
  return [...new Set([...found.keys(), ...asked.keys()])].flatMap((workflowId) => {
    const times = found.get(workflowId) ?? 0;
    const { acknowledged = 0, unknown = 0 } = asked.get(workflowId) ?? {};
    if (acknowledged <= times && times <= acknowledged + unknown) return [];
    return [`${workflowId}: ${times} requests to cancel, ${acknowledged} acknowledged, ${unknown} unknown`];
  });
}

/** A heartbeat is seen when its activity times out: the last one that was acknowledged, or one sent after it. */
function heartbeats(kept: Kept, sent: readonly Sent[]): string[] {
  const byTask = new Map<string, Sent[]>();
  for (const one of sent) {
    if (one.operation !== "RecordActivityTaskHeartbeat") continue;
    const { runId, startedEventId } = one.about as { readonly runId: string; readonly startedEventId: number };
    const task = `${runId} ${startedEventId}`;
    byTask.set(task, [...(byTask.get(task) ?? []), one]);
  }
  return [...kept.runs.values()].flatMap(({ workflowId, runId, events }) =>
    events.flatMap(({ eventId, activityTaskTimedOutEventAttributes: timedOut }) => {
      if (timedOut === undefined || !timedOut.startedEventId) return [];
      const beats = byTask.get(`${runId} ${timedOut.startedEventId}`) ?? [];
      const last = beats.findLastIndex(({ outcome }) => outcome === "acknowledged");
      const possible = beats.slice(Math.max(last, 0)).filter(({ outcome }) => outcome !== "refused");
      const fits = possible.some(({ mark }) => mark === timedOut.details);
      if (fits || (last < 0 && timedOut.details === undefined)) return [];
      return [`${workflowId} ${eventId}: has details ${timedOut.details}, heartbeats were ${JSON.stringify(possible)}`];
    }),
  );
}
