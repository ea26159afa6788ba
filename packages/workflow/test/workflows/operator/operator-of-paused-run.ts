import { activity, sleep, workflow } from "../../../src/index.ts";
import { cancels, completes, operates, tiny } from "../harness/behaviour.ts";

const tidy = activity({ name: "tidy" }, () => "tidied");

export const behaviour = tiny({
  says: "a paused run hears its operator and a cancellation all the same",
  workflow: workflow({ name: "stopped" }, function* () {
    yield* sleep("1 day");
    try {
      yield* sleep("1 day");
    } catch {
      return yield* tidy();
    }
    return "slept";
  }),
  activities: [tidy],
  happens: [operates("pause"), operates("fire", "1"), cancels(), operates("resume"), completes(tidy, "tidied")],
  ends: { completed: "tidied" },
});
