import { activity, workflow } from "../../../src/index.ts";
import { fails, passes, tiny } from "../harness/behaviour.ts";

const slow = activity(
  { name: "slow", startToCloseTimeout: "1m", retry: { on: ["TIMED_OUT"], delay: 0 } },
  () => "done",
);

export const behaviour = tiny({
  says: "a policy may retry timeouts at once, and no failures",
  workflow: workflow({ name: "picky" }, function* () {
    return yield* slow();
  }),
  activities: [slow],
  happens: [passes("1m"), fails(slow, new Error("broken"))],
  ends: { failed: { code: "ACTIVITY_FAILED", id: "1~2", cause: { message: "broken" } } },
});
