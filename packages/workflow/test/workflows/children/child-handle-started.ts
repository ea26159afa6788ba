import { start, workflow } from "../../../src/index.ts";
import { completes, tiny } from "../harness/behaviour.ts";
import { puppet } from "../harness/puppet.ts";

const pack = puppet<[], string>({ name: "pack" });

export const behaviour = tiny({
  says: "a child's handle waits for its start, and then knows its execution",
  workflow: workflow({ name: "parent" }, function* () {
    const child = yield* start(pack.with({ workflowId: "pack-1" })());
    const before = child.execution;
    const { workflowId } = yield* child.started;
    return [before, workflowId, child.execution?.workflowId, yield* child];
  }),
  children: [pack],
  happens: [completes(pack, "packed")],
  ends: { completed: [undefined, "pack-1", "pack-1", "packed"] },
});
