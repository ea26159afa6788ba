import { activity, map, sleep, withTimeout, workflow } from "../../../src/index.ts";
import { completes, passes, tiny } from "../harness/behaviour.ts";

const half = activity({ name: "half" }, (n: number) => n / 2);

export const behaviour = tiny({
  says: "map with partition that takes too long is canceled, and its workflow goes on",
  workflow: workflow({ name: "halves" }, function* () {
    try {
      return yield* withTimeout("1m", map([0, 2, 4], half, { partition: 2 }));
    } catch (error) {
      yield* sleep("1m");
      return (error as { readonly code: string }).code;
    }
  }),
  activities: [half],
  happens: [completes(half(4), 2), passes("1m"), passes("1m")],
  ends: { completed: "TIMEOUT" },
});
