import { signal, update, workflow } from "../../../src/index.ts";
import { signals, tiny, updates } from "../harness/behaviour.ts";

const add = update<[count: number], number>("add");
const check = signal("check-out");

export const behaviour = tiny({
  says: "an update that is not valid is rejected, and nothing comes of it",
  workflow: workflow({ name: "cart" }, function* () {
    let sum = 0;
    yield* add.answer({
      validate(count) {
        if (count < 1) throw Object.assign(new Error("too few"), { code: "TOO_FEW" });
      },
      *handle(count) {
        sum += count;
        return sum;
      },
    });
    yield* check.receive();
    return sum;
  }),
  happens: [updates(add, [0], { rejected: { code: "TOO_FEW" } }), updates(add, [2], { completed: 2 }), signals(check)],
  ends: { completed: 2 },
});
