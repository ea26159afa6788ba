import { publish, sleep, workflow } from "../../../src/index.ts";
import { passes, tiny } from "../harness/behaviour.ts";

export const behaviour = tiny({
  says: "publishing a state writes no event and moves no id",
  workflow: workflow({ name: "open" }, function* () {
    yield* publish({ step: 1 });
    yield* sleep("1m");
    yield* publish(undefined);
    return "shown";
  }),
  happens: [passes("1m")],
  ends: { completed: "shown" },
});
