import { all, sleep, workflow } from "../../../src/index.ts";
import { passes, refuses, tiny } from "../harness/behaviour.ts";

export const behaviour = tiny({
  says: "what the service refuses because it came too fast is asked again after a pause",
  workflow: workflow({ name: "many" }, function* () {
    yield* all([sleep("1h"), sleep("2h"), sleep("3h")]);
    return "slept";
  }),
  service: { quotas: { decisions: { StartTimer: { bucket: 2, perSecond: 1 } } } },
  early: [refuses("StartTimer", "TIMER_CREATION_RATE_EXCEEDED")],
  happens: [passes("1m"), passes("4h")],
  ends: { completed: "slept" },
});
