import type { TimeoutError } from "../../../src/index.ts";
import { activity, withTimeout, workflow } from "../../../src/index.ts";
import { passes, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, (n: number) => n);

export const behaviour = tiny({
  says: "work that takes longer than its time is canceled, and a timeout is thrown",
  workflow: workflow({ name: "impatient" }, function* () {
    try {
      return yield* withTimeout("1m", work(1));
    } catch (error) {
      return (error as TimeoutError).code;
    }
  }),
  activities: [work],
  happens: [passes("1m")],
  ends: { completed: "TIMEOUT" },
});
