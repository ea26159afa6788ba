import { activity, race, sleep, timer, workflow } from "../../../src/index.ts";
import { completes, passes, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, () => "done");

export const behaviour = tiny({
  says: "a timer that lost a race is canceled and fires no more",
  workflow: workflow({ name: "in-time" }, function* () {
    const first = yield* race([work(), timer("1m")]);
    yield* sleep("2m");
    return first;
  }),
  activities: [work],
  happens: [completes(work, "done"), passes("2m")],
  ends: { completed: "done" },
});
