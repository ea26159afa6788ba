import { now, sleep, workflow } from "../../../src/index.ts";
import { passes, tiny } from "../harness/behaviour.ts";

export const behaviour = tiny({
  says: "a sleep ends when its time has passed, by the time of the history",
  workflow: workflow({ name: "nap" }, function* () {
    const before = yield* now();
    yield* sleep("90s");
    return (yield* now()).getTime() - before.getTime();
  }),
  happens: [passes("1m"), passes("1m")],
  ends: { completed: 90_000 },
});
