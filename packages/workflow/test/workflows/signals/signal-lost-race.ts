import { race, signal, sleep, workflow } from "../../../src/index.ts";
import { passes, signals, tiny } from "../harness/behaviour.ts";

const item = signal<string>("item");

export const behaviour = tiny({
  says: "a wait for a signal that loses a race takes none",
  workflow: workflow({ name: "fair" }, function* () {
    const { winner } = yield* race({ item: item.receive(), late: sleep("1m") });
    return [winner, yield* item.receive()];
  }),
  happens: [passes("1m"), signals(item, "kept")],
  ends: { completed: ["late", "kept"] },
});
