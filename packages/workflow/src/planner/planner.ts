import type { Decision } from "../decisions/decision.ts";
import type { HistoryEvent } from "../history/event.ts";
import type { Limits } from "./limits.ts";
import { Paces } from "./paces.ts";
import type { Situation } from "./plan.ts";
import { plan } from "./plan.ts";
import { Wakes } from "./wakes.ts";

/** Stands between what a run asks for and what its completions say, and keeps every limit of the service. */
export class Planner {
  readonly limits: Limits;
  readonly #paces: Paces;
  readonly #wakes = new Wakes();

  constructor(limits: Limits) {
    this.limits = limits;
    this.#paces = new Paces(limits);
  }

  /** What the decision being made sends. @param events - Everything known up to it. */
  decisions(
    events: readonly HistoryEvent[],
    situation: Omit<Situation, "paces" | "limits" | "wakesAtMs">,
  ): readonly Decision[] {
    if (situation.outbox.isEmpty) return situation.first;
    this.#paces.read(events);
    return plan({
      ...situation,
      paces: this.#paces,
      limits: this.limits,
      wakesAtMs: this.#wakes.nextMs(events),
    });
  }
}
