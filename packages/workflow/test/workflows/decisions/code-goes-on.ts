import { activity, workflow } from "../../../src/index.ts";
import { completes, deploys, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, (n: number) => n);

export const behaviour = tiny({
  says: "code that does more behind all that is recorded takes over a running execution",
  workflow: workflow({ name: "growing" }, function* () {
    return yield* work(1);
  }),
  activities: [work],
  happens: [
    deploys(
      workflow({ name: "growing" }, function* () {
        return (yield* work(1)) + (yield* work(2));
      }),
    ),
    completes(work, 1),
    completes(work, 2),
  ],
  ends: { completed: 3 },
});
