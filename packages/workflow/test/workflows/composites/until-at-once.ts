import { until, workflow } from "../../../src/index.ts";
import { tiny } from "../harness/behaviour.ts";

export const behaviour = tiny({
  says: "until that is so already waits for nothing",
  workflow: workflow({ name: "ready" }, function* () {
    yield* until(() => true);
    return "at once";
  }),
  ends: { completed: "at once" },
});
