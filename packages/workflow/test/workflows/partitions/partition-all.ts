import { activity, map, workflow } from "../../../src/index.ts";
import { completes, tiny } from "../harness/behaviour.ts";

const half = activity({ name: "half" }, (n: number) => n / 2);

export const behaviour = tiny({
  says: "map with partition spreads its items over child workflows, and gives the results in their places",
  workflow: workflow({ name: "halves" }, function* () {
    return yield* map([0, 2, 4, 6, 8], half, { partition: 2 });
  }),
  activities: [half],
  happens: [8, 2, 0, 6, 4].map((n) => completes(half(n), n / 2)),
  ends: { completed: [0, 1, 2, 3, 4] },
});
