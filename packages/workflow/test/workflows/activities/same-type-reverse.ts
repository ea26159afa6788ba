import { activity, all, workflow } from "../../../src/index.ts";
import { completes, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, (n: number) => n);

export const behaviour = tiny({
  says: "activities of one type get their own results, whichever completes first",
  workflow: workflow({ name: "many" }, function* () {
    return yield* all([work(1), work(2), work(3)]);
  }),
  activities: [work],
  happens: [completes(work(3), 33), completes(work(1), 11), completes(work(2), 22)],
  ends: { completed: [11, 22, 33] },
});
