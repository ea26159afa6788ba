import { activity, deprecatePatch, patched, workflow } from "../../../src/index.ts";
import { completes, deploys, tiny } from "../harness/behaviour.ts";

const after = activity({ name: "after" }, () => "new");

export const behaviour = tiny({
  says: "code whose patch is deprecated goes on with runs that have recorded it",
  workflow: workflow({ name: "patched" }, function* () {
    return (yield* patched("new-way")) ? yield* after() : "old";
  }),
  activities: [after],
  happens: [
    deploys(
      workflow({ name: "patched" }, function* () {
        yield* deprecatePatch("new-way");
        return yield* after();
      }),
    ),
    completes(after, "new"),
  ],
  ends: { completed: "new" },
});
