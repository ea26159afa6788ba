import { all, workflow } from "../../../src/index.ts";
import { completes, tiny } from "../harness/behaviour.ts";
import { puppet } from "../harness/puppet.ts";

const pack = puppet<[number], string>({ name: "pack" });

export const behaviour = tiny({
  says: "two children of one type under ids of their own get their own results, the later first",
  workflow: workflow({ name: "parent" }, function* () {
    return yield* all([pack.with({ workflowId: "pack-a" })(1), pack.with({ workflowId: "pack-b" })(2)]);
  }),
  children: [pack],
  happens: [
    completes(pack.with({ workflowId: "pack-b" })(2), "b"),
    completes(pack.with({ workflowId: "pack-a" })(1), "a"),
  ],
  ends: { completed: ["a", "b"] },
});
