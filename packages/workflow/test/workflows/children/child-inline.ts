import { activity, workflow } from "../../../src/index.ts";
import { completes, tiny } from "../harness/behaviour.ts";

const step = activity({ name: "step" }, (n: number) => n);
const inner = workflow({ name: "inner" }, function* (n: number) {
  return (yield* step(n)) + 1;
});

export const behaviour = tiny({
  says: "a workflow's body runs inline in another, with no child",
  workflow: workflow({ name: "outer" }, function* () {
    return (yield* inner.body(1)) + (yield* inner.body(2));
  }),
  activities: [step],
  happens: [completes(step(1), 10), completes(step(2), 20)],
  ends: { completed: 32 },
});
