import { activity, workflow } from "../../../src/index.ts";
import { cancels, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, () => "done");

export const behaviour = tiny({
  says: "an activity in flight is asked to cancel, and the workflow does not wait for it",
  workflow: workflow({ name: "hasty" }, function* () {
    yield* work();
  }),
  activities: [work],
  happens: [cancels()],
  ends: { canceled: undefined },
});
