import { activity, map, workflow } from "../../../src/index.ts";
import { completes, fails, tiny } from "../harness/behaviour.ts";

const half = activity({ name: "half" }, (n: number) => n / 2);

export const behaviour = tiny({
  says: "map with partition can be caught, and others follow it",
  workflow: workflow({ name: "halves" }, function* () {
    try {
      yield* map([1, 3], half, { partition: 1 });
    } catch {
      // Odd.
    }
    return yield* map([2, 4], half, { partition: 1 });
  }),
  activities: [half],
  happens: [fails(half(1), new Error("odd")), completes(half(4), 2), completes(half(2), 1)],
  ends: { completed: [1, 2] },
});
