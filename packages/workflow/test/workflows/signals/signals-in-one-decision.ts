import { all, signal, workflow } from "../../../src/index.ts";
import { signals, tiny, together } from "../harness/behaviour.ts";

const item = signal<string>("item");

export const behaviour = tiny({
  says: "signals that one decision brings all at once are received in order",
  workflow: workflow({ name: "list" }, function* () {
    return yield* all([item.receive(), item.receive(), item.receive()]);
  }),
  happens: [together(signals(item, "a"), signals(item, "b"), signals(item, "c"))],
  ends: { completed: ["a", "b", "c"] },
});
