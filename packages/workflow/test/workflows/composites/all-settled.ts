import { activity, allSettled, workflow } from "../../../src/index.ts";
import { completes, fails, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, (n: number) => n);

export const behaviour = tiny({
  says: "allSettled waits for all, and tells how each ended",
  workflow: workflow({ name: "tolerant" }, function* () {
    const ends = yield* allSettled({ good: work(1), bad: work(2) });
    return [ends.good, ends.bad.status];
  }),
  activities: [work],
  happens: [fails(work(2), new Error("broken")), completes(work(1), 1)],
  ends: { completed: [{ status: "fulfilled", value: 1 }, "rejected"] },
});
