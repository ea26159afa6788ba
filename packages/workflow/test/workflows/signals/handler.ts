import { activity, signal, until, workflow } from "../../../src/index.ts";
import { completes, signals, tiny } from "../harness/behaviour.ts";

const order = signal<number>("order");
const cook = activity({ name: "cook" }, (n: number) => n);

export const behaviour = tiny({
  says: "a handler serves every signal of a name by a coroutine of its own",
  workflow: workflow({ name: "kitchen" }, function* () {
    const cooked: number[] = [];
    yield* order.handle(function* (n) {
      cooked.push(yield* cook(n));
    });
    yield* until(() => cooked.length === 2);
    return cooked;
  }),
  activities: [cook],
  happens: [signals(order, 1), signals(order, 2), completes(cook(2), 2), completes(cook(1), 1)],
  ends: { completed: [2, 1] },
});
