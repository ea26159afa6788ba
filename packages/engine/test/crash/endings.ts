import type { HistoryEvent } from "@aws-sdk/client-swf";
import { attributesOf } from "../support/desk.ts";
import type { KeptRun } from "./kept.ts";
import type { Input } from "./program.ts";

const ENDS = { complete: "Completed", terminate: "Terminated", cancel: "Canceled" } as const;

/** What has not come to the end that it should have, once everything has closed. */
export function unfinished(runs: ReadonlyMap<string, KeptRun>): string[] {
  return [...runs.values()].flatMap((run) => {
    const { workflowId, events } = run;
    const end = String(events.at(-1)?.eventType).replace("WorkflowExecution", "");
    const expected = endsOf(run, runs);
    const wrong = expected.includes(end) ? [] : [`${workflowId} ended with ${end}, not with ${expected.join(" or ")}`];
    // Who was terminated hears of nothing any more.
    const pending = end === "Terminated" ? [] : unanswered(events).map((text) => `${workflowId} ${text}`);
    return [...wrong, ...pending];
  });
}

function endsOf(run: KeptRun, runs: ReadonlyMap<string, KeptRun>): string[] {
  const about = run.events[0]?.workflowExecutionStartedEventAttributes;
  const { plan } = JSON.parse(String(about?.input)) as Input;
  const parent = runs.get(String(about?.parentWorkflowExecution?.runId));
  const orphaned = parent?.events.at(-1)?.eventType === "WorkflowExecutionTerminated";
  // A request to end it may come before its rounds are over.
  const ends = plan.rounds.length > 1 ? [ENDS[plan.end], "ContinuedAsNew"] : [ENDS[plan.end]];
  return orphaned ? [...ends, "Terminated", "Canceled"] : ends;
}

/** What was asked for and never heard of again. */
function unanswered(events: readonly HistoryEvent[]): string[] {
  const answered = new Set(
    events.flatMap((event) => {
      const { initiatedEventId, scheduledEventId, startedEventId } = attributesOf(event);
      const isChildsStart = event.eventType === "ChildWorkflowExecutionStarted";
      const isWorkersStart = event.eventType === "ActivityTaskStarted" || event.eventType === "DecisionTaskStarted";
      return [
        isChildsStart ? undefined : initiatedEventId,
        isWorkersStart ? undefined : scheduledEventId,
        startedEventId,
      ];
    }),
  );
  return events
    .filter(({ eventType = "" }) => /^(TimerStarted|ActivityTaskScheduled|\w+Initiated)$/.test(eventType))
    .filter(({ eventId }) => !answered.has(eventId))
    .map(({ eventId, eventType }) => `${eventId} ${eventType} was never answered`);
}
