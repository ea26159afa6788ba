import { sleep, start, workflow } from "../../../src/index.ts";
import { tiny } from "../harness/behaviour.ts";

export const behaviour = tiny({
  says: "a timer that nobody waits for keeps no run open",
  workflow: workflow({ name: "forgetful" }, function* () {
    const handle = yield* start(sleep("1 day"));
    return handle.isReady();
  }),
  ends: { completed: false },
});
