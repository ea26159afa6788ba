import { activity, start, workflow } from "../../../src/index.ts";
import { completes, during, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, (n: number) => n);

export const behaviour = tiny({
  says: "what happens while a decision is being made is known to the next one only",
  workflow: workflow({ name: "steady" }, function* () {
    const two = yield* start(work(2));
    yield* work(1);
    const before = two.isReady();
    yield* work(3);
    return [before, two.isReady()];
  }),
  activities: [work],
  happens: [during(completes(work(1), 1), completes(work(2), 2)), completes(work(3), 3)],
  ends: { completed: [false, true] },
});
