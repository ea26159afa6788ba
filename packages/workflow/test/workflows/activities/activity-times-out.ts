import type { ActivityError } from "../../../src/index.ts";
import { activity, workflow } from "../../../src/index.ts";
import { passes, tiny, waits } from "../harness/behaviour.ts";

const work = activity({ name: "work", startToCloseTimeout: "1m" }, () => "done");

export const behaviour = tiny({
  says: "an activity that takes too long fails by name of its timeout",
  workflow: workflow({ name: "impatient" }, function* () {
    try {
      return yield* work();
    } catch (error) {
      const { code, timeoutType } = error as ActivityError;
      return [code, timeoutType];
    }
  }),
  activities: [work],
  happens: [passes("59s"), waits({ ...work() }), passes("1s")],
  ends: { completed: ["ACTIVITY_TIMED_OUT", "START_TO_CLOSE"] },
});
