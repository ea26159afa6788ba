import { activity, map, workflow } from "../../../src/index.ts";
import { cancels, completes, tiny } from "../harness/behaviour.ts";

const half = activity({ name: "half" }, (n: number) => n / 2);

export const behaviour = tiny({
  says: "map with partition is canceled with its parts",
  workflow: workflow({ name: "halves" }, function* () {
    return yield* map([0, 2, 4, 6], half, { partition: 2 });
  }),
  activities: [half],
  happens: [completes(half(0), 0), cancels()],
  ends: { canceled: undefined },
});
