import { activity, sleep, workflow } from "../../../src/index.ts";
import { cancels, completes, passes, tiny } from "../harness/behaviour.ts";

const undo = activity({ name: "undo" }, () => "undone");

export const behaviour = tiny({
  says: "cleanup in finally runs to its end before the workflow is canceled",
  workflow: workflow({ name: "tidy" }, function* () {
    try {
      yield* sleep("1 day");
    } finally {
      yield* undo();
      yield* sleep("1m");
    }
  }),
  activities: [undo],
  happens: [cancels(), completes(undo, "undone"), passes("1m")],
  ends: { canceled: undefined },
});
