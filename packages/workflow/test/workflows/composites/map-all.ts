import { activity, map, workflow } from "../../../src/index.ts";
import { completes, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, (n: number) => n);

export const behaviour = tiny({
  says: "map does something with each item, and gives the results in their places",
  workflow: workflow({ name: "mapped" }, function* () {
    return yield* map([3, 1, 2], work);
  }),
  activities: [work],
  happens: [completes(work(1), 10), completes(work(2), 20), completes(work(3), 30)],
  ends: { completed: [30, 10, 20] },
});
