import { NondeterminismError } from "../errors/sweft-error.ts";
import { attributesOf } from "../history/decided.ts";
import { EFFECT_MARKER, effectKey, effectPayload } from "../history/effect-marker.ts";
import type { HistoryEvent } from "../history/event.ts";
import type { Converter, PendingEffect } from "../work/run-context.ts";
import { FOLDS } from "./folds.ts";

const READ_AHEAD_BYTES = 8 * 1024 * 1024;

/**
 * The texts that are not at hand among the next events, as many as the window holds: at least one. Inputs of recorded
 * commands and heartbeat details are never among them: nobody reads them.
 */
export function payloadsAhead(
  events: readonly HistoryEvent[],
  from: number,
  converter: Converter,
  windowBytes = READ_AHEAD_BYTES,
): string[] {
  const missing = new Set<string>();
  let bytes = 0;
  for (let i = from; i < events.length && (bytes < windowBytes || missing.size === 0); i++) {
    const event = events[i];
    const fold = event === undefined ? undefined : FOLDS.get(event.eventType);
    if (event === undefined || fold?.payload === undefined) continue;
    const text = fold.payload.text(attributesOf(event, fold.key));
    if (text === undefined || missing.has(text) || converter.missing?.(text) !== true) continue;
    missing.add(text);
    bytes += converter.sizeOf?.(text) ?? text.length;
  }
  return [...missing];
}

/** An effect with the marker that keeps its outcome. */
export interface RecordedEffect {
  readonly effect: PendingEffect;
  readonly eventId: number;
  readonly details: string | undefined;
  readonly payload: string | undefined;
}

/**
 * Finds the markers of effects by looking ahead: they stand among the decisions of the completion being replayed, or,
 * if that could not hold them all, of a later one.
 * @throws {NondeterminismError} if one is not recorded.
 */
export function recordedEffects(
  effects: readonly PendingEffect[],
  events: readonly HistoryEvent[],
  from: number,
): RecordedEffect[] {
  const wanted = new Map(effects.map((effect) => [effect.key, effect]));
  const found = new Map<PendingEffect, RecordedEffect>();
  for (let i = from; i < events.length && wanted.size > 0; i++) {
    const event = events[i];
    if (event?.eventType !== "MarkerRecorded") continue;
    const { markerName, details } = attributesOf(event, "markerRecordedEventAttributes");
    const key = markerName === EFFECT_MARKER ? effectKey(details) : "";
    const effect = wanted.get(key);
    if (effect === undefined) continue;
    wanted.delete(key);
    found.set(effect, { effect, eventId: event.eventId ?? 0, details, payload: effectPayload(details) });
  }
  return effects.map((effect) => {
    const recorded = found.get(effect);
    if (recorded !== undefined) return recorded;
    throw new NondeterminismError(
      `the code asks for ${effect.describe()} (${effect.id}), but this decision was made without it. The workflow code has changed under a running execution; deploy the code that wrote this history, or give the changed workflow a new version`,
      { id: effect.id },
    );
  });
}
