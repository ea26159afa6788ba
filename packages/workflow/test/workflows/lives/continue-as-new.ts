import type { Coroutine } from "../../../src/index.ts";
import { activity, continueAsNew, workflow } from "../../../src/index.ts";
import { completes, tiny } from "../harness/behaviour.ts";

const step = activity({ name: "step" }, (n: number) => n);

const count = workflow({ name: "counting" }, function* (n: number): Coroutine<string> {
  yield* step(n);
  if (n === 3) return `counted to ${n}`;
  return yield* continueAsNew(count, n + 1);
});

export const behaviour = tiny({
  says: "a workflow continues as new with other arguments, and its last run has the result",
  workflow: count,
  args: [1],
  activities: [step],
  happens: [completes(step, 1), completes(step, 2), completes(step, 3)],
  ends: { completed: "counted to 3" },
});
