import { activity, any, workflow } from "../../../src/index.ts";
import { completes, fails, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, (n: number) => n);

export const behaviour = tiny({
  says: "any goes on after failures, to the first success",
  workflow: workflow({ name: "hopeful" }, function* () {
    return yield* any({ a: work(1), b: work(2), c: work(3) });
  }),
  activities: [work],
  happens: [fails(work(1), new Error("broken")), completes(work(3), 3)],
  ends: { completed: { winner: "c", value: 3 } },
});
