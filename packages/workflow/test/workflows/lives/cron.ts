import { activity, workflow } from "../../../src/index.ts";
import { cancels, completes, passes, tiny } from "../harness/behaviour.ts";

const step = activity({ name: "step" }, () => 1);

export const behaviour = tiny({
  says: "a workflow with a schedule waits for its time, runs, and waits again, until it is canceled",
  workflow: workflow({ name: "hourly", cron: "0 * * * *" }, function* () {
    yield* step();
  }),
  activities: [step],
  happens: [passes("1 hour"), completes(step, 1), passes("1 hour"), completes(step, 1), cancels()],
  ends: { canceled: undefined },
});
