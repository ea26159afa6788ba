import { activity, workflow } from "../../../src/index.ts";
import { completes, fails, passes, tiny } from "../harness/behaviour.ts";

const step = activity({ name: "step" }, () => 1);

export const behaviour = tiny({
  says: "a workflow with a policy of its own is tried again as a new run",
  workflow: workflow({ name: "retried", runRetry: { attempts: 2, delay: "1m" } }, function* (n: number) {
    return (yield* step()) + n;
  }),
  args: [10],
  activities: [step],
  happens: [fails(step, new Error("broken")), passes("1m"), completes(step, 1)],
  ends: { completed: 11 },
});
