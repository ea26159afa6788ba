import { signal, sleep, workflow } from "../../../src/index.ts";
import { passes, signals, tiny } from "../harness/behaviour.ts";

const item = signal<string>("item");

export const behaviour = tiny({
  says: "a workflow may look for signals without waiting",
  workflow: workflow({ name: "glance" }, function* () {
    const early = yield* item.tryReceive();
    yield* sleep("1m");
    const waiting = yield* item.pending();
    return [early, waiting, yield* item.tryReceive(), yield* item.tryReceive(), yield* item.tryReceive()];
  }),
  happens: [signals(item, "a"), signals(item, "b"), passes("1m")],
  ends: { completed: [undefined, 2, { value: "a" }, { value: "b" }, undefined] },
});
