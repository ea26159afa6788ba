import { activity, map, workflow } from "../../../src/index.ts";
import { completes, fails, tiny } from "../harness/behaviour.ts";

const half = activity({ name: "half" }, (n: number) => n / 2);

export const behaviour = tiny({
  says: "map with partition tells how each item ended, where it tolerates failures",
  workflow: workflow({ name: "halves" }, function* () {
    const ends = yield* map([0, 1, 2, 3], half, { partition: 2, toleratedFailures: 2 });
    return ends.map((end) => (end.status === "fulfilled" ? end.value : (end.reason as { code: string }).code));
  }),
  activities: [half],
  happens: [
    fails(half(1), new Error("odd")),
    completes(half(2), 1),
    completes(half(0), 0),
    fails(half(3), new Error("odd")),
  ],
  ends: { completed: [0, "ACTIVITY_FAILED", 1, "ACTIVITY_FAILED"] },
});
