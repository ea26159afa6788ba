import type { Coroutine, Decision, HistoryEvent, Workflow } from "@sweft/workflow";
import { openRun, workflow } from "@sweft/workflow";
import type { DecisionTask } from "./task.ts";

/** Payloads do not matter to a run that is held: none is read, none is written. */
const NOTHING = { write: () => "", read: () => undefined };

/**
 * The decisions that hold a run until other deciders or other code arrive: what a bug at the first line of its workflow
 * would give. Their pause grows with every hold that the history shows.
 */
export function holdDecisions(
  { type, execution }: Pick<DecisionTask, "type" | "execution">,
  events: readonly HistoryEvent[],
): readonly Decision[] {
  const stuck = workflow(type, function* (): Coroutine<void> {
    throw new TypeError("this run is held");
  }) as unknown as Workflow<never[], unknown>;
  const held = openRun(stuck, { execution, converter: NOTHING }).advance(events);
  return "decisions" in held ? held.decisions : [];
}
