import { activity, query, workflow } from "../../../src/index.ts";
import { completes, queries, tiny } from "../harness/behaviour.ts";

const progress = query<[], number>("progress");
const step = activity({ name: "step" }, (n: number) => n);

export const behaviour = tiny({
  says: "queries between any two decisions tell the state, and change nothing",
  workflow: workflow({ name: "steps" }, function* () {
    let done = 0;
    yield* progress.answer(() => done);
    for (let i = 1; i <= 2; i++) {
      yield* step(i);
      done = i;
    }
    return done;
  }),
  activities: [step],
  happens: [
    queries(progress, [], 0),
    completes(step, 1),
    queries(progress, [], 1),
    queries(progress, [], 1),
    completes(step, 2),
    queries(progress, [], 2),
  ],
  ends: { completed: 2 },
});
