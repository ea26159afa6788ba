import { info, log, workflow } from "../../../src/index.ts";
import { tiny } from "../harness/behaviour.ts";

export const behaviour = tiny({
  says: "logging takes no number and no event",
  workflow: workflow({ name: "talk" }, function* () {
    yield* log("before", { step: 1 });
    const before = (yield* info()).historyLength;
    yield* log.warn("after");
    return (yield* info()).historyLength - before;
  }),
  ends: { completed: 0 },
});
