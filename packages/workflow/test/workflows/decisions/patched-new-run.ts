import { activity, patched, workflow } from "../../../src/index.ts";
import { completes, tiny } from "../harness/behaviour.ts";

const before = activity({ name: "before" }, () => "old");
const after = activity({ name: "after" }, () => "new");

export const behaviour = tiny({
  says: "a run that begins with patched code takes the new way",
  workflow: workflow({ name: "patched" }, function* () {
    return (yield* patched("new-way")) ? yield* after() : yield* before();
  }),
  activities: [before, after],
  happens: [completes(after, "new")],
  ends: { completed: "new" },
});
