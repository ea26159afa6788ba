import { sleep, workflow } from "../../../src/index.ts";
import { cancels, passes, tiny } from "../harness/behaviour.ts";

export const behaviour = tiny({
  says: "a cancel request ends a workflow that does not mind as canceled",
  workflow: workflow({ name: "calm" }, function* () {
    yield* sleep("1 day");
  }),
  happens: [passes("1m"), cancels()],
  ends: { canceled: undefined },
});
