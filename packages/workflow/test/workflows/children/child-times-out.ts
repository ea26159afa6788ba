import type { ChildWorkflowError } from "../../../src/index.ts";
import { workflow } from "../../../src/index.ts";
import { passes, tiny } from "../harness/behaviour.ts";
import { puppet } from "../harness/puppet.ts";

const pack = puppet<[], number>({ name: "pack", executionStartToCloseTimeout: "1 hour" });

export const behaviour = tiny({
  says: "a child that takes too long fails as timed out",
  workflow: workflow({ name: "parent" }, function* () {
    try {
      return yield* pack();
    } catch (error) {
      return (error as ChildWorkflowError).code;
    }
  }),
  children: [pack],
  happens: [passes("1 hour")],
  ends: { completed: "CHILD_TIMED_OUT" },
});
