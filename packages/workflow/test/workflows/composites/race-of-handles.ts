import { activity, race, sleep, start, workflow } from "../../../src/index.ts";
import { completes, passes, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, (n: number) => n);

export const behaviour = tiny({
  says: "a handle that loses a race is only waited for no longer: its work goes on",
  workflow: workflow({ name: "deadline" }, function* () {
    const handle = yield* start(work(1));
    const { winner } = yield* race({ done: handle, late: sleep("1m") });
    return [winner, yield* handle];
  }),
  activities: [work],
  happens: [passes("1m"), completes(work, 1)],
  ends: { completed: ["late", 1] },
});
