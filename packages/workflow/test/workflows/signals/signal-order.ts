import { signal, workflow } from "../../../src/index.ts";
import { signals, tiny } from "../harness/behaviour.ts";

const item = signal<string>("item");

export const behaviour = tiny({
  says: "signals are received in the order in which they arrived",
  workflow: workflow({ name: "list" }, function* () {
    return [yield* item.receive(), yield* item.receive(), yield* item.receive()];
  }),
  happens: [signals(item, "a"), signals(item, "b"), signals(item, "c")],
  ends: { completed: ["a", "b", "c"] },
});
