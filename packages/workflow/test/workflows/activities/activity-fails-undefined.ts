import { activity, workflow } from "../../../src/index.ts";
import { fails, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, () => "done");

export const behaviour = tiny({
  says: "a thrown undefined arrives as an error that says so",
  workflow: workflow({ name: "strange" }, function* () {
    return yield* work();
  }),
  activities: [work],
  happens: [fails(work, undefined)],
  ends: { failed: { code: "ACTIVITY_FAILED", cause: { name: "Error", message: "thrown: undefined" } } },
});
