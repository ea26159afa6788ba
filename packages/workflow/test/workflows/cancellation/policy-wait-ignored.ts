import { activity, sleep, workflow } from "../../../src/index.ts";
import { cancels, completes, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work", cancellation: "wait" }, () => "done");

export const behaviour = tiny({
  says: "an activity that completes although it was asked to cancel gives its result, and the next wait throws",
  workflow: workflow({ name: "patient" }, function* () {
    const result = yield* work();
    try {
      yield* sleep("1 day");
    } catch {
      return result;
    }
    return "never";
  }),
  activities: [work],
  happens: [cancels(), completes(work, "done")],
  ends: { completed: "done" },
});
