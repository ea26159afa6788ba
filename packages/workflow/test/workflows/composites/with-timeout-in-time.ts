import { activity, withTimeout, workflow } from "../../../src/index.ts";
import { completes, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, (n: number) => n);

export const behaviour = tiny({
  says: "work that ends in its time gives its result, and its timer is canceled",
  workflow: workflow({ name: "punctual" }, function* () {
    return yield* withTimeout("1m", function* () {
      return (yield* work(1)) + (yield* work(2));
    });
  }),
  activities: [work],
  happens: [completes(work(1), 1), completes(work(2), 2)],
  ends: { completed: 3 },
});
