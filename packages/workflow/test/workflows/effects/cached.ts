import { cached, sleep, workflow } from "../../../src/index.ts";
import { passes, tiny } from "../harness/behaviour.ts";

export const behaviour = tiny({
  says: "cached runs its function once and keeps what it gave",
  workflow: workflow({ name: "dice" }, function* () {
    let rolls = 0;
    const roll = yield* cached("roll", () => ({ roll: 4, rolls: ++rolls }));
    yield* sleep("1m");
    return roll;
  }),
  happens: [passes("1m")],
  ends: { completed: { roll: 4, rolls: 1 } },
});
