import { NondeterminismError } from "../errors/sweft-error.ts";
import type { Batch, Batches } from "../history/batches.ts";
import { attributesOf } from "../history/decided.ts";
import { EFFECT_MARKER } from "../history/effect-marker.ts";
import type { EventAttributes, HistoryEvent } from "../history/event.ts";
import type { Note, Notes } from "../history/notes.ts";
import { readInput } from "../values/continuation.ts";
import { readBeginning } from "../work/beginning.ts";
import type { Converter, PendingEffect, RunContext } from "../work/run-context.ts";
import { FOLDS } from "./folds.ts";
import type { Replayed } from "./outcome.ts";

const READ_AHEAD_BYTES = 8 * 1024 * 1024;

/**
 * The texts that are not at hand among the next events, as many as the window holds: at least one. Inputs of recorded
 * commands and heartbeat details are never among them: nobody reads them.
 */
function payloadsAhead(
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
interface RecordedEffect {
  readonly effect: PendingEffect;
  readonly note: Note;
}

/**
 * Finds the markers of effects by looking ahead: they stand among the decisions of the completion being replayed, or,
 * if that could not hold them all, of a later one.
 * @throws {NondeterminismError} if one is not recorded.
 */
function recordedEffects(effects: readonly PendingEffect[], notes: Notes): readonly RecordedEffect[] {
  return effects.map((effect) => {
    const note = notes.find(EFFECT_MARKER, effect.id);
    if (note !== undefined) return { effect, note };
    throw new NondeterminismError(
      `the code asks for ${effect.describe()} (${effect.id}), but this decision was made without it`,
      {
        kind: "added",
        id: effect.id,
        asked: { id: effect.id, what: effect.describe(), command: { type: "Cached", name: effect.name } },
      },
    );
  });
}

/** What replay cannot go on without: texts that are not at hand, and functions that have not run. */
export class Needs {
  readonly #batches: Batches;
  readonly #converter: Converter;
  readonly #readAheadBytes: number | undefined;
  readonly #notes: Notes;

  constructor(batches: Batches, notes: Notes, converter: Converter, readAheadBytes: number | undefined) {
    this.#batches = batches;
    this.#notes = notes;
    this.#converter = converter;
    this.#readAheadBytes = readAheadBytes;
  }

  isMissing(text: string | undefined): boolean {
    return text !== undefined && this.#converter.missing?.(text) === true;
  }

  /** Asks for the texts that are not at hand from a place on. */
  payloads(from: number): Replayed {
    const payloads = payloadsAhead(this.#batches.events, from, this.#converter, this.#readAheadBytes);
    return { status: "needs", effects: [], payloads };
  }

  /** Asks for the texts of signals that an earlier run handed on and that are not at hand; its input is. */
  handedOn(run: RunContext, { input }: EventAttributes): Replayed | undefined {
    if (!readInput(input).isContinued) return undefined;
    const { signals = [] } = readBeginning(run, input).carried;
    const texts = signals.flatMap(({ text }) => (text !== undefined && this.isMissing(text) ? [text] : []));
    return texts.length === 0 ? undefined : { status: "needs", effects: [], payloads: [...new Set(texts)] };
  }

  /**
   * Effects take their outcome from the history, or ask the caller to run them. Those canceled meanwhile never run.
   *
   * @param pending - Those not settled here stay in it.
   */
  effects(pending: PendingEffect[], { isDecided, decidedFrom }: Batch): Replayed | undefined {
    const asked = pending.filter((effect) => effect.outcome === undefined);
    pending.length = 0;
    if (asked.length === 0) return undefined;
    if (!isDecided) {
      pending.push(...asked);
      return { status: "needs", effects: asked.map(({ id, name, fn }) => ({ id, name, fn })), payloads: [] };
    }
    const recorded = recordedEffects(asked, this.#notes);
    if (recorded.some(({ note }) => this.isMissing(note.payload))) {
      pending.push(...asked);
      return this.payloads(decidedFrom);
    }
    for (const { effect, note } of recorded) effect.replayed(note.eventId, note.details);
    return undefined;
  }
}
