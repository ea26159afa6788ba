import { activity, all, workflow } from "../../../src/index.ts";
import { completes, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, (n: number) => n);

export const behaviour = tiny({
  says: "what one completion cannot hold goes out with the next ones, at the same time",
  workflow: workflow({ name: "many" }, function* () {
    return yield* all([1, 2, 3, 4, 5].map((n) => work(n)));
  }),
  activities: [work],
  limits: { decisions: 3 },
  happens: [5, 4, 3, 2, 1].map((n) => completes(work(n), n)),
  ends: { completed: [1, 2, 3, 4, 5] },
});
