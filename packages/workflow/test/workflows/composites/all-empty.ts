import { all, workflow } from "../../../src/index.ts";
import { tiny } from "../harness/behaviour.ts";

export const behaviour = tiny({
  says: "all of nothing is over at once",
  workflow: workflow({ name: "nothing" }, function* () {
    return [yield* all([]), yield* all({})];
  }),
  ends: { completed: [[], {}] },
});
