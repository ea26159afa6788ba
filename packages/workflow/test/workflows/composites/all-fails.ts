import type { ActivityError } from "../../../src/index.ts";
import { activity, all, workflow } from "../../../src/index.ts";
import { completes, fails, tiny, waits } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, (n: number) => n);

export const behaviour = tiny({
  says: "all fails with its first failure, cancels the rest, and absorbs what they come to",
  workflow: workflow({ name: "strict" }, function* () {
    try {
      yield* all([work(1), work(2), work(3)]);
    } catch (error) {
      return [(error as ActivityError).id, yield* work(4)];
    }
    return "all went well";
  }),
  activities: [work],
  happens: [
    fails(work(2), new Error("broken")),
    waits({ ...work(4) }),
    fails(work(1), new Error("late")),
    completes(work(3), 3),
    completes(work(4), 4),
  ],
  ends: { completed: ["1.2", 4] },
});
