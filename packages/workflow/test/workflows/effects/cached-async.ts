import { all, cached, workflow } from "../../../src/index.ts";
import { tiny } from "../harness/behaviour.ts";

export const behaviour = tiny({
  says: "cached waits for a function that is async",
  workflow: workflow({ name: "quotes" }, function* () {
    const [a, b] = yield* all([cached("a", async () => 1), cached("b", async () => 2)]);
    return a + b;
  }),
  cached: { a: 1, b: 2 },
  ends: { completed: 3 },
});
