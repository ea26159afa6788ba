import { activity, workflow } from "../../../src/index.ts";
import { fails, passes, tiny } from "../harness/behaviour.ts";

const flaky = activity({ name: "flaky", retry: { attempts: 2, delay: "10s" } }, () => "done");

export const behaviour = tiny({
  says: "a retried activity fails with the last error when its attempts are used up",
  workflow: workflow({ name: "stubborn" }, function* () {
    return yield* flaky();
  }),
  activities: [flaky],
  happens: [fails(flaky, new Error("first")), passes("10s"), fails(flaky, new Error("second"))],
  ends: { failed: { code: "ACTIVITY_FAILED", id: "1~2", cause: { message: "second" } } },
});
