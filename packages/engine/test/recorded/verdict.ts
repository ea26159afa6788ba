import type { History } from "@aws-sdk/client-swf";
import type { Difference } from "./differences.ts";
import { Comparison, timesBetween } from "./differences.ts";
import type { Drive } from "./driver.ts";
import { drive } from "./driver.ts";
import { putAside } from "./put-aside.ts";
import type { RecordedCall, Scenario } from "./recordings.ts";
import { eventsIn } from "./recordings.ts";

/** What was found by comparing a drive with its recording. */
export interface Verdict {
  readonly stuck: string | undefined;
  /** For each recorded call, where the engine's answer is another; what is put aside is left out. */
  readonly differences: ReadonlyMap<RecordedCall, readonly Difference[]>;
  /** Reasons why something was put aside. */
  readonly reasons: ReadonlySet<string>;
}

/** Compares every recorded answer with the engine's, and the times of the histories by their own rules. */
export function judge({ calls }: Scenario, { stuck, answers, called }: Drive): Verdict {
  const comparison = new Comparison();
  const reasons = new Set<string>();
  const differences = new Map<RecordedCall, readonly Difference[]>();
  for (const call of calls) {
    const answer = answers.get(call);
    const found =
      call.action === "GetWorkflowExecutionHistory" && answer !== undefined
        ? histories(comparison, call.response, answer as History, called) // the engine's answer to this action
        : comparison.between(call.response, answer, answer === undefined ? "answer" : "");
    const kept = found.filter((difference) => {
      const known = putAside(difference);
      if (known !== undefined) reasons.add(`${known.path}: ${known.reason}`);
      return known === undefined;
    });
    differences.set(call, kept);
  }
  return { stuck, differences, reasons };
}

function histories(comparison: Comparison, recorded: unknown, got: History, called: ReadonlySet<number>) {
  const events = eventsIn(recorded);
  const untimed = {
    ...(recorded as object), // an answer is an object
    events: events.map(({ eventTimestamp: _, ...rest }) => rest),
  };
  const ours = { ...got, events: got.events?.map(({ eventTimestamp: _, ...rest }) => rest) };
  return [...comparison.between(untimed, ours), ...timesBetween(events, got.events ?? [], called)];
}

/** Drives a scenario, and tells all that is not as recorded. */
export async function findingsIn(scenario: Scenario): Promise<readonly unknown[]> {
  const { stuck, differences } = judge(scenario, await drive(scenario));
  return [...(stuck === undefined ? [] : [stuck]), ...[...differences.values()].flat()];
}
