import { sleep, workflow } from "../../../src/index.ts";
import { passes, tiny } from "../harness/behaviour.ts";

export const behaviour = tiny({
  says: "a bug fails the run of a workflow that says so",
  workflow: workflow({ name: "buggy", onBug: "fail" }, function* () {
    yield* sleep("1m");
    throw new TypeError("oops");
  }),
  happens: [passes("1m")],
  ends: { failed: { name: "TypeError", message: "oops" } },
});
