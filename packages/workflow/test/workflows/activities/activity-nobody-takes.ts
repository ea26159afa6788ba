import type { ActivityError } from "../../../src/index.ts";
import { activity, workflow } from "../../../src/index.ts";
import { passes, tiny } from "../harness/behaviour.ts";
import { NOBODY } from "../harness/stepping.ts";

const work = activity({ name: "work", taskList: NOBODY, scheduleToStartTimeout: "1m" }, () => "done");

export const behaviour = tiny({
  says: "an activity that no worker takes in time fails by name of its timeout",
  workflow: workflow({ name: "lonely" }, function* () {
    try {
      return yield* work();
    } catch (error) {
      return (error as ActivityError).timeoutType;
    }
  }),
  activities: [work],
  happens: [passes("1m")],
  ends: { completed: "SCHEDULE_TO_START" },
});
