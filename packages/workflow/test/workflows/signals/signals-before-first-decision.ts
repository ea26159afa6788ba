import { signal, workflow } from "../../../src/index.ts";
import { signals, tiny } from "../harness/behaviour.ts";

const item = signal<string>("item");

export const behaviour = tiny({
  says: "signals from before the first decision are kept, in order",
  workflow: workflow({ name: "list" }, function* () {
    return [yield* item.receive(), yield* item.receive()];
  }),
  early: [signals(item, "a"), signals(item, "b")],
  ends: { completed: ["a", "b"] },
});
