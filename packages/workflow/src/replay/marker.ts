import type { Decision } from "../decisions/decision.ts";
import { SweftError } from "../errors/sweft-error.ts";
import { READ } from "../history/attributes.ts";
import { RUN_MARKER } from "../history/decided.ts";
import type { HistoryEvent } from "../history/event.ts";
import { readMarker, writeMarker } from "../values/header.ts";

/** Which run of which execution. */
export interface Execution {
  readonly workflowId: string;
  readonly runId: string;
}

/** The form of histories that this interpreter writes. */
const FORMAT = 1;

/** The first decision of every run: a run's own id stands in none of its events, nor do the flags it goes by. */
export const runMarker = ({ workflowId, runId }: Execution, flags: readonly number[]): Decision => ({
  decisionType: "RecordMarker",
  recordMarkerDecisionAttributes: {
    markerName: RUN_MARKER,
    // A head without a payload: it stays inline and legible whatever the payloads do.
    details: writeMarker({
      head: [JSON.stringify({ format: FORMAT, workflowId, runId, flags })],
      payload: undefined,
    }),
  },
});

/** What a run marker says: which run it is, and the flags it began with. */
export interface Marked extends Execution {
  readonly flags: readonly number[];
}

interface RunMarker extends Marked {
  readonly format: number;
}

/** What can be read of a marker; nothing of it is taken for granted. */
function parsed(details: string): Partial<RunMarker> {
  try {
    const marker: unknown = JSON.parse(readMarker(details)?.head.join(" ") ?? "");
    return typeof marker === "object" && marker !== null ? marker : {};
  } catch {
    return {};
  }
}

/** Did SWF refuse the run marker of this completion? That proves that it was asked for. */
export const isMarkerRefused = (completion: readonly HistoryEvent[]): boolean =>
  completion.some(
    (event) => event.eventType === "RecordMarkerFailed" && READ.RecordMarkerFailed(event).markerName === RUN_MARKER,
  );

/** It stands first, so nothing after it is looked at. */
function detailsOfRun(events: readonly HistoryEvent[]): string | undefined {
  for (const event of events) {
    if (event.eventType !== "MarkerRecorded") continue;
    const { markerName, details } = READ.MarkerRecorded(event);
    if (markerName === RUN_MARKER) return details;
  }
  return undefined;
}

/**
 * The run that a marker among these events names; undefined if there is none.
 *
 * @param known - The flags that this interpreter knows.
 * @throws {SweftError} `FORMAT_UNKNOWN` if it was written by rules this interpreter does not know.
 */
export function readRunMarker(events: readonly HistoryEvent[], known: readonly number[]): Marked | undefined {
  const details = detailsOfRun(events);
  if (details === undefined) return undefined;
  const { format, workflowId, runId, flags } = parsed(details);
  const isList = Array.isArray(flags);
  const unknown = isList ? flags.filter((flag) => !known.includes(flag)) : [];
  const isReadable = format === FORMAT && isList && unknown.length === 0;
  if (isReadable && workflowId !== undefined && runId !== undefined) return { workflowId, runId, flags };
  throw new SweftError(
    "FORMAT_UNKNOWN",
    `this run was begun by a newer Sweft: format ${format}, flags ${unknown.join(", ") || "none unknown"}; this one knows format ${FORMAT} and flags ${known.join(", ") || "none"}. Upgrade the deciders of its task list`,
  );
}
