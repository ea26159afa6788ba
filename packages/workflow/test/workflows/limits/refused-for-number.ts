import { activity, all, workflow } from "../../../src/index.ts";
import { completes, passes, refuses, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, (n: number) => n);
const last = activity({ name: "last" }, () => "last");

export const behaviour = tiny({
  says: "what the service refuses because too much is open is asked again, and the workflow never hears of it",
  workflow: workflow({ name: "many" }, function* () {
    return yield* all([work(1), work(2), last()]);
  }),
  activities: [work, last],
  service: { limits: { openActivities: 2 } },
  early: [refuses(last, "OPEN_ACTIVITIES_LIMIT_EXCEEDED")],
  happens: [completes(work(1), 1), passes("1m"), completes(last, "last"), completes(work(2), 2)],
  ends: { completed: [1, 2, "last"] },
});
