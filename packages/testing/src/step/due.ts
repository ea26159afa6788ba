import type { Decision } from "@sweft/workflow";
import { isWakeTimer } from "@sweft/workflow";
import { TestingError } from "../errors.ts";
import type { FakeHistory } from "../history/fake-history.ts";

/** No workflow needs so many decisions with nothing happening in between. */
const MOST_DECISIONS = 100;

/** Nor so many completions for one of them. */
const MOST_WAKES = 10_000;

/**
 * Every decision that is due, one after another; says of each whether it is the first. The timers by which the interpreter
 * goes on with what one completion could not hold fire by themselves: they are no business of a test.
 *
 * @param last - What the last decision decided.
 * @throws {TestingError} `DECISIONS_ENDLESS`
 */
export function* dueDecisions(history: FakeHistory, last: () => readonly Decision[]): Generator<boolean, void> {
  let wakes = 0;
  for (let made = 0; history.isDecisionDue; made++) {
    if (made > MOST_DECISIONS || wakes > MOST_WAKES) throw endless(last());
    yield made === 0 && wakes === 0;
    if (history.isDecisionDue || history.isClosed || !wake(history)) continue;
    made = 0;
    wakes++;
  }
}

function wake(history: FakeHistory): boolean {
  const timer = history.open.find(({ kind, id }) => kind === "timer" && isWakeTimer(id));
  if (timer !== undefined) history.timerFired(timer.id);
  return timer !== undefined;
}

function endless(decisions: readonly Decision[]): TestingError {
  const last = decisions.map(({ decisionType }) => decisionType).join(", ");
  return new TestingError(
    "DECISIONS_ENDLESS",
    `${MOST_DECISIONS} decisions were made with nothing happening in between; the last decided ${last || "nothing"}`,
  );
}
