import { activity, all, map, workflow } from "../../../src/index.ts";
import { completes, deploys, holds, passes, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, (n: number) => n);
const items = Array.from({ length: 15 }, (_, n) => n);

export const behaviour = tiny({
  says: "work for which the history might have no room holds the run, until code spreads it over child workflows",
  workflow: workflow({ name: "many" }, function* () {
    return yield* all(items.map((n) => work(n)));
  }),
  activities: [work],
  limits: { historyEvents: 100, reservedEvents: 10 },
  happens: [
    holds("HISTORY_BUDGET"),
    deploys(
      workflow({ name: "many" }, function* () {
        return yield* map(items, work, { partition: 5 });
      }),
    ),
    passes("1m"),
    ...items.map((n) => completes(work(n), n)),
  ],
  ends: { completed: items },
});
