import { activity, workflow } from "../../../src/index.ts";
import { completes, fails, passes, tiny } from "../harness/behaviour.ts";

const flaky = activity({ name: "flaky", retry: { attempts: 2, delay: "100s", jitter: "full" } }, () => "done");

export const behaviour = tiny({
  says: "jitter draws the pause from the run's own stream: no longer than its full length, and the same at every replay",
  workflow: workflow({ name: "jittery" }, function* () {
    return yield* flaky();
  }),
  activities: [flaky],
  happens: [fails(flaky, new Error("busy")), passes("100s"), completes(flaky, "done")],
  ends: { completed: "done" },
});
