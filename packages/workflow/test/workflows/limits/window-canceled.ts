import { activity, all, race, signal, workflow } from "../../../src/index.ts";
import { completes, signals, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, (n: number) => n);
const enough = signal("enough");

export const behaviour = tiny({
  says: "what was not sent for want of room and is canceled is never sent",
  workflow: workflow({ name: "many" }, function* () {
    yield* race([all([1, 2, 3].map((n) => work(n))), enough.receive()]);
    return "over";
  }),
  activities: [work],
  limits: { openActivities: 1 },
  happens: [completes(work(1), 1), signals(enough)],
  ends: { completed: "over" },
});
