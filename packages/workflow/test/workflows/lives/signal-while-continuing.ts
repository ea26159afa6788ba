import type { Coroutine } from "../../../src/index.ts";
import { activity, continueAsNew, signal, workflow } from "../../../src/index.ts";
import { completes, during, signals, tiny } from "../harness/behaviour.ts";

const item = signal<string>("item");
const step = activity({ name: "step" }, () => 1);

const once = workflow({ name: "once" }, function* (isSecond: boolean): Coroutine<string> {
  if (isSecond) return yield* item.receive();
  yield* step();
  return yield* continueAsNew(once, true);
});

export const behaviour = tiny({
  says: "a signal that comes while a run is being continued as new is not lost",
  workflow: once,
  args: [false],
  activities: [step],
  happens: [during(completes(step, 1), signals(item, "just in time"))],
  ends: { completed: "just in time" },
});
