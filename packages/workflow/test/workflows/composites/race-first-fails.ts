import { activity, race, workflow } from "../../../src/index.ts";
import { fails, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, (n: number) => n);

export const behaviour = tiny({
  says: "a race whose first entrant fails, fails",
  workflow: workflow({ name: "unlucky" }, function* () {
    return yield* race([work(1), work(2)]);
  }),
  activities: [work],
  happens: [fails(work(2), new Error("fell"))],
  ends: { failed: { code: "ACTIVITY_FAILED", id: "1.2" } },
});
