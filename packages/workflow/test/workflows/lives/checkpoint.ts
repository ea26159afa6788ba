import type { Coroutine } from "../../../src/index.ts";
import { checkpoint, signal, workflow } from "../../../src/index.ts";
import { signals, tiny } from "../harness/behaviour.ts";

const tick = signal<number>("tick");

const ticking = workflow({ name: "ticking" }, function* (sum: number): Coroutine<number> {
  let total = sum;
  while (total < 6) {
    total += yield* tick.receive();
    yield* checkpoint.with({ every: 10 })(total);
  }
  return total;
});

export const behaviour = tiny({
  says: "a checkpoint continues as new when the history has become long, with the state it is given",
  workflow: ticking,
  args: [0],
  happens: [signals(tick, 1), signals(tick, 2), signals(tick, 3)],
  ends: { completed: 6 },
});
