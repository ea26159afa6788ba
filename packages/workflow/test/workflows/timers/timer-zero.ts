import { info, sleep, workflow } from "../../../src/index.ts";
import { passes, tiny } from "../harness/behaviour.ts";

export const behaviour = tiny({
  says: "a sleep of no time is a timer all the same, and a decision of its own",
  workflow: workflow({ name: "blink" }, function* () {
    yield* sleep(0);
    return (yield* info()).historyLength > 3;
  }),
  happens: [passes(0)],
  ends: { completed: true },
});
