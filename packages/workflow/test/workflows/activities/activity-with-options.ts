import type { ActivityError } from "../../../src/index.ts";
import { activity, workflow } from "../../../src/index.ts";
import { passes, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work", startToCloseTimeout: "1 hour" }, (n: number) => n);

export const behaviour = tiny({
  says: "a single call can set other options than the declaration",
  workflow: workflow({ name: "hasty" }, function* () {
    try {
      return yield* work.with({ startToCloseTimeout: "10s", taskPriority: 5, control: "mine" })(1);
    } catch (error) {
      return (error as ActivityError).code;
    }
  }),
  activities: [work],
  happens: [passes("10s")],
  ends: { completed: "ACTIVITY_TIMED_OUT" },
});
