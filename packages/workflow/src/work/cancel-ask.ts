import type { Decision, DecisionType } from "../decisions/decision.ts";
import type { Ask } from "./outbox.ts";
import type { RunContext } from "./run-context.ts";

/** The wish to cancel work in flight. Its refusal is benign: the work ended first, and its own event says how. */
export class CancelAsk implements Ask {
  readonly decisionType: DecisionType;
  readonly key: string;
  /** Structural id of the work. */
  readonly id: string;
  order = 0;
  dropped = false;
  readonly #attributes: Omit<Decision, "decisionType">;

  constructor(decisionType: DecisionType, key: string, attributes: Omit<Decision, "decisionType">) {
    this.decisionType = decisionType;
    this.key = key;
    this.id = key;
    this.#attributes = attributes;
  }

  describe(): string {
    return `cancel of ${this.key}`;
  }

  draft(): Decision {
    return { decisionType: this.decisionType, ...this.#attributes };
  }

  recorded(): void {}

  refused(): void {}
}

/** Asks for a cancel. */
export function cancelAsk(
  run: RunContext,
  type: DecisionType,
  key: string,
  attributes: Omit<Decision, "decisionType">,
): CancelAsk {
  const ask = new CancelAsk(type, key, attributes);
  run.outbox.ask(ask);
  return ask;
}
