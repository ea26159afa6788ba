import { activity, now, workflow } from "../../../src/index.ts";
import { completes, fails, passes, tiny } from "../harness/behaviour.ts";

const flaky = activity({ name: "flaky", retry: { attempts: 3, delay: "10s" } }, () => "done");

export const behaviour = tiny({
  says: "an activity that fails is tried again after pauses that grow, until it succeeds",
  workflow: workflow({ name: "stubborn" }, function* () {
    const before = yield* now();
    const done = yield* flaky();
    return [done, ((yield* now()).getTime() - before.getTime()) / 1000];
  }),
  activities: [flaky],
  happens: [
    fails(flaky, new Error("busy")),
    passes("10s"),
    fails(flaky, new Error("busy")),
    passes("20s"),
    completes(flaky, "done"),
  ],
  ends: { completed: ["done", 30] },
});
