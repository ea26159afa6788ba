import { activity, all, now, sleep, workflow } from "../../../src/index.ts";
import { completes, passes, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, (n: number) => n);

export const behaviour = tiny({
  says: "all gives results in the places or under the names of its pieces",
  workflow: workflow({ name: "both" }, function* () {
    const list = yield* all([work(1), sleep("1m"), now()]);
    const record = yield* all({ two: work(2), nested: all([work(3)]) });
    return [list.length, list[0], record];
  }),
  activities: [work],
  happens: [completes(work, 1), passes("1m"), completes(work(3), 3), completes(work(2), 2)],
  ends: { completed: [3, 1, { two: 2, nested: [3] }] },
});
