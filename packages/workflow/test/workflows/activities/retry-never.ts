import { activity, workflow } from "../../../src/index.ts";
import { fails, tiny } from "../harness/behaviour.ts";

const flaky = activity({ name: "flaky", retry: { attempts: 5, never: ["REFUSED"] } }, () => "done");

export const behaviour = tiny({
  says: "an error whose code the policy names is not tried again",
  workflow: workflow({ name: "sensible" }, function* () {
    return yield* flaky();
  }),
  activities: [flaky],
  happens: [fails(flaky, Object.assign(new Error("no"), { code: "REFUSED" }))],
  ends: { failed: { code: "ACTIVITY_FAILED", id: "1", cause: { code: "REFUSED" } } },
});
