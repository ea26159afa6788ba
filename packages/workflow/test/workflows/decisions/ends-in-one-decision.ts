import { activity, race, workflow } from "../../../src/index.ts";
import { completes, tiny, together } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, (n: number) => n);

export const behaviour = tiny({
  says: "the first event wins a race though both ends come in one decision, and the loser is not asked to cancel",
  workflow: workflow({ name: "close-call" }, function* () {
    return yield* race([work(1), work(2)]);
  }),
  activities: [work],
  happens: [together(completes(work(2), 2), completes(work(1), 1))],
  ends: { completed: 2 },
});
