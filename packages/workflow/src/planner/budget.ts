import type { DecisionType } from "../decisions/decision.ts";
import { SweftError } from "../errors/sweft-error.ts";
import type { InFlight } from "../work/in-flight.ts";
import type { Outbox } from "../work/outbox.ts";
import type { Limits } from "./limits.ts";

/**
 * The most events that one piece of work writes, if each of its events makes a decision of its own (three events): an
 * activity is scheduled, started and ended; a timer started and fired; a child initiated, started and ended, of which the last
 * two make decisions.
 */
export const WORST_CASE: Readonly<Partial<Record<DecisionType, number>>> = {
  ScheduleActivityTask: 6,
  StartTimer: 5,
  StartChildWorkflowExecution: 9,
  ScheduleLambdaFunction: 6,
  SignalExternalWorkflowExecution: 5,
  RequestCancelExternalWorkflowExecution: 5,
  RecordMarker: 1,
};

/** What is known of the run when it begins more work. */
export interface Holdings {
  readonly outbox: Outbox;
  readonly open: InFlight;
  /** Event id of the DecisionTaskStarted of the decision being made. */
  readonly historyLength: number;
}

/**
 * Sees to it that nothing is begun that one history could not hold in the worst case. It acts on the decision being made
 * alone: what is recorded was begun.
 */
export class Budget {
  readonly #limits: Pick<Limits, "historyEvents" | "reservedEvents">;
  #decision = 0;
  #committed = 0;

  constructor(limits: Pick<Limits, "historyEvents" | "reservedEvents">) {
    this.#limits = limits;
  }

  /**
   * Keeps room for work that is about to begin.
   *
   * @param events - What it costs in the worst case.
   * @param isKept - False only looks whether there is room: for composites, whose pieces are charged as they begin.
   * @throws {SweftError} `HISTORY_BUDGET`, which no body can catch: the decision is not made, and nothing has begun.
   */
  charge(holdings: Holdings, events: number, isKept: boolean, describe: () => string): void {
    const { historyLength } = holdings;
    if (historyLength !== this.#decision) {
      this.#decision = historyLength;
      this.#committed = outstanding(holdings);
    }
    const { historyEvents, reservedEvents } = this.#limits;
    const room = historyEvents - reservedEvents - historyLength - this.#committed;
    if (events > room) {
      throw new SweftError(
        "HISTORY_BUDGET",
        `${describe()} may write ${events} events, and the history of this run has room for ${Math.max(0, room)} more: it has ${historyLength}, work that is under way may write ${this.#committed}, and SWF ends a run at ${historyEvents}. Spread the work over child workflows, as map(items, work, { partition: 500 }) does, or begin a new history in time with checkpoint(…) or continueAsNew(…)`,
      );
    }
    if (isKept) this.#committed += events;
  }

  /**
   * Would a history that holds nothing else have room?
   * @throws {SweftError} `HISTORY_BUDGET`
   */
  fits(events: number, describe: () => string): void {
    const { historyEvents, reservedEvents } = this.#limits;
    const room = historyEvents - reservedEvents - OWN_EVENTS;
    if (events <= room) return;
    throw new SweftError(
      "HISTORY_BUDGET",
      `${describe()} may write ${events} events, and the history of one execution has room for ${room}; write a smaller \`partition\``,
    );
  }
}

/** What a run writes besides its work: its start, its first decision and its marker, its close. */
const OWN_EVENTS = 20;

/** What all work that is in flight, or asked for and not sent, may still write. */
function outstanding({ open, outbox }: Holdings): number {
  let events = 0;
  for (const { decisionType } of open.all()) events += WORST_CASE[decisionType] ?? 0;
  for (const { decisionType } of outbox.inOrder(NOTHING)) events += WORST_CASE[decisionType] ?? 0;
  return events;
}

const NOTHING: ReadonlySet<DecisionType> = new Set();
