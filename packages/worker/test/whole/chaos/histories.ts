import type { HistoryEvent } from "@aws-sdk/client-swf";
import { openPayloads } from "@sweft/payload";
import { replay } from "@sweft/workflow";
import { runs } from "./programs.ts";

/** What a back reference must point to, by its name and the type that carries it. 0 means none. */
const REFERENCES: readonly (readonly [name: string, carrier: RegExp, target: RegExp])[] = [
  ["scheduledEventId", /^DecisionTask/, /^DecisionTaskScheduled$/],
  ["scheduledEventId", /^ActivityTask/, /^ActivityTaskScheduled$/],
  ["startedEventId", /^DecisionTask/, /^DecisionTaskStarted$/],
  ["startedEventId", /^ActivityTask/, /^ActivityTaskStarted$/],
  ["startedEventId", /^Timer/, /^TimerStarted$/],
  ["startedEventId", /^ChildWorkflow/, /^ChildWorkflowExecutionStarted$/],
  ["initiatedEventId", /^(ChildWorkflow|StartChild)/, /^StartChildWorkflowExecutionInitiated$/],
  [
    "initiatedEventId",
    /^(ExternalWorkflowExecutionCancel|RequestCancelExternal)/,
    /^RequestCancelExternal\w+Initiated$/,
  ],
  ["decisionTaskCompletedEventId", /./, /^DecisionTaskCompleted$/],
  ["scheduledEventId", /^LambdaFunction/, /^LambdaFunctionScheduled$/],
  ["initiatedEventId", /^ExternalWorkflowExecutionSignaled$/, /^SignalExternal\w+Initiated$/],
  ["latestCancelRequestedEventId", /./, /^ActivityTaskCancelRequested$/],
];

/** What may end only once, by the event that began it. */
const ENDED_BY: readonly (readonly [reference: string, ends: RegExp])[] = [
  ["scheduledEventId", /^ActivityTask(Completed|Failed|TimedOut|Canceled)$/],
  ["scheduledEventId", /^DecisionTask(Completed|TimedOut)$/],
  ["scheduledEventId", /^LambdaFunction(Completed|Failed|TimedOut)$/],
  ["startedEventId", /^Timer(Fired|Canceled)$/],
  ["initiatedEventId", /^ChildWorkflowExecution(Completed|Failed|TimedOut|Canceled|Terminated)$/],
];

const CLOSE = /^WorkflowExecution(Completed|Failed|Canceled|TimedOut|Terminated|ContinuedAsNew)$/;

/** Refusals that a correct decider meets: what it cancels has just ended, and there is news when it closes. */
const BENIGN: Readonly<Record<string, string>> = {
  CancelTimerFailed: "TIMER_ID_UNKNOWN",
  RequestCancelActivityTaskFailed: "ACTIVITY_ID_UNKNOWN",
  RequestCancelExternalWorkflowExecutionFailed: "UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION",
  CompleteWorkflowExecutionFailed: "UNHANDLED_DECISION",
  FailWorkflowExecutionFailed: "UNHANDLED_DECISION",
  CancelWorkflowExecutionFailed: "UNHANDLED_DECISION",
  ContinueAsNewWorkflowExecutionFailed: "UNHANDLED_DECISION",
};
const REFUSAL =
  /^(\w+WorkflowExecutionFailed|ScheduleActivityTaskFailed|\w*TimerFailed|RecordMarkerFailed|RequestCancelActivityTaskFailed)$/;
const OUTCOMES = /^(WorkflowExecutionFailed|ChildWorkflowExecutionFailed)$/;

type Attributes = Readonly<Record<string, unknown>>;

function attributesOf(event: HistoryEvent): Attributes {
  const entry = Object.entries(event).find(([name]) => name.endsWith("EventAttributes"));
  return (entry?.[1] ?? {}) as Attributes;
}

/** Everything that is wrong with the history of a run that has ended. */
export function flaws(events: readonly HistoryEvent[]): readonly string[] {
  const found: string[] = [];
  const ended = new Set<string>();
  for (const [index, event] of events.entries()) {
    const { eventId, eventType = "" } = event;
    const attributes = attributesOf(event);
    const say = (text: string) => found.push(`${eventId} ${eventType}: ${text}`);
    if (eventId !== index + 1) say(`stands at ${index + 1}`);
    if (Number(event.eventTimestamp) < Number(events[index - 1]?.eventTimestamp ?? 0))
      say("is older than the one before");
    if (CLOSE.test(eventType) !== (index === events.length - 1)) say("is a close and not the last, or the reverse");
    if (REFUSAL.test(eventType) && !OUTCOMES.test(eventType) && BENIGN[eventType] !== attributes.cause)
      say(`is refused: ${attributes.cause}`);
    for (const [name, carrier, target] of REFERENCES) {
      const id = attributes[name];
      if (id === undefined || id === 0 || !carrier.test(eventType)) continue;
      if (!(Number(id) < Number(eventId))) say(`${name} ${id} is not before it`);
      else if (!target.test(events[Number(id) - 1]?.eventType ?? "")) say(`${name} ${id} is no ${target.source}`);
    }
    for (const [name, ends] of ENDED_BY) {
      if (!ends.test(eventType)) continue;
      const once = `${ends.source} ${attributes[name]}`;
      if (ended.has(once)) say(`ends what has ended: ${name} ${attributes[name]}`);
      ended.add(once);
    }
  }
  return found;
}

/** What replay from zero comes to, in the words of the service; what it says of a hold, and what it would still decide. */
export function replayed(events: readonly HistoryEvent[]): string {
  const run = replay(runs, events, { converter: openPayloads() });
  if (run.status === "held") return `held: ${String(run.error)}`;
  const left = "decisions" in run ? run.decisions.map(({ decisionType }) => decisionType) : [];
  const status = run.status === "continued" ? "CONTINUED_AS_NEW" : run.status.toUpperCase();
  return left.length === 0 ? status : `${run.status}, and decides ${left}`;
}
