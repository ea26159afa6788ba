import { activity, CanceledError, shield, sleep, workflow } from "../../../src/index.ts";
import { cancels, completes, tiny } from "../harness/behaviour.ts";

const undo = activity({ name: "undo" }, (n: number) => n);

export const behaviour = tiny({
  says: "what stands behind a shield runs to its end before the cancellation gets through",
  workflow: workflow({ name: "careful" }, function* () {
    const undone: number[] = [];
    try {
      yield* shield(function* () {
        undone.push(yield* undo(1), yield* undo(2));
      });
      yield* sleep("1 day");
    } catch (error) {
      throw new CanceledError("canceled", { details: { undone, code: (error as CanceledError).code } });
    }
  }),
  activities: [undo],
  happens: [cancels(), completes(undo(1), 1), completes(undo(2), 2)],
  ends: { canceled: { undone: [1, 2], code: "CANCELED" } },
});
