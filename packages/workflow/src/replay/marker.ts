import type { Decision } from "../decisions/decision.ts";
import { SweftError } from "../errors/sweft-error.ts";
import { attributesOf, RUN_MARKER } from "../history/decided.ts";
import type { HistoryEvent } from "../history/event.ts";
import { readMarker, writeMarker } from "../values/header.ts";

/** Which run of which execution. */
export interface Execution {
  readonly workflowId: string;
  readonly runId: string;
}

/** The form of histories that this interpreter writes. */
const FORMAT = 1;

/**
 * Numbered changes of the interpreter's behaviour, recorded per run; runs without a flag go on by the old rule.
 * There are none yet.
 */
const FLAGS: readonly number[] = [];

/** The first decision of every run: a run's own id stands in none of its events. */
export const runMarker = ({ workflowId, runId }: Execution): Decision => ({
  decisionType: "RecordMarker",
  recordMarkerDecisionAttributes: {
    markerName: RUN_MARKER,
    // A head without a payload: it stays inline and legible whatever the payloads do.
    details: writeMarker({
      head: [JSON.stringify({ format: FORMAT, workflowId, runId, flags: FLAGS })],
      payload: undefined,
    }),
  },
});

interface RunMarker extends Execution {
  readonly format: number;
  readonly flags: readonly number[];
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

/**
 * The run that a first completion names; `"refused"` if SWF refused the marker, which proves that it was asked for;
 * undefined if another program wrote this history.
 * @throws {SweftError} `FORMAT_UNKNOWN` if it was written by rules this interpreter does not know.
 */
export function readRunMarker(completion: readonly HistoryEvent[]): Execution | "refused" | undefined {
  const isRefused = completion.some(
    (event) =>
      event.eventType === "RecordMarkerFailed" &&
      attributesOf(event, "recordMarkerFailedEventAttributes").markerName === RUN_MARKER,
  );
  if (isRefused) return "refused";
  const marker = completion
    .filter(({ eventType }) => eventType === "MarkerRecorded")
    .map((event) => attributesOf(event, "markerRecordedEventAttributes"))
    .find(({ markerName }) => markerName === RUN_MARKER);
  if (marker?.details === undefined) return undefined;
  const { format, workflowId, runId, flags } = parsed(marker.details);
  const unknown = flags?.filter((flag) => !FLAGS.includes(flag)) ?? [];
  if (
    format === FORMAT &&
    flags !== undefined &&
    unknown.length === 0 &&
    workflowId !== undefined &&
    runId !== undefined
  ) {
    return { workflowId, runId };
  }
  throw new SweftError(
    "FORMAT_UNKNOWN",
    `this run was begun by a newer Sweft: format ${format}, flags ${unknown.join(", ") || "none unknown"}; this one knows format ${FORMAT}. Upgrade the deciders of its task list`,
  );
}
