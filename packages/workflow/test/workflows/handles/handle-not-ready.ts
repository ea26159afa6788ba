import { activity, sleep, start, workflow } from "../../../src/index.ts";
import { completes, passes, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, () => "done");

export const behaviour = tiny({
  says: "a handle says whether its work has ended, and has its result from then on",
  workflow: workflow({ name: "patient" }, function* () {
    const handle = yield* start(work());
    const early = handle.isReady();
    while (!handle.isReady()) yield* sleep("1m");
    return [early, handle.result(), yield* handle];
  }),
  activities: [work],
  happens: [passes("1m"), completes(work, "done"), passes("1m")],
  ends: { completed: [false, "done", "done"] },
});
