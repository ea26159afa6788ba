import { signal, sleep, workflow } from "../../../src/index.ts";
import { passes, signals, tiny } from "../harness/behaviour.ts";

const item = signal<string>("item");

export const behaviour = tiny({
  says: "signals that nobody takes do not keep the workflow from ending",
  workflow: workflow({ name: "deaf" }, function* () {
    yield* sleep("1m");
  }),
  happens: [signals(item, "a"), signals({ name: "unknown" }, "b"), passes("1m")],
  ends: { completed: undefined },
});
