import { activity, map, workflow } from "../../../src/index.ts";
import { completes, fails, passes, tiny } from "../harness/behaviour.ts";

const half = activity({ name: "half", retry: { attempts: 2, delay: "10s", jitter: "none" } }, (n: number) => n / 2);

export const behaviour = tiny({
  says: "map with partition hands the settings of its activity on to the parts",
  workflow: workflow({ name: "halves" }, function* () {
    return yield* map([2, 4], half, { partition: 1 });
  }),
  activities: [half],
  happens: [fails(half(4), new Error("busy")), completes(half(2), 1), passes("10s"), completes(half(4), 2)],
  ends: { completed: [1, 2] },
});
