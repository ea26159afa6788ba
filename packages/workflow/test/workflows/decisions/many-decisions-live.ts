import { activity, sleep, workflow } from "../../../src/index.ts";
import { completes, passes, tiny, together } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, (n: number) => n);

export const behaviour = tiny({
  says: "a change of deciders in the middle of a run makes no difference",
  workflow: workflow({ name: "long" }, function* () {
    let sum = 0;
    for (let i = 1; i <= 4; i++) {
      sum += yield* work(i);
      if (i === 2) yield* sleep("1m");
    }
    return sum;
  }),
  activities: [work],
  happens: [
    completes(work, 1),
    together(completes(work, 2)),
    together(passes("1m")),
    completes(work, 3),
    completes(work, 4),
  ],
  ends: { completed: 10 },
});
