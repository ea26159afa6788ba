import { activity, workflow } from "../../../src/index.ts";
import { cancels, fails, passes, tiny } from "../harness/behaviour.ts";

const flaky = activity({ name: "flaky", retry: { attempts: 3, delay: "1m" } }, () => "done");

export const behaviour = tiny({
  says: "a cancel request in the pause of a retry ends it, and no further attempt is made",
  workflow: workflow({ name: "stubborn" }, function* () {
    yield* flaky();
  }),
  activities: [flaky],
  happens: [fails(flaky, new Error("busy")), cancels(), passes("5m")],
  ends: { canceled: undefined },
});
