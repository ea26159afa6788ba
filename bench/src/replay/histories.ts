import type { Payloads } from "@sweft/payload";
import { step } from "@sweft/testing";
import type { HistoryEvent, Workflow } from "@sweft/workflow";
import { activity, all, workflow } from "@sweft/workflow";

/** What every step of the benchmark takes and gives: a small input, and a result of about 110 characters of JSON. */
export interface StepResult {
  readonly i: number;
  readonly ok: boolean;
  readonly note: string;
  readonly at: string;
}

export const stepResult = (i: number): StepResult => ({
  i,
  ok: true,
  note: "x".repeat(64),
  at: "2026-01-01T00:00:00.000Z",
});

const noop = activity({ name: "noop" }, (input: { i: number; text?: string }): StepResult => stepResult(input.i));

/** One activity after the other. */
export const sequential = workflow({ name: "sequential" }, function* (steps: number) {
  let sum = 0;
  for (let i = 0; i < steps; i++) sum += (yield* noop({ i })).i;
  return sum;
});

/** All activities at once. */
export const parallel = workflow({ name: "parallel" }, function* (steps: number) {
  const results = yield* all(Array.from({ length: steps }, (_, i) => noop({ i })));
  return results.reduce((sum, { i }) => sum + i, 0);
});

/** One after the other, each with an argument of some length. */
export const wordy = workflow({ name: "wordy" }, function* (steps: number, characters: number) {
  const text = "y".repeat(characters);
  let sum = 0;
  for (let i = 0; i < steps; i++) sum += (yield* noop({ i, text })).i;
  return sum;
});

/** Longer runs than SWF bears are measured too: what an event costs must not grow with their number. */
const limits = { historyEvents: 1_000_000 };

/** The whole history of a run in which every activity completes, as the service would have recorded it. */
export function recorded<A extends readonly unknown[]>(
  converter: Payloads,
  run: Workflow<A, number>,
  ...args: A
): HistoryEvent[] {
  const stepped = step.with({ converter, verify: false, limits })(run, ...args);
  while (stepped.status === "running") {
    stepped.batch(() => {
      for (const { id, command } of stepped.openWork) {
        const [input] = (command as { args: readonly { i: number }[] }).args;
        stepped.history.activityStarted(id).activityCompleted(id, stepResult(input?.i ?? 0));
      }
    });
  }
  return JSON.parse(JSON.stringify(stepped.history.events)) as HistoryEvent[];
}
