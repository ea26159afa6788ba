import type { Coroutine } from "../../../src/index.ts";
import { activity, continueAsNew, sleep, start, workflow } from "../../../src/index.ts";
import { completes, passes, tiny } from "../harness/behaviour.ts";

const step = activity({ name: "step", startToCloseTimeout: "1 day" }, () => 1);

const patient = workflow({ name: "patient" }, function* (isSecond: boolean): Coroutine<string> {
  const deadline = yield* start(sleep("1 hour", { carry: "deadline" }));
  if (!isSecond) {
    yield* step();
    return yield* continueAsNew(patient, true);
  }
  yield* deadline;
  return "after an hour in all";
});

export const behaviour = tiny({
  says: "a timer that is carried goes on in the next run with what is left of it",
  workflow: patient,
  args: [false],
  activities: [step],
  happens: [passes("40m"), completes(step, 1), passes("20m")],
  ends: { completed: "after an hour in all" },
});
