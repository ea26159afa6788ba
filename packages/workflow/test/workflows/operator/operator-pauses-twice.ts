import { signal, sleep, workflow } from "../../../src/index.ts";
import { operates, passes, signals, tiny, together } from "../harness/behaviour.ts";

const item = signal<number>("item");

export const behaviour = tiny({
  says: "a run can be paused again, by new deciders too, and a timer that is due meanwhile fires when it is resumed",
  workflow: workflow({ name: "list" }, function* () {
    const one = yield* item.receive();
    yield* sleep("1m");
    return [one, yield* item.receive()];
  }),
  happens: [
    operates("pause"),
    together(signals(item, 1)),
    operates("resume"),
    operates("pause"),
    passes("1h"),
    together(signals(item, 2)),
    operates("resume"),
  ],
  ends: { completed: [1, 2] },
});
