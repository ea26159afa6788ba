import { now, sleep, workflow } from "../../../src/index.ts";
import { operates, passes, tiny } from "../harness/behaviour.ts";

export const behaviour = tiny({
  says: "an operator fires a timer long before it is due",
  workflow: workflow({ name: "reminder" }, function* () {
    const before = yield* now();
    yield* sleep("30 days");
    yield* sleep("1m");
    return ((yield* now()).getTime() - before.getTime()) / 1000;
  }),
  happens: [operates("fire", "1"), passes("1m")],
  ends: { completed: 60 },
});
