import { activity, all, race, sleep, workflow } from "../../../src/index.ts";
import { completes, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, (n: number) => n);

export const behaviour = tiny({
  says: "composites in composites are told of the innermost end, once",
  workflow: workflow({ name: "nested" }, function* () {
    return yield* all([race([all([work(1), work(2)]), sleep("1 hour")]), race([all([work(3)]), work(4)])]);
  }),
  activities: [work],
  happens: [completes(work(2), 2), completes(work(3), 3), completes(work(1), 1)],
  ends: { completed: [[1, 2], [3]] },
});
