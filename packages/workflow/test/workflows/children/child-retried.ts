import { workflow } from "../../../src/index.ts";
import { completes, fails, passes, tiny } from "../harness/behaviour.ts";
import { puppet } from "../harness/puppet.ts";

const pack = puppet<[], string>({ name: "pack", retry: { attempts: 2, delay: "1m" } });

export const behaviour = tiny({
  says: "a child that fails is started again by its parent's policy",
  workflow: workflow({ name: "parent" }, function* () {
    return yield* pack();
  }),
  children: [pack],
  happens: [fails(pack, new Error("no boxes")), passes("1m"), completes(pack, "packed")],
  ends: { completed: "packed" },
});
