import { activity, workflow } from "../../../src/index.ts";
import { completes, deploys, passes, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, (n: number) => n);

export const behaviour = tiny({
  says: "a bug holds the run, and mended code goes on as if it had never been",
  workflow: workflow({ name: "buggy" }, function* () {
    const n = yield* work(1);
    return (undefined as unknown as number[])[n] ?? 0;
  }),
  activities: [work],
  happens: [
    completes(work, 1),
    deploys(
      workflow({ name: "buggy" }, function* () {
        return yield* work(1);
      }),
    ),
    passes("1m"),
  ],
  ends: { completed: 1 },
});
