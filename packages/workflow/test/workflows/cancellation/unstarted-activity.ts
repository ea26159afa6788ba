import { activity, race, sleep, workflow } from "../../../src/index.ts";
import { passes, tiny } from "../harness/behaviour.ts";
import { NOBODY } from "../harness/stepping.ts";

const work = activity({ name: "work", taskList: NOBODY }, () => "done");

export const behaviour = tiny({
  says: "an activity that no worker has taken is canceled at once, which refuses the close, which is asked again",
  workflow: workflow({ name: "unlucky" }, function* () {
    return (yield* race({ done: work(), late: sleep("1m") })).winner;
  }),
  activities: [work],
  happens: [passes("1m")],
  ends: { completed: "late" },
});
