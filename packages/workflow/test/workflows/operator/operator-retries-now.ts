import { activity, now, workflow } from "../../../src/index.ts";
import { completes, fails, operates, tiny } from "../harness/behaviour.ts";

const charge = activity(
  { name: "charge", retry: { attempts: 5, delay: "1h", jitter: "none" } },
  (cents: number) => `receipt over ${cents}`,
);

export const behaviour = tiny({
  says: "an operator skips the pause before the next attempt, named by the work or by its back-off",
  workflow: workflow({ name: "order" }, function* () {
    const before = yield* now();
    const receipt = yield* charge(1200);
    return [receipt, (yield* now()).getTime() - before.getTime()];
  }),
  activities: [charge],
  happens: [
    fails(charge, new Error("busy")),
    operates("retryNow", "1"),
    fails(charge, new Error("busy")),
    operates("retryNow", "1~3.backoff"),
    completes(charge, "receipt"),
  ],
  ends: { completed: ["receipt", 0] },
});
