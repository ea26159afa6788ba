import type { Decision, DecisionType } from "../decisions/decision.ts";
import { NondeterminismError } from "../errors/sweft-error.ts";
import { decidedBy } from "../history/decided.ts";
import type { EventAttributes, HistoryEvent } from "../history/event.ts";
import type { Ask } from "../work/outbox.ts";
import { askedOf } from "../work/outbox.ts";
import type { RunContext } from "../work/run-context.ts";

/** Who hears what became of a close. */
interface Hears {
  refused(cause: string | undefined): void;
  /** Compares what is recorded with what is asked. */
  recorded?(ask: CloseAsk, eventId: number, attributes: EventAttributes): void;
}

/** The decision that ends a run. It is always the last one asked. */
export class CloseAsk implements Ask {
  readonly decisionType: DecisionType;
  readonly key: string;
  order = 0;
  dropped = false;
  readonly #decision: Decision;
  readonly #run: RunContext;
  readonly #hears: Hears;

  constructor(run: RunContext, decision: Decision, hears: Hears) {
    this.decisionType = decision.decisionType;
    this.key = decision.decisionType;
    this.#decision = decision;
    this.#run = run;
    this.#hears = hears;
  }

  describe(): string {
    return "the end of the workflow";
  }

  draft(): Decision {
    return this.#decision;
  }

  /** What was asked before a close is always sent before it. */
  recorded(eventId: number, attributes: EventAttributes): void {
    const [unsent] = this.#run.outbox.waiting();
    if (unsent !== undefined) {
      throw new NondeterminismError(
        `event ${eventId} recorded the end of the workflow, but the code asks for ${unsent.describe()} (${unsent.key}) before it`,
        { kind: "added", eventId, id: unsent.key, asked: askedOf(unsent), extra: [askedOf(unsent)] },
      );
    }
    this.#hears.recorded?.(this, eventId, attributes);
  }

  refused(_eventId: number, { cause }: EventAttributes): void {
    this.#hears.refused(cause);
  }
}

const CLOSES: ReadonlySet<DecisionType> = new Set<DecisionType>([
  "CompleteWorkflowExecution",
  "FailWorkflowExecution",
  "CancelWorkflowExecution",
  "ContinueAsNewWorkflowExecution",
]);

/** The close that a completion recorded, refused or not; undefined if there is none. */
export function closedBy(completion: readonly HistoryEvent[]): DecisionType | undefined {
  for (const event of completion.toReversed()) {
    const type = decidedBy(event)?.decisionType;
    if (type !== undefined && CLOSES.has(type)) return type;
  }
  return undefined;
}
