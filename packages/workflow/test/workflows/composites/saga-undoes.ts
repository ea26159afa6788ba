import { activity, saga, workflow } from "../../../src/index.ts";
import { completes, fails, tiny, waits } from "../harness/behaviour.ts";

const book = activity({ name: "book" }, (what: string) => what);
const undo = activity({ name: "undo" }, (what: string) => what);

export const behaviour = tiny({
  says: "a saga that fails undoes what was done, the last first",
  workflow: workflow({ name: "trip" }, function* () {
    return yield* saga(function* (compensate) {
      yield* book("flight");
      compensate(() => undo("flight"));
      yield* book("hotel");
      compensate(() => undo("hotel"));
      yield* book("car");
    });
  }),
  activities: [book, undo],
  happens: [
    completes(book, "flight"),
    completes(book, "hotel"),
    fails(book, new Error("no cars")),
    waits({ ...undo("hotel") }),
    completes(undo, "hotel"),
    completes(undo, "flight"),
  ],
  ends: { failed: { code: "ACTIVITY_FAILED", cause: { message: "no cars" } } },
});
