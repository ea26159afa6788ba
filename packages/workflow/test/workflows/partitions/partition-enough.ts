import { activity, map, workflow } from "../../../src/index.ts";
import { completes, tiny } from "../harness/behaviour.ts";

const half = activity({ name: "half" }, (n: number) => n / 2);

export const behaviour = tiny({
  says: "map with partition ends as soon as enough items have succeeded, and cancels the other parts",
  workflow: workflow({ name: "halves" }, function* () {
    const ends = yield* map([0, 2, 4, 6], half, { partition: 2, minSuccessful: 2 });
    return ends.map((end) => (end.status === "fulfilled" ? end.value : end.status));
  }),
  activities: [half],
  happens: [completes(half(6), 3), completes(half(4), 2)],
  ends: { completed: ["rejected", "rejected", 2, 3] },
});
