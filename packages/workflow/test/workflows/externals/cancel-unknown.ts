import { external, workflow } from "../../../src/index.ts";
import { tiny } from "../harness/behaviour.ts";

export const behaviour = tiny({
  says: "a cancel request to an execution that is not there is refused",
  workflow: workflow({ name: "caller" }, function* () {
    yield* external("nobody-there").cancel();
  }),
  ends: { failed: { code: "EXTERNAL_UNKNOWN" } },
});
