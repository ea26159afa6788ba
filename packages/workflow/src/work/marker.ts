import type { Decision } from "../decisions/decision.ts";
import type { EventAttributes } from "../history/event.ts";
import type { RecordMarker } from "../language/effect.ts";
import { digestOf, mismatch, readValue, writeValue } from "./arguments.ts";
import type { Ask } from "./outbox.ts";
import type { RunContext } from "./run-context.ts";

/** A marker of the user's own. Nobody waits for it. */
export class MarkerAsk implements Ask {
  readonly decisionType = "RecordMarker";
  /** Structural id. */
  readonly id: string;
  readonly key: string;
  order = 0;
  dropped = false;
  readonly #run: RunContext;
  readonly #details: string | undefined;

  constructor(run: RunContext, id: string, { name, args }: RecordMarker) {
    this.#run = run;
    this.id = id;
    this.key = name;
    this.#details = writeValue(run, args[0], `the details of marker ${name}`);
    run.outbox.ask(this);
  }

  describe(): string {
    return `marker ${JSON.stringify(this.key)}`;
  }

  draft(): Decision {
    return {
      decisionType: "RecordMarker",
      recordMarkerDecisionAttributes: {
        markerName: this.key,
        ...(this.#details === undefined ? {} : { details: this.#details }),
      },
    };
  }

  /** Details kept out of band are not fetched to be compared. */
  recorded(eventId: number, { details }: EventAttributes): void {
    const run = this.#run;
    if (details === this.#details || run.isForeign) return;
    if (details !== undefined && run.converter.missing?.(details) === true) return;
    if (details !== undefined && digestOf(run, details) === digestOf(run, this.#details)) return;
    throw mismatch(this, eventId, [
      { field: "details", recorded: readValue(run, details), asked: readValue(run, this.#details) },
    ]);
  }

  refused(_eventId: number, { cause }: EventAttributes): void {
    this.#run.log("warn", `SWF refused to record marker ${this.key}: ${cause}`, undefined);
  }
}
