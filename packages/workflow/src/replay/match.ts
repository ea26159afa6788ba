import type { RecordedDecision } from "../errors/divergence.ts";
import { NondeterminismError } from "../errors/sweft-error.ts";
import type { Batches } from "../history/batches.ts";
import type { Decided } from "../history/decided.ts";
import { DECIDED } from "../history/decided.ts";
import type { EventAttributes, HistoryEvent } from "../history/event.ts";
import { fromWord } from "../values/word.ts";
import type { Ask } from "../work/outbox.ts";
import { askedOf } from "../work/outbox.ts";
import { PATCH_MARKER } from "../work/patches.ts";
import type { RunContext } from "../work/run-context.ts";
import { FOLDS } from "./folds.ts";
import { isAlike } from "./gate.ts";
import { recordedOf } from "./report.ts";

/** The events that one completion wrote: places in the list of all, `from` included and `to` not. */
interface Completion {
  readonly events: readonly HistoryEvent[];
  readonly from: number;
  readonly to: number;
}

/**
 * Finds for every recorded decision of a completion the ask it answers: per kind, the oldest one. What was asked and is
 * not recorded here stays asked.
 *
 * @param refusals - Takes the asks that SWF refused, by event id, until the refusal is delivered.
 * @returns Whether some of these events tell the workflow anything.
 * @throws {NondeterminismError}
 */
export function matchCompletion(
  run: RunContext,
  { events, kinds }: Batches,
  from: number,
  to: number,
  refusals: Map<number, Ask>,
): boolean {
  let tells = false;
  let last: Ask | undefined;
  for (let i = from; i < to; i++) {
    const event = events[i];
    if (event === undefined) continue;
    const kind = kinds[i] ?? 0;
    const decided = DECIDED[kind];
    if (decided === undefined || FOLDS[kind] !== undefined) tells = true;
    if (decided === undefined) continue;
    const ask = matchEvent(run, event, decided, refusals, events, i, to);
    if (ask !== undefined && (last === undefined || ask.order > last.order)) last = ask;
  }
  if (last !== undefined) checkMarkers(run, last);
  return tells;
}

/** @returns The ask that the event answers; undefined if the interpreter itself owns the decision. */
function matchEvent(
  run: RunContext,
  event: HistoryEvent,
  decided: Decided,
  refusals: Map<number, Ask>,
  events: readonly HistoryEvent[],
  at: number,
  to: number,
): Ask | undefined {
  const attributes = decided.read(event);
  const { decisionType, isRefusal, isReserved } = decided;
  if (isReserved?.(attributes) === true) return undefined;
  const eventId = at + 1;
  const key = decided.key(attributes);
  if (decisionType === "RecordMarker" && run.patches.meets(key)) return undefined;
  const ask = run.outbox.next(decisionType);
  if (ask === undefined || (key !== undefined && key !== ask.key && !run.isForeign))
    throw unasked(event, decided, attributes, ask, run, { events, from: at, to });
  run.outbox.taken(decisionType);
  if (isRefusal) refusals.set(eventId, ask);
  else ask.recorded(eventId, attributes);
  return ask;
}

/** Markers go out before anything that is asked after them: one that was held back proves that it was not asked. */
function checkMarkers(run: RunContext, last: Ask): void {
  const marker = run.outbox.nextMarker();
  if (marker === undefined || marker.order > last.order || run.isForeign) return;
  const asked = askedOf(marker);
  throw new NondeterminismError(
    `the code asks for ${marker.describe()} (${marker.key}) before ${last.describe()} (${last.key}), but the decision that recorded the latter was made without it`,
    { kind: "added", id: asked.id ?? marker.key, asked, extra: [asked] },
  );
}

function unasked(
  event: HistoryEvent,
  { key }: Decided,
  attributes: EventAttributes,
  next: Ask | undefined,
  run: RunContext,
  completion: Completion,
): NondeterminismError {
  const { eventType, eventId = 0 } = event;
  const { activityType, workflowType, markerName } = attributes;
  const id = key(attributes);
  if (markerName === PATCH_MARKER) return unaskedPatch(eventId, id ?? "");
  const what = [
    eventType,
    id ?? "",
    activityType?.name ?? workflowType?.name ?? (markerName === id ? "" : (markerName ?? "")),
  ]
    .filter((part) => part !== "")
    .join(" ");
  const others = run.outbox.waiting();
  // Identity is the id first: another kind of command may stand under it.
  const namesake = others.find((other) => other.key === id || askedOf(other).id === id);
  const ask = namesake ?? next;
  const recorded = recordedOf(event);
  // The recorded command is asked, too, under a later id: the one under its own was put before it.
  const isInserted = next !== undefined && next !== ask && recorded !== undefined && isAlike(recorded, askedOf(next));
  const shown = ask === undefined ? others.slice(0, 3) : [ask];
  const asked = shown.length === 0 ? "nothing" : shown.map((other) => `${other.describe()} (${other.key})`).join(", ");
  return new NondeterminismError(`event ${eventId} recorded ${what}, but the code asks for ${asked} there`, {
    kind: ask === undefined ? "removed" : isInserted ? "added" : "replaced",
    eventId,
    ...(id === undefined ? {} : { id }),
    ...(ask === undefined ? {} : { asked: askedOf(ask) }),
    differences: [
      { field: "command", recorded: what, asked: ask === undefined ? undefined : `${ask.describe()} (${ask.key})` },
    ],
    ...leftOver(completion, others),
  });
}

const MOST_LISTED = 10;

/** What stands on one side only, from the first event that does not fit to the end of its completion. */
function leftOver({ events, from, to }: Completion, others: readonly Ask[]) {
  const recorded = events
    .slice(from, to)
    .map(recordedOf)
    .filter((one): one is RecordedDecision => one !== undefined);
  const isAsked = ({ id }: RecordedDecision) => others.some(({ key }) => key === id);
  const isRecorded = ({ key }: Ask) => recorded.some(({ id }) => id === key);
  return {
    missing: recorded.filter((one) => !isAsked(one)).slice(0, MOST_LISTED),
    extra: others
      .filter((one) => !isRecorded(one))
      .slice(0, MOST_LISTED)
      .map(askedOf),
  };
}

/** The code of a change that the run has taken was removed too early, or moved to a later place. */
function unaskedPatch(eventId: number, key: string): NondeterminismError {
  const patch = JSON.stringify(fromWord(key.slice(PATCH_MARKER.length + 1)));
  return new NondeterminismError(
    `event ${eventId} recorded that this run takes the code of patched(${patch}), but the code no longer asks for that patch before here; keep \`yield* deprecatePatch(${patch})\` where \`patched\` stood until no such run is open`,
    {
      kind: "removed",
      eventId,
      id: key,
      differences: [{ field: "command", recorded: `patched(${patch})`, asked: undefined }],
      fix: `yield* deprecatePatch(${patch});`,
    },
  );
}
