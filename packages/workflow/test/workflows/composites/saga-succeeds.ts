import { activity, saga, workflow } from "../../../src/index.ts";
import { completes, tiny } from "../harness/behaviour.ts";

const book = activity({ name: "book" }, (what: string) => what);
const undo = activity({ name: "undo" }, (what: string) => what);

export const behaviour = tiny({
  says: "a saga that succeeds undoes nothing",
  workflow: workflow({ name: "trip" }, function* () {
    return yield* saga(function* (compensate) {
      const flight = yield* book("flight");
      compensate(() => undo("flight"));
      return flight;
    });
  }),
  activities: [book, undo],
  happens: [completes(book, "flight 17")],
  ends: { completed: "flight 17" },
});
