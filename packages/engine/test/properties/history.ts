import type { HistoryEvent } from "@aws-sdk/client-swf";
import { attributesOf } from "../support/desk.ts";

/** What a back reference must point to, by its name and the beginning of the type that carries it. 0 means none. */
const REFERENCES: readonly (readonly [name: string, carrier: RegExp, target: RegExp])[] = [
  ["scheduledEventId", /^DecisionTask/, /^DecisionTaskScheduled$/],
  ["scheduledEventId", /^ActivityTask/, /^ActivityTaskScheduled$/],
  ["scheduledEventId", /LambdaFunction/, /^LambdaFunctionScheduled$/],
  ["startedEventId", /^DecisionTask/, /^DecisionTaskStarted$/],
  ["startedEventId", /^ActivityTask/, /^ActivityTaskStarted$/],
  ["startedEventId", /^LambdaFunction/, /^LambdaFunctionStarted$/],
  ["startedEventId", /^Timer/, /^TimerStarted$/],
  ["startedEventId", /^ChildWorkflow/, /^ChildWorkflowExecutionStarted$/],
  ["initiatedEventId", /^(ChildWorkflow|StartChild)/, /^StartChildWorkflowExecutionInitiated$/],
  ["initiatedEventId", /^(ExternalWorkflowExecutionSignaled|SignalExternal)/, /^SignalExternal\w+Initiated$/],
  [
    "initiatedEventId",
    /^(ExternalWorkflowExecutionCancel|RequestCancelExternal)/,
    /^RequestCancelExternal\w+Initiated$/,
  ],
  ["decisionTaskCompletedEventId", /./, /^DecisionTaskCompleted$/],
  ["latestCancelRequestedEventId", /./, /^ActivityTaskCancelRequested$/],
];
const closing = /^WorkflowExecution(Completed|Failed|Canceled|TimedOut|Terminated|ContinuedAsNew)$/;

/** Everything that is wrong with a history. */
export function flaws(events: readonly HistoryEvent[]): string[] {
  return events.flatMap((event, index) => {
    const { eventId, eventType = "" } = event;
    const found: string[] = [];
    const say = (text: string) => found.push(`${eventId} ${eventType}: ${text}`);
    if (eventId !== index + 1) say(`stands at ${index + 1}`);
    if (Number(event.eventTimestamp) < Number(events[index - 1]?.eventTimestamp ?? 0))
      say("is older than the one before");
    if (closing.test(eventType) && index < events.length - 1) say("is not the last");
    const attributes = attributesOf(event);
    if (Object.values(attributes).includes(undefined)) say("has an undefined attribute");
    for (const [name, carrier, target] of REFERENCES) {
      const id = attributes[name];
      if (id === undefined || id === 0 || !carrier.test(eventType)) continue;
      if (!(Number(id) < Number(eventId))) say(`${name} ${id} is not before it`);
      else if (!target.test(events[Number(id) - 1]?.eventType ?? "")) say(`${name} ${id} is no ${target.source}`);
    }
    return found;
  });
}

/** What needs a decision (reference, section 6, rule 2): every failed decision, too. */
const waking =
  /^(WorkflowExecution(Started|Signaled|CancelRequested)|(ActivityTask|LambdaFunction)(Completed|Failed|TimedOut|Canceled)|TimerFired|(Child|External)WorkflowExecution\w+|DecisionTaskTimedOut|(?!WorkflowExecution)\w+Failed)$/;

/** Decision tasks that are missing, and those that nothing made necessary. */
export function misscheduled(events: readonly HistoryEvent[]): string[] {
  const found: string[] = [];
  let isWaiting = false;
  /** What needs a decision for which no task was scheduled yet. */
  let owed: HistoryEvent | undefined;
  const missed = () => found.push(`${owed?.eventId} ${owed?.eventType} made no decision task`);
  for (const event of events) {
    const { eventId, eventType = "", eventTimestamp } = event;
    if (owed !== undefined && Number(eventTimestamp) > Number(owed.eventTimestamp)) missed();
    if (eventType === "DecisionTaskScheduled") {
      if (owed === undefined) found.push(`${eventId} ${eventType} came for nothing`);
      [isWaiting, owed] = [true, undefined];
    }
    if (eventType === "DecisionTaskStarted") isWaiting = false;
    if (event.decisionTaskTimedOutEventAttributes?.timeoutType === "SCHEDULE_TO_START") isWaiting = false;
    if (waking.test(eventType) && !isWaiting) owed ??= event;
    if (closing.test(eventType)) owed = undefined;
  }
  if (owed !== undefined) missed();
  return found;
}

/** Decision tasks that stand open at any time: at most one started and one scheduled behind it. */
export function mostTasksAtOnce(events: readonly HistoryEvent[]): { scheduled: number; started: number } {
  let [scheduled, started] = [0, 0];
  const most = { scheduled: 0, started: 0 };
  for (const { eventType, decisionTaskTimedOutEventAttributes: timedOut } of events) {
    if (eventType === "DecisionTaskScheduled") scheduled++;
    if (eventType === "DecisionTaskStarted") [scheduled, started] = [scheduled - 1, started + 1];
    if (eventType === "DecisionTaskCompleted" || timedOut?.timeoutType === "START_TO_CLOSE") started--;
    if (timedOut?.timeoutType === "SCHEDULE_TO_START") scheduled--;
    most.scheduled = Math.max(most.scheduled, scheduled);
    most.started = Math.max(most.started, started);
  }
  return most;
}
