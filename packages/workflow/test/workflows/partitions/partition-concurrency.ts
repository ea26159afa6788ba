import { activity, map, workflow } from "../../../src/index.ts";
import { completes, tiny } from "../harness/behaviour.ts";

const half = activity({ name: "half" }, (n: number) => n / 2);

export const behaviour = tiny({
  says: "map with partition has no more parts and items under way than its concurrency",
  workflow: workflow({ name: "halves" }, function* () {
    return yield* map([0, 2, 4, 6], half, { partition: 2, concurrency: 1 });
  }),
  activities: [half],
  happens: [0, 2, 4, 6].map((n) => completes(half, n / 2)),
  ends: { completed: [0, 1, 2, 3] },
});
