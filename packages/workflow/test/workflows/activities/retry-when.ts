import type { ActivityError } from "../../../src/index.ts";
import { activity, workflow } from "../../../src/index.ts";
import { completes, fails, tiny } from "../harness/behaviour.ts";

const flaky = activity(
  { name: "flaky", retry: { attempts: 3, delay: 0, when: (error) => (error as ActivityError).cause !== undefined } },
  () => "done",
);

export const behaviour = tiny({
  says: "a predicate of the policy may decide what is tried again",
  workflow: workflow({ name: "thoughtful" }, function* () {
    return yield* flaky();
  }),
  activities: [flaky],
  happens: [fails(flaky, new Error("again")), completes(flaky, "done")],
  ends: { completed: "done" },
});
