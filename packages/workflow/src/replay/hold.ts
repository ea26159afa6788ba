import type { Decision } from "../decisions/decision.ts";
import { Batches } from "../history/batches.ts";
import { HOLD_TIMER } from "../history/decided.ts";
import type { HistoryEvent } from "../history/event.ts";

const FIRST_HOLD_SECONDS = 60;
const LONGEST_HOLD_SECONDS = 3600;

/** The pause before the next try at a held run: one minute, then twice as long each time, at most an hour. */
const holdSeconds = (holds: number): number => Math.min(LONGEST_HOLD_SECONDS, FIRST_HOLD_SECONDS * 2 ** holds);

/** Where a bug has stopped a run. */
export interface Held {
  readonly decisions: readonly Decision[];
  /** Is a decision being made now? A bug may show in a batch long before it. */
  readonly isDeciding: boolean;
  /** Does the history end in failure? */
  readonly hasFailed: boolean;
}

/**
 * The answer to a decision that a bug has stopped. To hold is to answer with only a timer of the interpreter's own, or
 * with nothing while one runs; replay treats such a completion as one that never happened.
 */
export function heldBy(batches: Batches): Held {
  const deciding = lastBegun(batches);
  const hasFailed = batches.events.at(-1)?.eventType === "WorkflowExecutionFailed";
  return { decisions: holdOf(deciding, batches), isDeciding: deciding !== undefined, hasFailed };
}

/**
 * What holds a run whose decision cannot be made, whatever the reason: for deciders that do not have the workflow's code,
 * or not its payloads.
 *
 * @param events - The whole history, up to the decision to be made.
 * @returns A timer of the interpreter's own, or nothing while one runs.
 * @throws {SweftError} `HISTORY_INVALID` if an event is missing.
 */
export function holdDecisions(events: readonly HistoryEvent[]): readonly Decision[] {
  const batches = new Batches();
  batches.push(events);
  return holdOf(lastBegun(batches), batches);
}

const holdOf = (deciding: number | undefined, { unreleasedHold, holds }: Batches): readonly Decision[] =>
  deciding === undefined || unreleasedHold !== undefined ? [] : [holdTimer(deciding, holds)];

const holdTimer = (startedEventId: number, holds: number): Decision => ({
  decisionType: "StartTimer",
  startTimerDecisionAttributes: {
    timerId: `${HOLD_TIMER}${startedEventId}`,
    startToFireTimeout: String(holdSeconds(holds)),
  },
});

/** The decision that is being made now, if there is one: a bug may show in a batch long before it. */
function lastBegun(batches: Batches): number | undefined {
  for (;;) {
    const batch = batches.next();
    if (batch === undefined) return batches.undecidedEventId;
  }
}
