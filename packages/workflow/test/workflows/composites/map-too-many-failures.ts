import { activity, map, workflow } from "../../../src/index.ts";
import { fails, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, (n: number) => n);

export const behaviour = tiny({
  says: "map fails once more items have failed than it tolerates",
  workflow: workflow({ name: "strict" }, function* () {
    return yield* map([1, 2, 3], work, { toleratedFailures: 1 });
  }),
  activities: [work],
  happens: [fails(work(1), new Error("first")), fails(work(3), new Error("second"))],
  ends: { failed: { code: "MAP_FAILED" } },
});
