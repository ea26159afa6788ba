import type { Decision } from "../decisions/decision.ts";
import { SweftError } from "../errors/sweft-error.ts";
import type { EventAttributes } from "../history/event.ts";
import { noteKey } from "../history/marker-key.ts";
import { writeMarker } from "../values/header.ts";
import type { Ask } from "./outbox.ts";
import type { RunContext } from "./run-context.ts";

/** What a marker of the interpreter's own says. */
export interface Noted {
  /** Begins with `sweft.`. */
  readonly markerName: string;
  /** Words without blanks; the first tells the marker from others of its name. */
  readonly head: readonly string[];
  /** A text that may go out of band. */
  readonly payload?: string | undefined;
  /** What it is, for reports. */
  readonly what: string;
}

/** A marker of the interpreter's own: what was decided once and must not be decided again. Nobody waits for it. */
export class NoteAsk implements Ask {
  readonly decisionType = "RecordMarker";
  readonly key: string;
  order = 0;
  dropped = false;
  readonly #noted: Noted;

  constructor(run: RunContext, noted: Noted) {
    this.key = noteKey(noted.markerName, noted.head[0] ?? "");
    this.#noted = noted;
    run.outbox.ask(this);
  }

  describe(): string {
    return this.#noted.what;
  }

  draft(): Decision {
    const { markerName, head, payload } = this.#noted;
    return {
      decisionType: "RecordMarker",
      recordMarkerDecisionAttributes: { markerName, details: writeMarker({ head, payload }) },
    };
  }

  /** Its key says all there is to compare; what it keeps stands. */
  recorded(): void {}

  refused(_eventId: number, { cause }: EventAttributes): void {
    throw new SweftError(
      "MARKER_FAILED",
      `SWF refused to record ${this.#noted.what}: ${cause}; without it a replay could decide otherwise`,
    );
  }
}
