import { workflow } from "../../../src/index.ts";
import { fails, tiny } from "../harness/behaviour.ts";
import { puppet } from "../harness/puppet.ts";

const pack = puppet<[string], number>({ name: "pack" });

export const behaviour = tiny({
  says: "a child's failure fails its parent, with the child's own error as the cause",
  workflow: workflow({ name: "parent" }, function* () {
    return yield* pack("books");
  }),
  children: [pack],
  happens: [fails(pack, Object.assign(new Error("no boxes"), { code: "EMPTY" }))],
  ends: { failed: { code: "CHILD_FAILED", cause: { message: "no boxes", code: "EMPTY" } } },
});
