import { activity, workflow } from "../../../src/index.ts";
import { cancels, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work", cancellation: "abandon" }, () => "done");

export const behaviour = tiny({
  says: "an activity that may be abandoned is not even asked to cancel",
  workflow: workflow({ name: "careless" }, function* () {
    yield* work();
  }),
  activities: [work],
  happens: [cancels()],
  ends: { canceled: undefined },
});
