import type { ChildWorkflowError } from "../../../src/index.ts";
import { workflow } from "../../../src/index.ts";
import { terminates, tiny } from "../harness/behaviour.ts";
import { puppet } from "../harness/puppet.ts";

const pack = puppet<[], number>({ name: "pack" });

export const behaviour = tiny({
  says: "a child that an operator terminates fails as terminated",
  workflow: workflow({ name: "parent" }, function* () {
    try {
      return yield* pack();
    } catch (error) {
      return (error as ChildWorkflowError).code;
    }
  }),
  children: [pack],
  happens: [terminates(pack)],
  ends: { completed: "CHILD_TERMINATED" },
});
