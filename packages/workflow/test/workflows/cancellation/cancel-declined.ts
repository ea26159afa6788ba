import { sleep, workflow } from "../../../src/index.ts";
import { cancels, passes, tiny } from "../harness/behaviour.ts";

export const behaviour = tiny({
  says: "a workflow may decide otherwise when it is asked to cancel, and is asked once only",
  workflow: workflow({ name: "stubborn" }, function* () {
    try {
      yield* sleep("1 day");
    } catch {
      yield* sleep("1 hour");
    }
    return "finished all the same";
  }),
  happens: [cancels(), cancels(), passes("1 hour")],
  ends: { completed: "finished all the same" },
});
