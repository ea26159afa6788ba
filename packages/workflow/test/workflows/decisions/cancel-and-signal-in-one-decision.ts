import { signal, sleep, workflow } from "../../../src/index.ts";
import { cancels, signals, tiny, together } from "../harness/behaviour.ts";

const item = signal<string>("item");

export const behaviour = tiny({
  says: "a signal that comes with a cancel request in one decision is there for the cleanup",
  workflow: workflow({ name: "last-words" }, function* () {
    try {
      yield* sleep("1 day");
    } catch {
      return (yield* item.tryReceive())?.value;
    }
    return "slept";
  }),
  happens: [together(signals(item, "before"), cancels())],
  ends: { completed: "before" },
});
