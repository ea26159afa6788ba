import { NondeterminismError } from "../errors/sweft-error.ts";
import type { Decided } from "../history/decided.ts";
import { attributesOf, DECIDED } from "../history/decided.ts";
import type { EventAttributes, HistoryEvent } from "../history/event.ts";
import { fromWord } from "../values/word.ts";
import type { Ask } from "../work/outbox.ts";
import { PATCH_MARKER } from "../work/patches.ts";
import type { RunContext } from "../work/run-context.ts";
import { isTold } from "./folds.ts";

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
  events: readonly HistoryEvent[],
  from: number,
  to: number,
  refusals: Map<number, Ask>,
): boolean {
  let tells = false;
  for (let i = from; i < to; i++) {
    const event = events[i];
    if (event === undefined) continue;
    const decided = DECIDED.get(event.eventType);
    if (decided === undefined || isTold(decided.type)) tells = true;
    if (decided !== undefined) matchEvent(run, event, decided, refusals);
  }
  return tells;
}

function matchEvent(run: RunContext, event: HistoryEvent, decided: Decided, refusals: Map<number, Ask>): void {
  const attributes = attributesOf(event, decided.attributes);
  const { decisionType, isRefusal, isReserved } = decided;
  if (isReserved?.(attributes) === true) return;
  const eventId = event.eventId ?? 0;
  const key = decided.key(attributes);
  if (decisionType === "RecordMarker" && run.patches.meets(key)) return;
  const ask = run.outbox.next(decisionType);
  if (ask === undefined || (key !== undefined && key !== ask.key && !run.isForeign))
    throw unasked(event, decided, attributes, ask, run);
  run.outbox.taken(decisionType);
  if (isRefusal) refusals.set(eventId, ask);
  else ask.recorded(eventId, attributes);
}

function unasked(
  event: HistoryEvent,
  { key }: Decided,
  attributes: EventAttributes,
  ask: Ask | undefined,
  run: RunContext,
): NondeterminismError {
  const { eventType, eventId = 0 } = event;
  const { activityType, workflowType, markerName } = attributes;
  const id = key(attributes);
  const what = [
    eventType,
    id ?? "",
    activityType?.name ?? workflowType?.name ?? (markerName === id ? "" : (markerName ?? "")),
  ]
    .filter((part) => part !== "")
    .join(" ");
  if (markerName === PATCH_MARKER) return unaskedPatch(eventId, id ?? "");
  const others = run.outbox.waiting();
  const asked =
    ask !== undefined
      ? `the code asks for ${ask.describe()} (${ask.key}) there`
      : others.length === 0
        ? "the code asks for nothing there"
        : `the code asks for ${others
            .map((other) => `${other.describe()} (${other.key})`)
            .slice(0, 3)
            .join(", ")} there`;
  return new NondeterminismError(
    `event ${eventId} recorded ${what}, but ${asked}. The workflow code has changed under a running execution; deploy the code that wrote this history, or give the changed workflow a new version`,
    {
      ...(eventId === undefined ? {} : { eventId }),
      ...(id === undefined ? {} : { id }),
      differences: [
        { field: "command", recorded: what, asked: ask === undefined ? undefined : `${ask.describe()} (${ask.key})` },
      ],
    },
  );
}

/** The code of a change that some run has taken was removed too early, or moved to a later place. */
function unaskedPatch(eventId: number, key: string): NondeterminismError {
  const patch = JSON.stringify(fromWord(key.slice(PATCH_MARKER.length + 1)));
  return new NondeterminismError(
    `event ${eventId} recorded that this run takes the code of patched(${patch}), but the code does not ask for that patch before here; keep \`yield* deprecatePatch(${patch})\` where \`patched\` stood until no such run is open`,
    {
      eventId,
      id: key,
      differences: [{ field: "command", recorded: `patched(${patch})`, asked: undefined }],
    },
  );
}
