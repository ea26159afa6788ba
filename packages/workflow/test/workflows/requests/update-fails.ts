import { activity, signal, update, workflow } from "../../../src/index.ts";
import { fails, signals, tiny, updates } from "../harness/behaviour.ts";

const add = update<[], void>("add");
const stock = activity({ name: "stock" }, () => 1);
const check = signal("check-out");

export const behaviour = tiny({
  says: "an update whose handler fails tells its client, and the workflow goes on",
  workflow: workflow({ name: "cart" }, function* () {
    yield* add.answer(function* () {
      yield* stock();
    });
    yield* check.receive();
    return "checked out";
  }),
  activities: [stock],
  happens: [
    updates(add, [], { failed: { code: "ACTIVITY_FAILED" } }),
    fails(stock, new Error("sold out")),
    signals(check),
  ],
  ends: { completed: "checked out" },
});
