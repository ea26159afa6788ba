import type { Operation, SweftError } from "../../../src/index.ts";
import { race, workflow } from "../../../src/index.ts";
import { tiny } from "../harness/behaviour.ts";

export const behaviour = tiny({
  says: "a race of nothing is a mistake that is thrown at the call",
  workflow: workflow({ name: "nothing" }, function* () {
    const nobody: Operation<string>[] = [];
    try {
      return yield* race(nobody);
    } catch (error) {
      return (error as SweftError).code;
    }
  }),
  ends: { completed: "RACE_EMPTY" },
});
