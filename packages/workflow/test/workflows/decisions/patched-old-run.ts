import { activity, patched, workflow } from "../../../src/index.ts";
import { completes, deploys, tiny } from "../harness/behaviour.ts";

const before = activity({ name: "before" }, () => "old");
const after = activity({ name: "after" }, () => "new");

export const behaviour = tiny({
  says: "a run that was begun by the code before a patch goes on by the old way",
  workflow: workflow({ name: "patched" }, function* () {
    yield* before();
    return yield* before();
  }),
  activities: [before, after],
  happens: [
    deploys(
      workflow({ name: "patched" }, function* () {
        if (yield* patched("new-way")) return yield* after();
        yield* before();
        return yield* before();
      }),
    ),
    completes(before, "old"),
    completes(before, "old again"),
  ],
  ends: { completed: "old again" },
});
