import { activity, all, workflow } from "../../../src/index.ts";
import { completes, passes, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, (n: number) => n);

export const behaviour = tiny({
  says: "work is begun no faster than the service lets it",
  workflow: workflow({ name: "many" }, function* () {
    return yield* all([1, 2, 3, 4].map((n) => work(n)));
  }),
  activities: [work],
  limits: { rates: { ScheduleActivityTask: { burst: 2, perSecond: 1 } } },
  happens: [passes("1s"), passes("1s"), ...[4, 3, 2, 1].map((n) => completes(work(n), n))],
  ends: { completed: [1, 2, 3, 4] },
});
