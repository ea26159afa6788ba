import { failed, ok, Work } from "../coroutines/work.ts";
import type { Decision } from "../decisions/decision.ts";
import { fromFailure } from "../errors/failure.ts";
import type { CanceledError } from "../errors/outcomes.ts";
import { SweftError, withoutFrames } from "../errors/sweft-error.ts";
import { EFFECT_MARKER } from "../history/effect-marker.ts";
import type { EventAttributes } from "../history/event.ts";
import { noteKey } from "../history/marker-key.ts";
import type { Outcome } from "../language/handle.ts";
import { readMarker, writeMarker } from "../values/header.ts";
import { mismatch, readValue, writeFailure, writeValue } from "./arguments.ts";
import type { Ask } from "./outbox.ts";
import type { PendingEffect, RunContext } from "./run-context.ts";

/**
 * A function that runs once. Its marker takes its place among the decisions when it is asked; the outcome is filled in
 * at quiescence, before the next event, from the history or by running the function.
 */
export class EffectWork extends Work implements Ask, PendingEffect {
  readonly decisionType = "RecordMarker";
  readonly key: string;
  order = 0;
  dropped = false;
  readonly name: string;
  readonly fn: () => unknown;
  readonly #run: RunContext;
  #details: string | undefined = undefined;

  constructor(run: RunContext, id: string, name: string, fn: () => unknown) {
    super(id);
    this.key = noteKey(EFFECT_MARKER, id);
    this.#run = run;
    this.name = name;
    this.fn = fn;
    run.effects.push(this);
    run.outbox.ask(this);
  }

  describe(): string {
    return `cached(${JSON.stringify(this.name)}, …)`;
  }

  draft(): Decision {
    return {
      decisionType: "RecordMarker",
      recordMarkerDecisionAttributes: {
        markerName: EFFECT_MARKER,
        ...(this.#details === undefined ? {} : { details: this.#details }),
      },
    };
  }

  /** Ends with the outcome that a marker keeps. */
  replayed(eventId: number, details: string | undefined): void {
    const { head = [], payload } = readMarker(details) ?? {};
    const [, state, ...label] = head;
    if (label.join(" ") !== JSON.stringify(this.name)) {
      throw mismatch(this, eventId, [{ field: "name", recorded: label.join(" "), asked: JSON.stringify(this.name) }]);
    }
    const value = readValue(this.#run, payload);
    this.settle(state === "ok" ? ok(value) : failed(this.#error(value)));
  }

  /**
   * Ends with what the function has just returned or thrown, by way of its text: live and replay see the same value.
   * A result that cannot be written is recorded as an error.
   */
  ran(outcome: Outcome): void {
    const what = `the result of ${this.describe()}`;
    let written: { readonly state: "ok" | "error"; readonly payload: string | undefined };
    try {
      written = outcome.ok
        ? { state: "ok", payload: writeValue(this.#run, outcome.value, what) }
        : { state: "error", payload: writeFailure(this.#run, outcome.error) };
    } catch (unwritable) {
      written = { state: "error", payload: writeFailure(this.#run, unwritable) };
    }
    const { state, payload } = written;
    this.#details = writeMarker({ head: [this.id, state, JSON.stringify(this.name)], payload });
    this.replayed(0, this.#details);
  }

  #error(recorded: unknown): SweftError {
    const cause = fromFailure(recorded, "the function threw");
    const message = cause instanceof Object && "message" in cause ? String(cause.message) : String(cause);
    return withoutFrames(new SweftError("EFFECT_FAILED", `${this.describe()} threw: ${message}`, { cause }));
  }

  recorded(_eventId: number, _attributes: EventAttributes): void {}

  refused(_eventId: number, { cause }: EventAttributes): void {
    throw new SweftError(
      "MARKER_FAILED",
      `SWF refused to record ${this.describe()}: ${cause}; without it a replay would run the function again`,
    );
  }

  /** Canceled before it ran: it never runs, and nothing is recorded. */
  override cancel(error: CanceledError): void {
    if (this.outcome !== undefined) return;
    this.dropped = true;
    this.settle(failed(error));
  }
}
