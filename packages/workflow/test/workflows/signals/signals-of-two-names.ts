import { signal, workflow } from "../../../src/index.ts";
import { signals, tiny } from "../harness/behaviour.ts";

const left = signal<number>("left");
const right = signal<number>("right");

export const behaviour = tiny({
  says: "signals of different names wait in queues of their own",
  workflow: workflow({ name: "sorter" }, function* () {
    return [yield* right.receive(), yield* left.receive(), yield* left.receive()];
  }),
  happens: [signals(left, 1), signals(left, 2), signals(right, 3)],
  ends: { completed: [3, 1, 2] },
});
