import { activity, all, workflow } from "../../../src/index.ts";
import { completes, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, (n: number) => n);

export const behaviour = tiny({
  says: "no more work is open at a time than the service bears: the rest goes out as room is made",
  workflow: workflow({ name: "many" }, function* () {
    return yield* all([1, 2, 3].map((n) => work(n)));
  }),
  activities: [work],
  limits: { openActivities: 1 },
  happens: [1, 2, 3].map((n) => completes(work, n)),
  ends: { completed: [1, 2, 3] },
});
