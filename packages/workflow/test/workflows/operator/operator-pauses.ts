import { activity, signal, start, workflow } from "../../../src/index.ts";
import { completes, operates, signals, tiny } from "../harness/behaviour.ts";

const item = signal<string>("item");
const work = activity({ name: "work" }, (n: number) => n);

export const behaviour = tiny({
  says: "an operator pauses a run, whose signals and results wait in their order until it is resumed",
  workflow: workflow({ name: "list" }, function* () {
    const told: unknown[] = [];
    const signaled = yield* start(function* () {
      for (let i = 0; i < 3; i++) told.push(yield* item.receive());
    });
    told.push(yield* work(1));
    told.push(yield* work(2));
    yield* signaled;
    return told;
  }),
  activities: [work],
  happens: [
    signals(item, "a"),
    operates("pause"),
    signals(item, "b"),
    completes(work(1), 1),
    signals(item, "c"),
    operates("resume"),
    completes(work(2), 2),
  ],
  ends: { completed: ["a", "b", 1, "c", 2] },
});
