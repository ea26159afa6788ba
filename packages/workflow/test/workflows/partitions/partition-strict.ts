import { activity, map, workflow } from "../../../src/index.ts";
import { fails, tiny } from "../harness/behaviour.ts";

const half = activity({ name: "half" }, (n: number) => n / 2);

export const behaviour = tiny({
  says: "map with partition throws the first failure as it was, and cancels the other parts",
  workflow: workflow({ name: "halves" }, function* () {
    return yield* map([0, 1, 2, 4], half, { partition: 2 });
  }),
  activities: [half],
  happens: [fails(half(1), Object.assign(new Error("odd"), { code: "ODD" }))],
  ends: { failed: { code: "ACTIVITY_FAILED", state: "FAILED", cause: { code: "ODD", message: "odd" } } },
});
