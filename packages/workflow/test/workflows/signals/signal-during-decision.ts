import { activity, signal, workflow } from "../../../src/index.ts";
import { completes, during, signals, tiny } from "../harness/behaviour.ts";

const item = signal<string>("item");
const work = activity({ name: "work" }, () => "done");

export const behaviour = tiny({
  says: "a signal that comes while the close is being decided is not lost: the close is asked again",
  workflow: workflow({ name: "closing" }, function* () {
    yield* work();
    return "closed";
  }),
  activities: [work],
  happens: [during(completes(work, "done"), signals(item, "late"))],
  ends: { completed: "closed" },
});
