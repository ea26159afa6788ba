import type { HistoryEvent } from "@aws-sdk/client-swf";
import { attributesOf } from "../support/desk.ts";
import type { KeptRun } from "./kept.ts";

type Runs = ReadonlyMap<string, KeptRun>;
type Execution = { readonly runId: string | undefined } | undefined;

const eventAt = (run: KeptRun | undefined, eventId: unknown): HistoryEvent | undefined =>
  run?.events[Number(eventId) - 1];
const firstOf = (run: KeptRun | undefined) => run?.events[0]?.workflowExecutionStartedEventAttributes;
const typeAt = (run: KeptRun | undefined, eventId: unknown) => eventAt(run, eventId)?.eventType;

/** Where histories contradict each other. Holds at any moment, also while executions are open. */
export function contradictions(runs: Runs): string[] {
  const claimed = new Set<string>();
  return [...runs.values()].flatMap((run) =>
    run.events.flatMap((event) => {
      const wrong = CHECKS[String(event.eventType)]?.({ runs, run, event, claimed }) ?? [];
      return wrong.map((text) => `${run.workflowId} ${event.eventId} ${event.eventType}: ${text}`);
    }),
  );
}

interface Checked {
  readonly runs: Runs;
  readonly run: KeptRun;
  readonly event: HistoryEvent;
  /** What was asked for and can be done once only, as `runId eventId`. */
  readonly claimed: Set<string>;
}
type Check = (checked: Checked) => string[];

/** Says so unless the event asked for this, and for nothing else before. */
function claims({ runs, claimed }: Checked, by: Execution, eventId: unknown, type: string): string[] {
  const name = `${by?.runId} ${eventId}`;
  const wrong: string[] = [];
  const there = typeAt(runs.get(String(by?.runId)), eventId);
  if (there !== type) wrong.push(`${name} is ${there}, no ${type}`);
  if (claimed.has(name)) wrong.push(`${name} was followed twice`);
  claimed.add(name);
  return wrong;
}

const starts: Check = (checked) => {
  const { runs, run } = checked;
  const { parentWorkflowExecution: parent, parentInitiatedEventId, continuedExecutionRunId } = firstOf(run) ?? {};
  if (continuedExecutionRunId !== undefined) {
    const before = runs.get(continuedExecutionRunId)?.events.at(-1);
    const after = before?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
    return after === run.runId ? [] : [`the run before continued as ${after}`];
  }
  if (parent === undefined) return [];
  return claims(checked, parent, parentInitiatedEventId, "StartChildWorkflowExecutionInitiated");
};

/** A signal or a cancel request in the history of the one that gets it. */
const arrives =
  (type: string): Check =>
  (checked) => {
    const { externalWorkflowExecution, externalInitiatedEventId } = attributesOf(checked.event);
    if (!externalInitiatedEventId) return [];
    return claims(checked, externalWorkflowExecution as Execution, externalInitiatedEventId, type);
  };

/** The note that it has arrived, in the history of the one that sent it. */
const arrived =
  (type: string): Check =>
  ({ runs, run, event }) => {
    const { workflowExecution, initiatedEventId } = attributesOf(event);
    const target = runs.get(String((workflowExecution as Execution)?.runId));
    const found = target?.events.filter((other) => {
      const { externalWorkflowExecution: by, externalInitiatedEventId } = attributesOf(other);
      return (
        other.eventType === type &&
        (by as Execution)?.runId === run.runId &&
        externalInitiatedEventId === initiatedEventId
      );
    });
    return found?.length === 1 ? [] : [`the target has it ${found?.length} times`];
  };

const childEnds =
  (type: string): Check =>
  ({ runs, event }) => {
    const { workflowExecution, result } = attributesOf(event);
    const last = runs.get(String((workflowExecution as Execution)?.runId))?.events.at(-1);
    if (last?.eventType !== type) return [`the child ended with ${last?.eventType}`];
    return attributesOf(last).result === result ? [] : ["the child has another result"];
  };

const CHECKS: Readonly<Record<string, Check>> = {
  WorkflowExecutionStarted: starts,
  WorkflowExecutionContinuedAsNew({ runs, run, event }) {
    const next = event.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
    const before = firstOf(runs.get(String(next)))?.continuedExecutionRunId;
    return before === run.runId ? [] : [`the next run continues ${before}`];
  },
  WorkflowExecutionSignaled: arrives("SignalExternalWorkflowExecutionInitiated"),
  WorkflowExecutionCancelRequested: arrives("RequestCancelExternalWorkflowExecutionInitiated"),
  ExternalWorkflowExecutionSignaled: arrived("WorkflowExecutionSignaled"),
  ExternalWorkflowExecutionCancelRequested: arrived("WorkflowExecutionCancelRequested"),
  ChildWorkflowExecutionStarted({ runs, run, event }) {
    const { workflowExecution, initiatedEventId } = attributesOf(event);
    const child = firstOf(runs.get(String((workflowExecution as Execution)?.runId)));
    const fits =
      child?.parentWorkflowExecution?.runId === run.runId && child.parentInitiatedEventId === initiatedEventId;
    return fits ? [] : ["the child has another parent"];
  },
  ChildWorkflowExecutionCompleted: childEnds("WorkflowExecutionCompleted"),
  ChildWorkflowExecutionCanceled: childEnds("WorkflowExecutionCanceled"),
  ChildWorkflowExecutionTerminated: childEnds("WorkflowExecutionTerminated"),
};
