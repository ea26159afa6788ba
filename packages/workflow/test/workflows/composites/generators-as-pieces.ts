import type { Coroutine } from "../../../src/index.ts";
import { activity, all, workflow } from "../../../src/index.ts";
import { completes, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, (n: number) => n);

function* sum(from: number): Coroutine<number> {
  return (yield* work(from)) + (yield* work(from + 1));
}

export const behaviour = tiny({
  says: "generators may be the pieces of a composite, each a coroutine of its own",
  workflow: workflow({ name: "sums" }, function* () {
    return yield* all([sum(1), sum(10)]);
  }),
  activities: [work],
  happens: [completes(work(10), 10), completes(work(11), 11), completes(work(1), 1), completes(work(2), 2)],
  ends: { completed: [3, 21] },
});
