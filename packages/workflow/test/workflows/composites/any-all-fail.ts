import { activity, any, workflow } from "../../../src/index.ts";
import { fails, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, (n: number) => n);

export const behaviour = tiny({
  says: "any fails when all have failed, and has the failures in their places",
  workflow: workflow({ name: "hopeless" }, function* () {
    return yield* any([work(1), work(2)]);
  }),
  activities: [work],
  happens: [fails(work(2), new Error("b")), fails(work(1), new Error("a"))],
  ends: { failed: { code: "ANY_FAILED" } },
});
