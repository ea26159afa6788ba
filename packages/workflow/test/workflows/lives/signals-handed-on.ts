import type { Coroutine } from "../../../src/index.ts";
import { activity, continueAsNew, signal, workflow } from "../../../src/index.ts";
import { completes, signals, tiny } from "../harness/behaviour.ts";

const item = signal<string>("item");
const step = activity({ name: "step" }, () => 1);

const listing = workflow({ name: "listing" }, function* (seen: readonly string[]): Coroutine<readonly string[]> {
  if (seen.length === 0) yield* step();
  const next = [...seen, yield* item.receive()];
  if (next.length === 3) return next;
  return yield* continueAsNew(listing, next);
});

export const behaviour = tiny({
  says: "signals that nobody has taken are handed on to the next run, in their order",
  workflow: listing,
  args: [[]],
  activities: [step],
  happens: [signals(item, "a"), signals(item, "b"), completes(step, 1), signals(item, "c")],
  ends: { completed: ["a", "b", "c"] },
});
