import { activity, workflow } from "../../../src/index.ts";
import { fails, passes, tiny } from "../harness/behaviour.ts";

const step = activity({ name: "step" }, () => 1);

export const behaviour = tiny({
  says: "a workflow whose attempts are used up fails with the last error",
  workflow: workflow({ name: "retried", runRetry: { attempts: 2, delay: 0 } }, function* () {
    yield* step();
  }),
  activities: [step],
  happens: [fails(step, new Error("first")), passes(0), fails(step, new Error("second"))],
  ends: { failed: { code: "ACTIVITY_FAILED", cause: { message: "second" } } },
});
