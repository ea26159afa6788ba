import { sleep, update, workflow } from "../../../src/index.ts";
import { passes, tiny, updates } from "../harness/behaviour.ts";

const add = update<[], void>("add");

export const behaviour = tiny({
  says: "an update that still runs when the workflow ends is told so",
  workflow: workflow({ name: "cart" }, function* () {
    yield* add.answer(function* () {
      yield* sleep("1 day");
    });
    yield* sleep("1m");
    return "closed";
  }),
  happens: [updates(add, [], { closed: true }), passes("1m")],
  ends: { completed: "closed" },
});
