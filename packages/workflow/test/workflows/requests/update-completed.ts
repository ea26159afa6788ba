import { signal, update, workflow } from "../../../src/index.ts";
import { signals, tiny, updates } from "../harness/behaviour.ts";

const add = update<[item: string], number>("add");
const check = signal("check-out");

export const behaviour = tiny({
  says: "an update changes the workflow, and its client gets the answer",
  workflow: workflow({ name: "cart" }, function* () {
    const items: string[] = [];
    yield* add.answer(function* (item) {
      items.push(item);
      return items.length;
    });
    yield* check.receive();
    return items;
  }),
  happens: [updates(add, ["book"], { completed: 1 }), updates(add, ["pen"], { completed: 2 }), signals(check)],
  ends: { completed: ["book", "pen"] },
});
