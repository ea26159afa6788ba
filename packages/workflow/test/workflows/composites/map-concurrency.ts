import { activity, map, workflow } from "../../../src/index.ts";
import { completes, tiny, waits } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, (n: number) => n);

export const behaviour = tiny({
  says: "map keeps no more items under way than it is told",
  workflow: workflow({ name: "careful" }, function* () {
    return yield* map([1, 2, 3, 4], work, { concurrency: 2 });
  }),
  activities: [work],
  happens: [
    waits({ ...work(1) }, { ...work(2) }),
    completes(work(2), 2),
    waits({ ...work(1) }, { ...work(3) }),
    completes(work(1), 1),
    completes(work(3), 3),
    completes(work(4), 4),
  ],
  ends: { completed: [1, 2, 3, 4] },
});
