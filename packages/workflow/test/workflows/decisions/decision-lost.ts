import { activity, now, workflow } from "../../../src/index.ts";
import { completes, loses, tiny, waits } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, (n: number) => n);

export const behaviour = tiny({
  says: "a decision whose decider is never heard of again is made by another, and asks for nothing twice",
  workflow: workflow({ name: "safe" }, function* () {
    const one = yield* work(1);
    const at = yield* now();
    const two = yield* work(2);
    return [one, two, (yield* now()).getTime() - at.getTime()];
  }),
  activities: [work],
  happens: [loses(completes(work(1), 1)), waits({ ...work(2) }), completes(work(2), 2)],
  ends: { completed: [1, 2, 0] },
});
