import { signal, sleep, workflow } from "../../../src/index.ts";
import { passes, signals, tiny } from "../harness/behaviour.ts";

const item = signal<string>("item");

export const behaviour = tiny({
  says: "two signals of one name that come before anybody waits both arrive",
  workflow: workflow({ name: "late-riser" }, function* () {
    yield* sleep("1 hour");
    return [yield* item.receive(), yield* item.receive()];
  }),
  happens: [signals(item, "a"), signals(item, "b"), passes("1 hour")],
  ends: { completed: ["a", "b"] },
});
