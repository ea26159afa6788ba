import type { RecordedEvent, RecordedHistory } from "./history.ts";
import { attributesOf, textOf } from "./history.ts";

/** How an execution stands at the end of its history. */
export type RecordedStatus =
  | "open"
  | "completed"
  | "failed"
  | "canceled"
  | "continued as new"
  | "terminated"
  | "timed out";

/** A history in a few words. */
export interface Summary {
  readonly status: RecordedStatus;
  readonly events: number;
  /** How many decision tasks were answered. */
  readonly decisions: number;
}

const CLOSES: ReadonlyMap<string, RecordedStatus> = new Map([
  ["WorkflowExecutionCompleted", "completed"],
  ["WorkflowExecutionFailed", "failed"],
  ["WorkflowExecutionCanceled", "canceled"],
  ["WorkflowExecutionContinuedAsNew", "continued as new"],
  ["WorkflowExecutionTerminated", "terminated"],
  ["WorkflowExecutionTimedOut", "timed out"],
]);

/** Says how a history ends and how long it is. */
export function summaryOf({ events }: RecordedHistory): Summary {
  return {
    status: CLOSES.get(events.at(-1)?.eventType ?? "") ?? "open",
    events: events.length,
    decisions: events.filter(({ eventType }) => eventType === "DecisionTaskCompleted").length,
  };
}

/** A summary as people read it: `completed, 11 events, 2 decisions`. */
export const describeSummary = ({ status, events, decisions }: Summary): string =>
  `${status}, ${count(events, "event")}, ${count(decisions, "decision")}`;

/** `1 event`, `2 events`. */
const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? "" : "s"}`;

/** Which execution a history tells of: as its first marker says, for histories themselves never name their run. */
export function executionOf(events: readonly RecordedEvent[]): { workflowId: string; runId: string } | undefined {
  const marker = events.find(isRunMarker);
  try {
    const details = textOf(marker ? attributesOf(marker) : {}, "details") ?? "null";
    // The format of all details that Sweft writes stands before the JSON.
    const told: unknown = JSON.parse(details.replace(/^sw1 /, ""));
    const { workflowId, runId } = told as Readonly<Record<string, unknown>>;
    return typeof workflowId === "string" && typeof runId === "string" ? { workflowId, runId } : undefined;
  } catch {
    return undefined;
  }
}

const isRunMarker = (event: RecordedEvent): boolean =>
  event.eventType === "MarkerRecorded" && textOf(attributesOf(event), "markerName") === "sweft.run";
