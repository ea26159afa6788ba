import type { ActivityError } from "../../../src/index.ts";
import { activity, sleep, start, workflow } from "../../../src/index.ts";
import { fails, passes, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, () => "done");

export const behaviour = tiny({
  says: "the failure of started work waits in its handle until somebody asks",
  workflow: workflow({ name: "later" }, function* () {
    const handle = yield* start(work());
    yield* sleep("1m");
    try {
      return handle.result();
    } catch (error) {
      return (error as ActivityError).code;
    }
  }),
  activities: [work],
  happens: [fails(work, new Error("broken")), passes("1m")],
  ends: { completed: "ACTIVITY_FAILED" },
});
