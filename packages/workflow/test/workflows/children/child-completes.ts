import { workflow } from "../../../src/index.ts";
import { completes, tiny } from "../harness/behaviour.ts";
import { puppet } from "../harness/puppet.ts";

const pack = puppet<[string], { readonly boxes: number }>({ name: "pack" });

export const behaviour = tiny({
  says: "a child's result comes back to its parent",
  workflow: workflow({ name: "parent" }, function* () {
    const { boxes } = yield* pack("books");
    return boxes + 1;
  }),
  children: [pack],
  happens: [completes(pack, { boxes: 2 })],
  ends: { completed: 3 },
});
