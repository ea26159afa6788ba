import { activity, map, workflow } from "../../../src/index.ts";
import { fails, tiny } from "../harness/behaviour.ts";

const half = activity({ name: "half" }, (n: number) => n / 2);

export const behaviour = tiny({
  says: "map with partition fails once more items have failed than the whole tolerates",
  workflow: workflow({ name: "halves" }, function* () {
    return yield* map([1, 3, 5, 7], half, { partition: 2, toleratedFailures: 1 });
  }),
  activities: [half],
  happens: [fails(half(5), new Error("odd")), fails(half(7), new Error("odd"))],
  ends: {
    failed: {
      code: "MAP_FAILED",
      failures: [
        { index: 2, failure: { code: "ACTIVITY_FAILED" } },
        { index: 3, failure: { code: "ACTIVITY_FAILED" } },
      ],
    },
  },
});
