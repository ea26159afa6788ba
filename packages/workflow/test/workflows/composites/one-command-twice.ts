import { activity, all, workflow } from "../../../src/index.ts";
import { completes, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, (n: number) => n);

export const behaviour = tiny({
  says: "one command object given twice is two pieces of work",
  workflow: workflow({ name: "twice" }, function* () {
    const same = work(1);
    return [...(yield* all([same, same])), yield* same];
  }),
  activities: [work],
  happens: [completes(work, 11), completes(work, 22), completes(work, 33)],
  ends: { completed: [11, 22, 33] },
});
