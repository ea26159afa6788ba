import { NondeterminismError } from "../errors/sweft-error.ts";
import type { Batch, Batches } from "../history/batches.ts";
import { EFFECT_MARKER } from "../history/effect-marker.ts";
import type { EventAttributes } from "../history/event.ts";
import type { Notes } from "../history/notes.ts";
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
  { events, kinds }: Batches,
  from: number,
  converter: Converter,
  windowBytes = READ_AHEAD_BYTES,
): string[] {
  const missing = new Set<string>();
  let bytes = 0;
  for (let i = from; i < events.length && (bytes < windowBytes || missing.size === 0); i++) {
    const event = events[i];
    const fold = FOLDS[kinds[i] ?? 0];
    if (event === undefined || fold?.payload === undefined) continue;
    const text = fold.payload.text(fold.read(event));
    if (text === undefined || missing.has(text) || converter.missing?.(text) !== true) continue;
    missing.add(text);
    bytes += converter.sizeOf?.(text) ?? text.length;
  }
  return [...missing];
}

const notMade = (effect: PendingEffect) =>
  new NondeterminismError(
    `the code asks for ${effect.describe()} (${effect.id}), but this decision was made without it`,
    {
      kind: "added",
      id: effect.id,
      asked: { id: effect.id, what: effect.describe(), command: { type: "Cached", name: effect.name } },
    },
  );

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
    const payloads = payloadsAhead(this.#batches, from, this.#converter, this.#readAheadBytes);
    return { status: "needs", effects: [], payloads };
  }

  /** Asks for the texts of signals that an earlier run handed on and that are not at hand; its input is. */
  handedOn(run: RunContext, { input }: EventAttributes): Replayed | undefined {
    if (!readInput(input).isContinued) return undefined;
    const { signals = [] } = readBeginning(run, input, run.chain.self.settings.payloads?.input).carried;
    const texts = signals.flatMap(({ text }) => (text !== undefined && this.isMissing(text) ? [text] : []));
    return texts.length === 0 ? undefined : { status: "needs", effects: [], payloads: [...new Set(texts)] };
  }

  /**
   * Effects take their outcome from the history, by looking ahead: their markers stand among the decisions of the completion
   * being replayed, or, if that could not hold them all, of a later one. Those that are not recorded yet the caller is to
   * run. Those canceled meanwhile never run.
   *
   * @param pending - Those not settled here stay in it.
   * @param isSettled - Does history show all of them?
   * @throws {NondeterminismError} if one that must be recorded is not.
   */
  effects(pending: PendingEffect[], { isDecided, decidedFrom }: Batch, isSettled: boolean): Replayed | undefined {
    const asked = pending.filter((effect) => effect.outcome === undefined);
    const notes = isDecided ? asked.map(({ id }) => this.#notes.find(EFFECT_MARKER, id)) : [];
    pending.length = 0;
    if (notes.some((note) => this.isMissing(note?.payload))) {
      pending.push(...asked);
      return this.payloads(decidedFrom);
    }
    for (const [i, effect] of asked.entries()) {
      const note = notes[i];
      if (note !== undefined) effect.replayed(note.eventId, note.details);
      else if (isSettled) throw notMade(effect);
      else pending.push(effect);
    }
    if (pending.length === 0) return undefined;
    return { status: "needs", effects: pending.map(({ id, name, fn }) => ({ id, name, fn })), payloads: [] };
  }
}
